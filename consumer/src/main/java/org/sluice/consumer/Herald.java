package org.sluice.consumer;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Notice;
import org.sluice.messaging.Presence;
import org.sluice.messaging.Roster;

/** Announces its consumer to the others, on a thread of its own: every few seconds, on change, and when asked. */
final class Herald {
    /** What changes with every job is told no more often. */
    private static final long LULL_NANOS = 500_000_000L;

    private static final long LOOK_MILLIS = 250;
    private static final long NANOS_A_MILLI = 1_000_000L;

    private final Supplier<Presence> self;
    private final Roster roster;
    private final Runnable lookAround;
    private final LongSupplier nanoTime;
    private long dueAt;
    private long lastAt;
    private boolean ended;
    private Link greeted;

    /**
     * @param self what there is to say now
     * @param lookAround is run several times a second, for what depends on who is there
     */
    Herald(Supplier<Presence> self, Roster roster, Runnable lookAround, LongSupplier nanoTime) {
        this.self = self;
        this.roster = roster;
        this.lookAround = lookAround;
        this.nanoTime = nanoTime;
        this.dueAt = nanoTime.getAsLong();
        this.lastAt = dueAt - LULL_NANOS;
    }

    /** Something has changed that others need to know at once. */
    synchronized void announce() {
        dueAt = nanoTime.getAsLong();
        notifyAll();
    }

    /** Something has changed that changes often. */
    synchronized void announceSoon() {
        long soon = Math.max(nanoTime.getAsLong(), lastAt + LULL_NANOS);
        if (soon < dueAt) {
            dueAt = soon;
            notifyAll();
        }
    }

    /** Ends {@link #speak}, with a good-bye if there is somebody to hear it. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /** Announces until {@link #end} is called. */
    void speak(LinkKeeper keeper) throws BrokerUnavailable, InterruptedException {
        while (true) {
            Optional<Link> link = keeper.link(this::isEnded);
            if (link.isEmpty()) {
                break;
            }
            try {
                if (link.get() != greeted) {
                    greeted = link.get();
                    greeted.notify(new Notice.WhoIsThere());
                    roster.asked();
                    tellSelf(greeted);
                } else if (isDue()) {
                    tellSelf(greeted);
                }
            } catch (LinkBroken e) {
                // the next link is opened in the next round
                greeted = null;
            }
            awaitDue();
            lookAround.run();
        }
        sayGoodBye();
    }

    private synchronized boolean isDue() {
        return dueAt - nanoTime.getAsLong() <= 0;
    }

    private synchronized void awaitDue() throws InterruptedException {
        if (!ended && greeted != null && !isDue()) {
            wait(Math.max(1, Math.min(LOOK_MILLIS, (dueAt - nanoTime.getAsLong()) / NANOS_A_MILLI)));
        }
    }

    private void tellSelf(Link link) throws LinkBroken {
        synchronized (this) {
            lastAt = nanoTime.getAsLong();
            dueAt = lastAt + Roster.REPEAT.toNanos();
        }
        link.notify(self.get());
    }

    private void sayGoodBye() {
        if (greeted == null || greeted.isBroken()) {
            return;
        }
        try {
            greeted.notify(self.get().gone());
        } catch (LinkBroken e) {
            // they will notice the silence
        }
    }
}
