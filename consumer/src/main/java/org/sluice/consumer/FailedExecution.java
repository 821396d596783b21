package org.sluice.consumer;

/** An attempt that could not even be made ready. */
record FailedExecution(RunOutcome run) implements Execution {
    @Override
    public void kill(String reason) {
        // nothing runs
    }

    @Override
    public void killNow(String reason) {
        // nothing runs
    }
}
