package org.sluice.consumer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sluice.job.Durations;
import org.sluice.job.Verdict;

/** What may cut a job short: its own time, the time of the case that runs, and whoever kills it. */
final class Supervision {
    private static final String INTERRUPTED = "the consumer was told to stop";

    private final LongSupplier nanoTime;

    /** All four are guarded by this object. */
    private TimeLimit ofJob;

    private TimeLimit ofCase;

    private String killed;

    private Thread waiting;

    Supervision(Optional<Duration> timeout, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.ofJob = new TimeLimit(timeout, nanoTime.getAsLong());
        this.ofCase = new TimeLimit(Optional.empty(), 0);
    }

    /** The time of the job runs from now on. */
    synchronized void begin() {
        ofJob = new TimeLimit(ofJob.timeout(), nanoTime.getAsLong());
    }

    /** The time of the next case runs from now on. */
    synchronized void beginCase(Optional<Duration> timeout) {
        ofCase = new TimeLimit(timeout, nanoTime.getAsLong());
    }

    /** Ends the job; the first reason counts. */
    synchronized void kill(String reason) {
        if (killed == null) {
            killed = reason;
            if (waiting != null) {
                waiting.interrupt();
            }
        }
    }

    /** Waits for the program, and no longer than it may take and nobody kills it. */
    boolean endsByItself(Process process) {
        if (!beginToWait()) {
            return false;
        }
        boolean foreignInterrupt = false;
        try {
            Optional<Long> left = nanosLeft();
            if (left.isEmpty()) {
                process.waitFor();
                return true;
            }
            return process.waitFor(left.get(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            foreignInterrupt = true;
            return false;
        } finally {
            endToWait(foreignInterrupt);
        }
    }

    /** Whether nothing more is to be run of the case. */
    synchronized boolean isCutShort() {
        return isOver() || ofCase.isOver(nanoTime);
    }

    /** Whether nothing more is to be run of the job. */
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
    synchronized Judgement cutShort() {
        if (killed != null) {
            return new Judgement(Verdict.CANCELLED, killed);
        }
        TimeLimit limit = ofJob.timeout().isEmpty() || ofCase.isOver(nanoTime) ? ofCase : ofJob;
        return new Judgement(
                Verdict.TIMED_OUT,
                "ran longer than " + Durations.format(limit.timeout().orElseThrow()) + " (timeout)");
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

    private synchronized Optional<Long> nanosLeft() {
        Optional<Long> job = ofJob.nanosLeft(nanoTime);
        Optional<Long> one = ofCase.nanosLeft(nanoTime);
        return job.isPresent() && one.isPresent() ? Optional.of(Math.min(job.get(), one.get())) : job.or(() -> one);
    }

    private record TimeLimit(Optional<Duration> timeout, long begun) {
        Optional<Long> nanosLeft(LongSupplier nanoTime) {
            return timeout.map(limit -> limit.toNanos() - (nanoTime.getAsLong() - begun));
        }

        boolean isOver(LongSupplier nanoTime) {
            return nanosLeft(nanoTime).filter(left -> left <= 0).isPresent();
        }
    }
}
