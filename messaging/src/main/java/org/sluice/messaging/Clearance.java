package org.sluice.messaging;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.function.BiFunction;
import org.sluice.job.Job;
import org.sluice.job.Placement;
import org.sluice.messaging.ResultInbox.Finished;

/**
 * Takes jobs of a stopped batch off the queue, many in a transaction with the results that are sent for them. Other than
 * a slot it takes them ahead, since nobody is to run them.
 */
final class Clearance {
    /** A page: a broker hands a consumer no more before it has committed. */
    private static final int TRANSACTION = 200;

    private static final long WAIT_MILLIS = 300;

    private Clearance() {}

    /**
     * Clears up to one transaction's worth of what is there.
     *
     * @param answer the result for a job and the number of its deliveries
     * @return how many jobs were cleared; 0 when there is none left that can be reached now
     */
    static int clear(Link link, String batch, Placement queue, BiFunction<Job, Integer, Finished> answer)
            throws LinkBroken {
        Session session = link.session(true, Session.SESSION_TRANSACTED);
        try (MessageConsumer jobs = session.createConsumer(
                        session.createQueue(Destinations.jobs(queue) + "?consumer.prefetchSize=" + TRANSACTION),
                        Destinations.ofBatch(batch) + " AND " + Destinations.TYPE_PROPERTY + " = '" + SlotSession.JOB
                                + "'");
                MessageProducer results = session.createProducer(session.createQueue(Destinations.results(batch)))) {
            results.setDeliveryMode(link.deliveryMode());
            int cleared = 0;
            Message message = jobs.receive(WAIT_MILLIS);
            while (message != null) {
                Job job = JobJson.read(Format.open(message));
                Finished finished = answer.apply(job, message.getIntProperty("JMSXDeliveryCount"));
                results.send(result(session, batch, finished));
                cleared++;
                message = cleared < TRANSACTION ? jobs.receive(WAIT_MILLIS) : null;
            }
            session.commit();
            return cleared;
        } catch (UnreadableMessage e) {
            // it is left to the slots, which set it aside
            return 0;
        } catch (JMSException e) {
            throw link.failed("clearing batch " + batch, e);
        } finally {
            Link.closeQuietly(session);
        }
    }

    private static Message result(Session session, String batch, Finished finished) throws JMSException {
        Message message = session.createTextMessage(ResultInbox.text(batch, finished));
        message.setStringProperty(Destinations.TYPE_PROPERTY, ResultInbox.RESULT);
        message.setStringProperty(Destinations.BATCH_PROPERTY, batch);
        return message;
    }
}
