package org.sluice.consumer;

import java.util.concurrent.CompletableFuture;
import org.sluice.messaging.Link;

/** A job that a slot of this consumer runs, or has run without being able to tell the broker yet. */
final class RunningJob {
    private final Execution execution;
    private final Link link;
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private volatile boolean elsewhere;

    /** @param link the connection over which the job came */
    RunningJob(Execution execution, Link link) {
        this.execution = execution;
        this.link = link;
    }

    void kill(String reason) {
        execution.kill(reason);
    }

    void killNow(String reason) {
        execution.killNow(reason);
    }

    /** Stops the run because another consumer has sent a result of the job; that of this run is not needed. */
    void settledElsewhere() {
        elsewhere = true;
        execution.kill("another consumer has sent the result");
    }

    /** Whether the broker has given the job to somebody else, or will, since the connection is gone. */
    boolean isCutOff() {
        return link.isBroken();
    }

    boolean isSettledElsewhere() {
        return elsewhere;
    }

    /** Completes when this slot is done with the job: with true when the broker has its result. */
    CompletableFuture<Boolean> end() {
        return end;
    }
}
