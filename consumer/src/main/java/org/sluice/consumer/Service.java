package org.sluice.consumer;

import org.sluice.job.Verdict;
import org.sluice.messaging.Presence;

/** Whether this consumer takes jobs: one on which nothing can be run stops taking them rather than failing them all. */
final class Service {
    private final int maxErrors;
    private int errors;
    private boolean out;
    private boolean paused;
    private String why = "";

    /** @param maxErrors after so many jobs in a row that could not be run it is out of service; 0 for never */
    Service(int maxErrors) {
        this.maxErrors = maxErrors;
    }

    /** A job has ended; returns whether that has taken the consumer out of service. */
    synchronized boolean ended(Verdict verdict, String reason) {
        errors = verdict == Verdict.ERROR ? errors + 1 : 0;
        if (out || maxErrors == 0 || errors < maxErrors) {
            return false;
        }
        out = true;
        why = (errors == 1 ? "a job" : errors + " jobs in a row") + " could not be run here, the last one because "
                + reason;
        return true;
    }

    /** Takes no jobs until {@link #resume}; returns whether that is news. */
    synchronized boolean pause(String reason) {
        if (out || paused) {
            return false;
        }
        paused = true;
        why = reason;
        return true;
    }

    /** Takes jobs again after a {@link #pause}; returns whether that is news. */
    synchronized boolean resume() {
        if (out || !paused) {
            return false;
        }
        paused = false;
        why = "";
        return true;
    }

    synchronized boolean isIn() {
        return !out && !paused;
    }

    /** Whether it takes no job any more, whatever comes. */
    synchronized boolean isOut() {
        return out;
    }

    synchronized boolean isPaused() {
        return paused && !out;
    }

    /** Why no jobs are taken, in one sentence without a full stop; {@code ""} when some are. */
    synchronized String why() {
        return why;
    }

    synchronized Presence.State state() {
        if (out) {
            return Presence.State.OUT_OF_SERVICE;
        }
        return paused ? Presence.State.PAUSED : Presence.State.IN_SERVICE;
    }
}
