package org.sluice.consumer;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sluice.job.Usage;

/** A program as the JDK starts it on every system. */
record JdkProgram(Process process) implements RunningProgram {
    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public boolean await(long nanos) throws InterruptedException {
        return process.waitFor(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public int exit() {
        return process.exitValue();
    }

    @Override
    public boolean wasSignalled() {
        return ExitReason.isSignal(exit());
    }

    @Override
    public Optional<Usage> usage() {
        return Optional.empty();
    }

    @Override
    public boolean askGroup() {
        return false; // its group is ours
    }

    @Override
    public boolean isInGroup(long pid) {
        return false;
    }
}
