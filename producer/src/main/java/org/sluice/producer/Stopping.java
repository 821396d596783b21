package org.sluice.producer;

import java.time.Duration;
import java.util.Optional;
import org.sluice.messaging.OpenBatch;

/** How a batch is to be stopped, and how far that has been carried out. */
final class Stopping {
    /** After a kill nothing is waited for much longer: not for consumers, and not for a broker that is away. */
    static final Duration LAST = Duration.ofSeconds(15);

    private final long lastNanos;
    private OpenBatch.State asked = OpenBatch.State.RUN;
    private OpenBatch.State done = OpenBatch.State.RUN;
    private long killedAt;
    private boolean byUser;

    /** @param last how long anything is waited for after a kill */
    Stopping(Duration last) {
        this.lastNanos = last.toNanos();
    }

    /** The user asks for it. */
    synchronized void ask(OpenBatch.State state) {
        byUser = true;
        want(state);
    }

    /** It is to be, though the user has not asked for it. */
    synchronized void want(OpenBatch.State state) {
        if (state == OpenBatch.State.KILL && asked != OpenBatch.State.KILL) {
            killedAt = System.nanoTime();
        }
        if (state.compareTo(asked) > 0) {
            asked = state;
        }
    }

    /** Whether the user has asked for anything. */
    synchronized boolean isByUser() {
        return byUser;
    }

    synchronized boolean isAsked() {
        return asked != OpenBatch.State.RUN;
    }

    /** What is still to be carried out. */
    synchronized Optional<OpenBatch.State> next() {
        return asked == done ? Optional.empty() : Optional.of(asked);
    }

    synchronized void done(OpenBatch.State state) {
        done = state;
    }

    synchronized boolean isTooLate() {
        return asked == OpenBatch.State.KILL && System.nanoTime() - killedAt > lastNanos;
    }
}
