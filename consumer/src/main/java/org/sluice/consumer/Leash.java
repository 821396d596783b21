package org.sluice.consumer;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sluice.job.Durations;
import org.sluice.job.Verdict;

/** How long a job may go on: until its time or that of the case that runs is up, or somebody kills it. */
final class Leash {
    private static final String INTERRUPTED = "the consumer was told to stop";

    private final LongSupplier nanoTime;

    /** All five are guarded by this object. */
    private TimeLimit ofJob;

    private TimeLimit ofCase = new TimeLimit(Optional.empty(), 0);

    private String killed;

    private boolean graceless;

    private Thread waiting;

    /** @param nanoTime a monotonic clock, in nanoseconds */
    Leash(Optional<Duration> timeout, LongSupplier nanoTime) {
        this.ofJob = new TimeLimit(timeout, 0);
        this.nanoTime = nanoTime;
    }

    /** The time that it may take begins now, which is returned; to be called before anything else but {@link #kill}. */
    synchronized long begin() {
        ofJob = new TimeLimit(ofJob.timeout(), nanoTime.getAsLong());
        return ofJob.begun();
    }

    /** The time that the next case may take begins now. */
    synchronized void beginCase(Optional<Duration> timeout) {
        ofCase = new TimeLimit(timeout, nanoTime.getAsLong());
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

    /** As {@link #kill}, and what runs gets no grace. */
    synchronized void killNow(String reason) {
        graceless = true;
        kill(reason);
    }

    /** How long what is to end gets for it, where so much is usual. */
    synchronized Duration grace(Duration usual) {
        return graceless ? Duration.ZERO : usual;
    }

    /** Whether the case that runs must not go on. */
    synchronized boolean isCutShort() {
        return isOver() || ofCase.isOver(nanoTime);
    }

    /** Whether nothing more of the job is to be run. */
    synchronized boolean isOver() {
        return killed != null || ofJob.isOver(nanoTime);
    }

    synchronized boolean isKilled() {
        return killed != null;
    }

    /** As {@link #isCutShort}; besides, it takes an interrupt for an end, as a wait does. */
    synchronized boolean isToStop() {
        if (killed == null && Thread.currentThread().isInterrupted()) {
            killed = INTERRUPTED;
        }
        return isCutShort();
    }

    /** The judgement on what could not go on. */
    synchronized Judgement judgement() {
        if (killed != null) {
            return new Judgement(Verdict.CANCELLED, killed);
        }
        TimeLimit limit = ofJob.timeout().isEmpty() || ofCase.isOver(nanoTime) ? ofCase : ofJob;
        return new Judgement(
                Verdict.TIMED_OUT,
                "ran longer than " + Durations.format(limit.timeout().orElseThrow()) + " (timeout)");
    }

    /** Waits for the program, and no longer than this lets it; returns whether it has ended. */
    boolean letsEnd(RunningProgram program) {
        if (!beginToWait()) {
            return false;
        }
        boolean foreignInterrupt = false;
        try {
            return program.await(nanosLeft());
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

    private synchronized long nanosLeft() {
        return Math.min(ofJob.nanosLeft(nanoTime), ofCase.nanosLeft(nanoTime));
    }

    /** @param begun when its time began to run, by the clock */
    private record TimeLimit(Optional<Duration> timeout, long begun) {
        long nanosLeft(LongSupplier nanoTime) {
            return timeout.map(limit -> limit.toNanos() - (nanoTime.getAsLong() - begun))
                    .orElse(Long.MAX_VALUE);
        }

        boolean isOver(LongSupplier nanoTime) {
            return timeout.isPresent() && nanosLeft(nanoTime) <= 0;
        }
    }
}
