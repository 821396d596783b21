package org.sluice.consumer;

import java.util.List;
import org.sluice.messaging.LockToken;

/** The locks that a job holds while it runs; they may be lost before it has ended. */
final class Lease implements AutoCloseable {
    /** Of a job that locks nothing. */
    static Lease ofNothing() {
        return new Lease(List.of(), () -> {});
    }

    private final List<LockToken> tokens;
    private final Runnable atEnd;
    private Runnable whenLost = () -> {};
    private boolean lost;
    private boolean closed;

    Lease(List<LockToken> tokens, Runnable atEnd) {
        this.tokens = List.copyOf(tokens);
        this.atEnd = atEnd;
    }

    /** Does this at once when the locks are lost, or now if they are. */
    void onLost(Runnable action) {
        boolean now;
        synchronized (this) {
            whenLost = action;
            now = lost;
        }
        if (now) {
            action.run();
        }
    }

    /** Somebody else may have the locks from now on, or soon. */
    void lose() {
        Runnable action;
        synchronized (this) {
            if (lost || closed) {
                return;
            }
            lost = true;
            action = whenLost;
        }
        action.run();
    }

    List<LockToken> tokens() {
        return tokens;
    }

    /** Whether the locks were lost before they were given back. */
    synchronized boolean isLost() {
        return lost;
    }

    /** Whether the connection over which they were taken is gone. */
    boolean isGone() {
        return tokens.stream().anyMatch(LockToken::isGone);
    }

    /** Gives the locks back. Closing twice is safe. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        tokens.forEach(LockToken::close);
        atEnd.run();
    }
}
