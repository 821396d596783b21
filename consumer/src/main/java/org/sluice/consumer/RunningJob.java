package org.sluice.consumer;

import java.util.concurrent.CompletableFuture;

/** A job that a slot of this consumer runs, or has run without being able to tell the broker yet. */
final class RunningJob {
    private final Execution execution;
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private volatile boolean elsewhere;

    RunningJob(Execution execution) {
        this.execution = execution;
    }

    void kill(String reason) {
        execution.kill(reason);
    }

    /** Stops the run because another consumer has sent a result of the job; that of this run is not needed. */
    void settledElsewhere() {
        elsewhere = true;
        execution.kill("another consumer has sent the result");
    }

    boolean isSettledElsewhere() {
        return elsewhere;
    }

    /** Completes when this slot is done with the job: with true when the broker has its result. */
    CompletableFuture<Boolean> end() {
        return end;
    }
}
