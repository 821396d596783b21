package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.job.Job;
import org.sluice.job.Placement;

/**
 * Posts the jobs of a batch in transactions, and its pills in the last of them.
 *
 * <p>The register has entries of a batch from the start: one for each of its queues that stays, so that no reader ever
 * finds none, and one that moves. The moving one says how many jobs are posted; each transaction takes it and puts the next one in its place.
 * So two transactions cannot post the same jobs, nor can one post what another has stopped: the second finds nothing to
 * take.
 */
public final class Poster implements AutoCloseable {
    private static final long TAKE_MILLIS = 1_000;

    private final Link link;
    private final Session session;
    private final MessageProducer jobs;
    private OpenBatch batch;

    Poster(Link link, OpenBatch batch) throws LinkBroken {
        this.link = link;
        this.batch = batch;
        this.session = link.session(true, Session.SESSION_TRANSACTED);
        try {
            jobs = session.createProducer(null);
            jobs.setDeliveryMode(link.deliveryMode());
            makeTokens();
            if (link.register().find(batch.id()).isEmpty()) {
                Register.sendStaying(link, session, batch);
                Register.send(link, session, batch, batch.posted());
                ResultInbox.makeQueue(link, session, batch.id());
                session.commit();
                link.notify(Notice.register(batch.id()));
            }
        } catch (JMSException e) {
            throw link.failed("opening batch " + batch.id(), e);
        }
    }

    private void makeTokens() throws JMSException, LinkBroken {
        SortedSet<String> locks = new TreeSet<>();
        batch.queues().forEach(queue -> locks.addAll(queue.locks()));
        for (String lock : locks) {
            LockToken.make(link, lock);
        }
    }

    /**
     * Posts these jobs, all or none; the pill with them when they are the last ones of the batch.
     *
     * @return the batch as it now stands in the register. When its state is not {@code RUN} any more, somebody has stopped
     *     it, and nothing was posted. When it has more jobs posted than before although these were not posted now, an
     *     earlier transaction of unknown outcome has succeeded after all
     * @throws LinkBroken if the connection broke; whether the jobs were posted is then to be read in the register
     */
    public OpenBatch post(List<Job> next) throws LinkBroken {
        try {
            if (!takeMoving(link, session, batch, TAKE_MILLIS)) {
                session.rollback();
                // Without an entry it has ended meanwhile. That happens to a batch that was stopped, and to one of
                // which an
                // earlier transaction of unknown outcome has posted the rest: the results tell which
                batch = link.register().find(batch.id()).orElse(batch.withState(OpenBatch.State.STOP));
                return batch;
            }
            // the entry first: who finds a pill looks for it
            OpenBatch after = batch.withPosted(batch.posted() + next.size());
            Register.send(link, session, after, after.posted());
            for (Job job : next) {
                if (!batch.queues().contains(job.placement())) {
                    throw new IllegalArgumentException(
                            "job " + job.name() + " is on a queue that the register does not have: " + job.placement());
                }
                ObjectNode body = JobJson.write(Format.frame(SlotSession.JOB, batch.id()), job);
                jobs.send(
                        queue(session, job.placement()),
                        message(session, SlotSession.JOB, batch.id(), job.number(), body));
            }
            if (after.posted() == after.jobs()) {
                sendPills(link, session, after);
            }
            session.commit();
            batch = after;
            return batch;
        } catch (JMSException e) {
            throw link.failed("posting jobs", e);
        }
    }

    /** Takes the moving entry, as it must be for this state of the batch, into the session's transaction. */
    static boolean takeMoving(Link link, Session session, OpenBatch batch, long millis) throws JMSException {
        try (MessageConsumer entries = session.createConsumer(
                session.createQueue(Destinations.BATCHES),
                Register.ofRound(batch.id(), batch.round()) + " AND " + Destinations.POSTED_PROPERTY + " = "
                        + batch.posted())) {
            return entries.receive(millis) != null;
        }
    }

    /** A pill on each queue, since only there it is known to be behind the last job. */
    static void sendPills(Link link, Session session, OpenBatch batch) throws JMSException {
        try (MessageProducer producer = session.createProducer(null)) {
            producer.setDeliveryMode(link.deliveryMode());
            ObjectNode body = Format.frame(SlotSession.PILL, batch.id()).put("round", batch.round());
            for (Placement queue : batch.queues()) {
                producer.send(queue(session, queue), message(session, SlotSession.PILL, batch.id(), 0, body));
            }
        }
    }

    private static Queue queue(Session session, Placement placement) throws JMSException {
        return session.createQueue(Destinations.jobs(placement));
    }

    private static Message message(Session session, String type, String batchId, int number, ObjectNode body)
            throws JMSException {
        Message message = session.createTextMessage(Fields.text(body));
        message.setStringProperty(Destinations.TYPE_PROPERTY, type);
        message.setStringProperty(Destinations.BATCH_PROPERTY, batchId);
        message.setIntProperty(Destinations.NUMBER_PROPERTY, number);
        return message;
    }

    @Override
    public void close() {
        Link.closeQuietly(session);
    }
}
