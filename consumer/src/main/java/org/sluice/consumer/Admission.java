package org.sluice.consumer;

import java.util.Optional;
import org.sluice.job.Placement;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;

/** Says whether a job that a slot has received can begin now. If not, the slot hands it back, and nobody has lost anything. */
final class Admission {
    private final Turns turns;
    private final Locks locks;
    private final Draining draining;

    Admission(Turns turns, Locks locks, Draining draining) {
        this.turns = turns;
        this.locks = locks;
        this.draining = draining;
    }

    /**
     * Reserves all that the job takes.
     *
     * @return what it holds until it has ended; empty if it cannot begin now, and this consumer does not wait for such jobs
     *     again before that may have changed
     */
    Optional<Lease> admit(int slot, Placement placement, Link link) throws LinkBroken, InterruptedException {
        Optional<Lease> lease = locks.take(placement.locks(), link);
        if (lease.isEmpty()) {
            return lease;
        }
        boolean hasRoom = false;
        try {
            hasRoom = turns.widen(slot, placement);
        } finally {
            if (!hasRoom) {
                lease.get().close();
            }
        }
        if (!hasRoom) {
            draining.noRoomFor(placement, link);
            return Optional.empty();
        }
        return lease;
    }

    /** Looks whether what this consumer makes room for is still there. */
    void review(Link link) throws LinkBroken {
        draining.review(link);
    }

    /** Whether it makes room for a job. */
    boolean isDraining() {
        return turns.drainsFor().isPresent();
    }
}
