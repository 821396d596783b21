package org.sluice.messaging;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sluice.job.Attempt;
import org.sluice.job.JobResult;
import org.sluice.job.Output;

/** What the consumers tell of one batch. Nothing is gone from the broker before it is acknowledged. */
public final class ResultInbox implements AutoCloseable {
    static final String STARTED = "started";
    static final String RESULT = "result";
    static final String ATTEMPT = "attempt";
    static final String FILE = "file";
    /** The first message on the queue; it has nothing to tell. */
    static final String OPENED = "opened";
    /** Small, since each may carry its outputs; and below the page that the broker reads ahead, or it would stall. */
    private static final int PREFETCH = 32;

    private static final long GATHER_NANOS = 10_000_000;

    /** Something that a consumer tells. */
    public sealed interface Report {}

    /** A consumer has begun an attempt. */
    public record Started(Attempt attempt) implements Report {}

    /**
     * A consumer has ended an attempt, or has said why there will be none.
     *
     * @param kept what is sent before it; on the other side these have come as parts, and this is empty
     */
    public record Finished(JobResult result, Output stdout, Output stderr, List<KeptFile> kept) implements Report {
        public Finished {
            kept = List.copyOf(kept);
        }

        /** One that brings back no files. */
        public Finished(JobResult result, Output stdout, Output stderr) {
            this(result, stdout, stderr, List.of());
        }
    }

    /** A consumer has ended an attempt and hands the job back: it is run again, here or elsewhere. */
    public record Attempted(Finished finished) implements Report {}
    /**
     * A part of a file that an attempt brings back. The parts of a file come in order, and all of them before the attempt's
     * result; they come anew, from the first, when the connection broke on the way.
     *
     * @param path the name of the file: relative, with slashes, and without a step up
     * @param offset how much of the file comes before
     * @param sha256 of the whole file, in hexadecimal digits; empty unless this is the last part
     */
    public record FilePart(Attempt attempt, String path, long offset, byte[] bytes, Optional<String> sha256)
            implements Report {
        public FilePart {
            if (!FileParts.isPath(path)) {
                throw new IllegalArgumentException("'" + path + "' is no path of a file to keep");
            }
            if (offset < 0) {
                throw new IllegalArgumentException("nothing begins at " + offset);
            }
        }
    }

    private final Link link;
    private final String batchId;
    private final String queue;
    private final Consumer<String> teller;
    private final Session session;
    private final MessageConsumer consumer;
    private Message last;
    /** How many messages were received since the last acknowledgement. */
    private int pending;

    ResultInbox(Link link, String batchId, Consumer<String> teller) throws LinkBroken {
        this.link = link;
        this.batchId = batchId;
        this.queue = Destinations.results(batchId);
        this.teller = teller;
        this.session = link.session(false, Session.CLIENT_ACKNOWLEDGE);
        try {
            consumer = session.createConsumer(session.createQueue(queue + "?consumer.prefetchSize=" + PREFETCH));
        } catch (JMSException e) {
            throw link.failed("reading the results of batch " + batchId, e);
        }
    }

    /**
     * Makes the queue for results, which consumers are not allowed to do. It takes a stored message: a queue that never
     * had one is not there any more after a crash of the broker, and results would be refused.
     */
    static void makeQueue(Link link, Session session, String batchId) throws JMSException {
        Message message = session.createTextMessage(Fields.text(Format.frame(OPENED, batchId)));
        message.setStringProperty(Destinations.TYPE_PROPERTY, OPENED);
        message.setStringProperty(Destinations.BATCH_PROPERTY, batchId);
        try (MessageProducer producer = session.createProducer(session.createQueue(Destinations.results(batchId)))) {
            producer.setDeliveryMode(link.deliveryMode());
            producer.send(message);
        }
    }

    /**
     * Waits for a first report, and then a moment for more, since whoever puts them on a disk does so for all at once.
     * Messages that cannot be read are set aside and told.
     *
     * @return none when the time is over
     */
    public List<Report> receive(Duration atMost) throws LinkBroken {
        List<Report> reports = new ArrayList<>();
        long end = System.nanoTime() + atMost.toNanos();
        try {
            Message message = consumer.receive(millis(end));
            while (message != null) {
                boolean first = reports.isEmpty();
                read(message, reports);
                if (first && !reports.isEmpty()) {
                    end = System.nanoTime() + GATHER_NANOS;
                }
                message = next(end);
            }
        } catch (JMSException e) {
            throw link.failed("receiving results", e);
        }
        link.check();
        return reports;
    }

    private Message next(long end) throws JMSException {
        if (pending >= PREFETCH) {
            // the broker sends no more before an acknowledgement
            return null;
        }
        return System.nanoTime() < end ? consumer.receive(millis(end)) : consumer.receiveNoWait();
    }

    /** At least 1: to JMS, 0 means for ever. */
    private static long millis(long end) {
        return Math.max(1, (end - System.nanoTime()) / 1_000_000);
    }

    private void read(Message message, List<Report> reports) throws JMSException {
        last = message;
        pending++;
        try {
            Fields fields = Format.open(message);
            // jobs have the same numbers in every batch
            if (!Format.batch(fields).equals(batchId)) {
                throw new UnreadableMessage("it is of batch " + Format.batch(fields));
            }
            if (!fields.text("type").equals(OPENED)) {
                reports.add(report(fields));
            }
        } catch (UnreadableMessage e) {
            link.setAside(session, message, queue, e.getMessage());
            if (pending == 1) {
                // nothing else is held, so that many of these do not hold up what comes behind them
                message.acknowledge();
                last = null;
                pending = 0;
            }
            teller.accept("A message on the queue " + queue + " was set aside on " + Destinations.DEAD + ": "
                    + e.getMessage() + ".");
        }
    }

    static Report report(Fields fields) throws UnreadableMessage {
        return switch (fields.text("type")) {
            case STARTED -> new Started(ResultJson.readAttempt(fields));
            case RESULT -> finished(fields);
            case ATTEMPT -> new Attempted(finished(fields));
            case FILE -> FileParts.read(fields);
            default -> throw Format.unexpected(fields);
        };
    }

    private static Finished finished(Fields fields) throws UnreadableMessage {
        return new Finished(
                ResultJson.readResult(fields),
                ResultJson.readOutput(fields.object("stdout")),
                ResultJson.readOutput(fields.object("stderr")));
    }

    static String text(String batchId, Attempt attempt) {
        return Fields.text(ResultJson.write(Format.frame(STARTED, batchId), attempt));
    }

    static String text(String batchId, Finished finished) {
        return text(RESULT, batchId, finished);
    }

    static String attemptText(String batchId, Finished finished) {
        return text(ATTEMPT, batchId, finished);
    }

    private static String text(String type, String batchId, Finished finished) {
        var object = ResultJson.write(Format.frame(type, batchId), finished.result());
        ResultJson.write(object.putObject("stdout"), finished.stdout());
        ResultJson.write(object.putObject("stderr"), finished.stderr());
        return Fields.text(object);
    }

    /** Lets the broker forget everything that was received so far. */
    public void acknowledge() throws LinkBroken {
        if (last == null) {
            return;
        }
        try {
            last.acknowledge();
            last = null;
            pending = 0;
        } catch (JMSException e) {
            throw link.failed("acknowledging results", e);
        }
    }

    @Override
    public void close() {
        Link.closeQuietly(session);
    }
}
