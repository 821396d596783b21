package org.sluice.messaging;

import jakarta.jms.Message;
import java.util.Objects;
import org.sluice.job.Attempt;
import org.sluice.job.Job;

/** A job that a slot holds: nobody else gets it until it is acknowledged, handed back, or the connection breaks. */
public final class JobDelivery implements Delivery {
    private final SlotSession session;
    private final Message message;
    private final String batch;
    private final Job job;
    private final int count;

    JobDelivery(SlotSession session, Message message, String batch, Job job, int count) {
        this.session = session;
        this.message = message;
        this.batch = Objects.requireNonNull(batch);
        this.job = Objects.requireNonNull(job);
        this.count = count;
    }

    /** The id of the job's batch. */
    public String batch() {
        return batch;
    }

    /** The job. */
    public Job job() {
        return job;
    }

    /** How often the broker has delivered the job, this time included, as far as it remembers. */
    public int count() {
        return count;
    }

    /** Tells that an attempt at the job begins. It is a message that a crash of the broker may lose. */
    public void started(Attempt attempt) throws LinkBroken {
        session.sendStarted(batch, attempt);
    }

    /** Sends the result, and when the broker has it, acknowledges the job. */
    public void finish(ResultInbox.Finished finished) throws LinkBroken {
        session.send(batch, finished);
        acknowledge();
    }

    /** Sends the result of an attempt that is not the verdict, since the job is to be run again. */
    public void attempted(ResultInbox.Finished finished) throws LinkBroken {
        session.sendAttempt(batch, finished);
    }

    /** Acknowledges the job without a result, because the broker has one. */
    public void acknowledge() throws LinkBroken {
        session.acknowledge(message);
    }

    /** Gives the job back to the head of the queue; this delivery does not count. The session is at its end with it. */
    public void handBack() throws LinkBroken {
        session.handBack();
    }
}
