package org.sluice.messaging;

import jakarta.jms.Message;
import java.util.Map;

/**
 * The poison pill of a batch on one queue, held by one consumer until the batch has ended there. It says that nothing more
 * is posted; that nothing can come back any more is found out by looking.
 */
public final class Pill implements Delivery, AutoCloseable {
    /** A batch is missed in the register for so long before its pill is thrown away. */
    private static final long SURE_NANOS = 1_000_000_000L;

    private final Link link;
    private final SlotSession session;
    private final Message message;
    private final String batch;
    private final int round;
    private final String queue;
    private long missedSince;
    private boolean missed;

    Pill(Link link, SlotSession session, Message message, String batch, int round, String queue) {
        this.link = link;
        this.session = session;
        this.message = message;
        this.batch = batch;
        this.round = round;
        this.queue = queue;
    }

    /** What became of the pill. */
    public enum Fate {
        /** Some job of the batch is still in somebody's hands: the pill is to be kept. */
        KEPT,
        /** The batch has no job left on this queue, and has some on others; the pill is gone. */
        DONE_HERE,
        /** The batch has ended, and the pill is gone with it. */
        ENDED,
        /** The batch had ended before, the pill was a leftover; it is gone. */
        STALE
    }

    /** The id of the batch whose pill this is. */
    public String batch() {
        return batch;
    }

    /**
     * Ends the batch on this queue if none of its jobs can come back to it. First that leaves the register, then the pill
     * is acknowledged: who finds the pill without the batch knows it for a leftover.
     */
    public Fate endIfNothingIsLeft() throws LinkBroken {
        Map<String, OpenBatch> open = link.register().read();
        OpenBatch mine = open.get(batch);
        if (mine == null || mine.round() != round || !isOnThisQueue(mine)) {
            if (!missed) {
                missed = true;
                missedSince = System.nanoTime();
            }
            if (System.nanoTime() - missedSince < SURE_NANOS) {
                return Fate.KEPT;
            }
            session.acknowledge(message);
            session.close();
            return Fate.STALE;
        }
        missed = false;
        if (link.hasJobs(batch, queue)) {
            return Fate.KEPT;
        }
        boolean ended = link.register().remove(batch, round, queue);
        session.acknowledge(message);
        session.close();
        return ended ? Fate.ENDED : Fate.DONE_HERE;
    }

    private boolean isOnThisQueue(OpenBatch open) {
        return open.queues().stream().map(Destinations::jobs).anyMatch(queue::equals);
    }

    /** Whether the connection over which the pill was received is gone; the broker hands it out again. */
    public boolean isGone() {
        return link.isBroken();
    }

    /** Gives the pill back to the queue, for another consumer to hold. */
    @Override
    public void close() {
        session.close();
    }
}
