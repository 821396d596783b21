package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import org.sluice.job.Job;

/**
 * Posts the jobs of a batch in transactions, and its pill in the last of them. Each transaction also says in the
 * register how far the posting has come, so that whoever goes on after a crash knows it exactly.
 */
public final class Poster implements AutoCloseable {
    private static final long ENTRY_MILLIS = 1_000;

    private final Link link;
    private final Session session;
    private final MessageProducer jobs;
    private final MessageConsumer olderEntries;
    private OpenBatch batch;
    private int committed;

    Poster(Link link, OpenBatch batch) throws LinkBroken {
        this.link = link;
        this.batch = batch;
        this.session = link.session(true, Session.SESSION_TRANSACTED);
        try {
            jobs = session.createProducer(session.createQueue(Destinations.JOBS));
            jobs.setDeliveryMode(link.deliveryMode());
            // makes the queue of the results, which consumers are not allowed to do
            session.createProducer(session.createQueue(Destinations.results(batch.id())))
                    .close();
            olderEntries = session.createConsumer(
                    session.createQueue(Destinations.BATCHES), Register.ofRound(batch.id(), batch.round()));
        } catch (JMSException e) {
            throw link.failed("opening batch " + batch.id(), e);
        }
    }

    /**
     * Posts these jobs, all or none; the pill with them when they are the last ones of the batch.
     *
     * @return the batch as it now stands in the register; when its state is not {@code RUN} any more, somebody has
     *     stopped it, and nothing was posted
     * @throws LinkBroken if the connection broke; whether the jobs were posted is then to be read in the register
     */
    public OpenBatch post(List<Job> next) throws LinkBroken {
        try {
            // two entries are left in peace, so that there is one at any moment of the commit
            if (committed >= 2) {
                Message older = olderEntries.receive(ENTRY_MILLIS);
                if (older == null ? isGone() : isNotOlder(older)) {
                    // stopped by somebody, and at its end already: to go on would open it again
                    batch = batch.withState(OpenBatch.State.STOP);
                }
            }
            if (batch.state() != OpenBatch.State.RUN) {
                session.rollback();
                return batch;
            }
            // the entry first: who finds a pill looks for it
            OpenBatch after = batch.withPosted(batch.posted() + next.size());
            Register.send(link, session, after);
            for (Job job : next) {
                ObjectNode body = JobJson.write(Format.frame(SlotSession.JOB, batch.id()), job);
                jobs.send(message(session, SlotSession.JOB, batch.id(), body));
            }
            if (after.posted() == after.jobs()) {
                sendPill(link, session, after);
            }
            session.commit();
            batch = after;
            committed++;
        } catch (JMSException e) {
            throw link.failed("posting jobs", e);
        } catch (UnreadableMessage e) {
            throw new IllegalStateException("an entry of ours in the register: " + e.getMessage(), e);
        }
        if (committed == 1) {
            link.notify(Notice.register(batch.id()));
        }
        return batch;
    }

    /** Takes over what the entry says; true if it is our own last one, although two older ones had been left. */
    private boolean isNotOlder(Message message) throws UnreadableMessage, JMSException {
        OpenBatch entry = OpenBatch.read(Format.open(message));
        batch = batch.merge(entry);
        return entry.posted() == batch.posted();
    }

    private boolean isGone() throws LinkBroken {
        return link.register()
                .find(batch.id())
                .filter(open -> open.round() == batch.round())
                .isEmpty();
    }

    static void sendPill(Link link, Session session, OpenBatch batch) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(Destinations.JOBS))) {
            producer.setDeliveryMode(link.deliveryMode());
            ObjectNode body = Format.frame(SlotSession.PILL, batch.id()).put("round", batch.round());
            producer.send(message(session, SlotSession.PILL, batch.id(), body));
        }
    }

    private static Message message(Session session, String type, String batchId, ObjectNode body) throws JMSException {
        Message message = session.createTextMessage(Fields.text(body));
        message.setStringProperty(Destinations.TYPE_PROPERTY, type);
        message.setStringProperty(Destinations.BATCH_PROPERTY, batchId);
        return message;
    }

    @Override
    public void close() {
        Link.closeQuietly(session);
    }
}
