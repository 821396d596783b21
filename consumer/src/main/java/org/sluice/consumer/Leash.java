package org.sluice.consumer;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sluice.job.Durations;
import org.sluice.job.Verdict;

/** How long a job may go on: until its time is up, or somebody kills it. */
final class Leash {
    private static final String INTERRUPTED = "the consumer was told to stop";

    private final Optional<Duration> timeout;
    private final LongSupplier nanoTime;
    private volatile long begun;

    /** Both are guarded by this object. */
    private String killed;

    private Thread waiting;

    /** @param nanoTime a monotonic clock, in nanoseconds */
    Leash(Optional<Duration> timeout, LongSupplier nanoTime) {
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /** The time that it may take begins now, which is returned; to be called before anything else but {@link #kill}. */
    long begin() {
        begun = nanoTime.getAsLong();
        return begun;
    }

    /** Ends it from any thread, with a wait that is under way; a second time it has no effect. */
    synchronized void kill(String reason) {
        if (killed == null) {
            killed = reason;
            if (waiting != null) {
                waiting.interrupt();
            }
        }
    }

    /** Whether it must not go on. */
    synchronized boolean isCutShort() {
        return killed != null || timeout.filter(limit -> nanosLeft(limit) <= 0).isPresent();
    }

    /** As {@link #isCutShort}; besides, it takes an interrupt for an end, as a wait does. */
    synchronized boolean isToStop() {
        if (killed == null && Thread.currentThread().isInterrupted()) {
            killed = INTERRUPTED;
        }
        return isCutShort();
    }

    /** The judgement on a job that could not go on: either of the two. */
    synchronized Judgement judgement() {
        return killed != null
                ? new Judgement(Verdict.CANCELLED, killed)
                : new Judgement(
                        Verdict.TIMED_OUT, "ran longer than " + Durations.format(timeout.orElseThrow()) + " (timeout)");
    }

    /** Waits for the program, and no longer than this lets it; returns whether it has ended. */
    boolean letsEnd(RunningProgram program) {
        if (!beginToWait()) {
            return false;
        }
        boolean foreignInterrupt = false;
        try {
            return program.await(timeout.map(this::nanosLeft).orElse(Long.MAX_VALUE));
        } catch (InterruptedException e) {
            foreignInterrupt = true;
            return false;
        } finally {
            endToWait(foreignInterrupt);
        }
    }

    private synchronized boolean beginToWait() {
        if (killed == null) {
            waiting = Thread.currentThread();
        }
        return killed == null;
    }

    /** Tells the interrupt that {@link #kill} sent from one of somebody else, which the thread must keep. */
    private synchronized void endToWait(boolean interrupted) {
        waiting = null;
        if (killed != null) {
            Thread.interrupted(); // ours may have come when the wait was over already
        } else if (interrupted) {
            killed = INTERRUPTED;
            Thread.currentThread().interrupt();
        }
    }

    private long nanosLeft(Duration limit) {
        return limit.toNanos() - (nanoTime.getAsLong() - begun);
    }
}
