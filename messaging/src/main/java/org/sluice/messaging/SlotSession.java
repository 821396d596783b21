package org.sluice.messaging;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.sluice.job.Attempt;
import org.sluice.job.Job;

/**
 * The session of one slot: it holds one message at most, since client acknowledgement acknowledges all that a session
 * has received. A pill is an exception only in looks: it takes the JMS session along, and the slot gets a fresh one.
 */
public final class SlotSession implements AutoCloseable {
    static final String JOB = "job";
    static final String PILL = "pill";

    /** How often a slot with nothing to wait for looks whether its link is still there. */
    private static final long LOOK_MILLIS = 1_000;

    private final Link link;
    private final Supplier<Subscription> wanted;
    private final Consumer<String> teller;
    private Session session;
    private MessageConsumer jobs;
    private Subscription subscribed;
    private MessageProducer results;
    private String resultsOf;
    /** These three are guarded by this object. */
    private boolean receiving;

    private boolean refreshed;
    private boolean woken;

    SlotSession(Link link, Supplier<Subscription> wanted, Consumer<String> teller) {
        this.link = link;
        this.wanted = wanted;
        this.teller = teller;
    }

    /**
     * Waits for one message. One that cannot be read is set aside and told, and the next is waited for.
     *
     * @return empty when the time is over, or when the session was woken
     */
    public Optional<Delivery> receive(Duration atMost) throws LinkBroken {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return Optional.empty();
                }
                Optional<Message> message = receive(millis);
                if (message.isPresent()) {
                    Optional<Delivery> delivery = read(message.get());
                    if (delivery.isPresent()) {
                        return delivery;
                    }
                } else if (isWoken()) {
                    return Optional.empty();
                }
            }
        } catch (JMSException e) {
            throw link.failed("waiting for a job", e);
        }
    }

    private Optional<Message> receive(long millis) throws JMSException, LinkBroken {
        MessageConsumer consumer = null;
        synchronized (this) {
            if (woken) {
                return Optional.empty();
            }
            refreshed = false;
        }
        // Nothing of this under the lock: whoever answers may have a lock of his own while he calls refresh(). And that
        // may
        // be the thread on which the broker's answer to us comes.
        Subscription now = wanted.get();
        if (now.isNothing()) {
            dropConsumer();
        } else {
            consumer = consumer(now);
        }
        synchronized (this) {
            if (woken || refreshed) {
                return Optional.empty();
            }
            if (now.isNothing()) {
                awaitNews(Math.min(millis, now.atMost().toMillis()));
                return Optional.empty();
            }
            receiving = true;
        }
        Message message = null;
        JMSException failure = null;
        try {
            message = consumer.receive(Math.max(1, Math.min(millis, now.atMost().toMillis())));
        } catch (JMSException e) {
            failure = e;
        }
        synchronized (this) {
            receiving = false;
            if (woken || refreshed) {
                // a message may have come at this very moment: nobody has seen it, so it is not counted
                dropConsumer();
                return Optional.empty();
            }
            if (message == null && failure == null) {
                // A broker that has told a consumer "nothing came" may then forget that the consumer waits again, for
                // as long as it does. So the next wait is that of a new one.
                dropConsumer();
            }
        }
        if (failure != null) {
            throw failure;
        }
        link.check();
        return Optional.ofNullable(message);
    }

    /** With no queue to wait at, waits for a {@link #refresh}; on a link that broke meanwhile no longer than the caller. */
    private void awaitNews(long millis) throws LinkBroken {
        long end = System.nanoTime() + millis * 1_000_000;
        try {
            for (long left = millis; !woken && !refreshed && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                link.check();
                wait(Math.min(left, LOOK_MILLIS));
            }
        } catch (InterruptedException e) {
            // a slot's thread ends when it is woken, and not otherwise
            Thread.currentThread().interrupt();
            woken = true;
        }
        link.check();
    }

    private synchronized boolean isWoken() {
        return woken;
    }

    /** What the consumer holds, and nobody has seen, goes back uncounted. */
    private void dropConsumer() {
        if (jobs != null) {
            UncountedReturn.giveBackQuietly(link.connection(), (ActiveMQMessageConsumer) jobs);
            jobs = null;
        }
    }

    private Optional<Delivery> read(Message message) throws JMSException {
        try {
            Fields fields = Format.open(message);
            String batch = Format.batch(fields);
            switch (fields.text("type")) {
                case JOB -> {
                    Job job = JobJson.read(fields);
                    return Optional.of(
                            new JobDelivery(this, message, batch, job, message.getIntProperty("JMSXDeliveryCount")));
                }
                case PILL -> {
                    // first read, then passed on: a pill that cannot be read is set aside in this session
                    int round = fields.integer("round");
                    return Optional.of(new Pill(link, detach(), message, batch, round, Destinations.of(message)));
                }
                default -> throw Format.unexpected(fields);
            }
        } catch (UnreadableMessage e) {
            String queue = Destinations.of(message);
            link.setAside(session, message, queue, e.getMessage());
            message.acknowledge();
            teller.accept("A message on the queue " + queue + " was set aside on " + Destinations.DEAD
                    + " and not run: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }

    /** Passes the JMS session on to a holder of its own. */
    private SlotSession detach() {
        SlotSession holder = new SlotSession(link, wanted, teller);
        holder.session = session;
        holder.jobs = jobs;
        holder.subscribed = subscribed;
        holder.results = results;
        session = null;
        jobs = null;
        results = null;
        return holder;
    }

    private MessageConsumer consumer(Subscription now) throws JMSException, LinkBroken {
        if (!now.isSame(subscribed)) {
            dropConsumer();
        }
        if (jobs == null) {
            session();
            jobs = session.createConsumer(
                    session.createQueue(now.destination()), now.selector().isEmpty() ? null : now.selector());
            subscribed = now;
        }
        return jobs;
    }

    private Session session() throws LinkBroken {
        if (session == null) {
            session = link.session(false, Session.CLIENT_ACKNOWLEDGE);
        }
        return session;
    }

    /**
     * One for the queue of this batch: the broker says at once if that is not there. To a message for a queue that is not
     * there, and for which nobody awaits an answer, it would answer by breaking the connection of all slots.
     */
    private MessageProducer results(String batch) throws JMSException, LinkBroken {
        if (results != null && !batch.equals(resultsOf)) {
            results.close();
            results = null;
        }
        if (results == null) {
            results = session().createProducer(session().createQueue(Destinations.results(batch)));
            resultsOf = batch;
        }
        return results;
    }

    /** Sends a result, and before it the files that the attempt brings back; returns when the broker has it. */
    public void send(String batch, ResultInbox.Finished finished) throws LinkBroken {
        sendKept(batch, finished);
        send(batch, ResultInbox.RESULT, ResultInbox.text(batch, finished), link.deliveryMode());
    }

    /** Sends the result of an attempt after which the job is run again; returns when the broker has it. */
    public void sendAttempt(String batch, ResultInbox.Finished finished) throws LinkBroken {
        sendKept(batch, finished);
        send(batch, ResultInbox.ATTEMPT, ResultInbox.attemptText(batch, finished), link.deliveryMode());
    }

    private void sendKept(String batch, ResultInbox.Finished finished) throws LinkBroken {
        for (KeptFile file : finished.kept()) {
            try (InputStream content = new FileInputStream(file.path().toFile())) {
                sendFile(batch, finished.result().attempt(), file.name(), content);
            } catch (IOException e) {
                // what was sent of it is thrown away and told by the collector, for its last part is missing
                teller.accept("The file " + file.path() + " of job '"
                        + finished.result().name() + "' cannot be brought back: " + e.getMessage() + ".");
            }
        }
    }

    void sendFile(String batch, Attempt attempt, String name, InputStream content) throws LinkBroken, IOException {
        FileParts.cut(attempt, name, content, part -> sendPart(batch, part));
    }

    void sendPart(String batch, ResultInbox.FilePart part) throws LinkBroken {
        send(batch, ResultInbox.FILE, FileParts.text(batch, part), link.deliveryMode());
    }

    void sendStarted(String batch, Attempt attempt) throws LinkBroken {
        send(batch, ResultInbox.STARTED, ResultInbox.text(batch, attempt), DeliveryMode.NON_PERSISTENT);
    }

    private void send(String batch, String type, String text, int mode) throws LinkBroken {
        try {
            Message message = session().createTextMessage(text);
            message.setStringProperty(Destinations.TYPE_PROPERTY, type);
            message.setStringProperty(Destinations.BATCH_PROPERTY, batch);
            results(batch).send(message, mode, Message.DEFAULT_PRIORITY, Message.DEFAULT_TIME_TO_LIVE);
        } catch (JMSException e) {
            throw link.failed("sending a result of batch " + batch, e);
        }
    }

    void acknowledge(Message message) throws LinkBroken {
        try {
            message.acknowledge();
        } catch (JMSException e) {
            throw link.failed("acknowledging", e);
        }
    }

    /** Gives the message that this session holds back, without the broker counting it as a delivery, and closes. */
    void handBack() throws LinkBroken {
        try {
            UncountedReturn.giveBack(link.connection(), (ActiveMQMessageConsumer) jobs);
        } catch (JMSException e) {
            throw link.failed("handing a job back", e);
        } finally {
            close();
        }
    }

    /** Ends a {@link #receive} that is under way on another thread, and all later ones. */
    public synchronized void wake() {
        if (!woken) {
            woken = true;
            endWait();
        }
    }

    /**
     * Makes a {@link #receive} that is under way on another thread go on with what is wanted now. What the broker hands out at this very moment goes back uncounted. A message that was received before stays
     * with its holder.
     */
    public synchronized void refresh() {
        if (!refreshed) {
            refreshed = true;
            endWait();
        }
    }

    private void endWait() {
        notifyAll();
        if (receiving) {
            try {
                // here only: told from this thread, the broker could hear of the end before it hears of the wait
                ((ActiveMQMessageConsumer) jobs).dispose();
            } catch (JMSException e) {
                // it has ended by itself, and the wait with it
            }
        }
    }

    /** Closes the session; what it holds goes back to the queue. Closing twice is safe. */
    @Override
    public void close() {
        Link.closeQuietly(session);
        session = null;
        jobs = null;
        results = null;
    }
}
