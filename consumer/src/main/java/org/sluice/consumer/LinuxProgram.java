package org.sluice.consumer;

import java.util.Optional;
import org.sluice.consumer.linux.Child;
import org.sluice.job.Usage;

/** A program in a session of its own. */
record LinuxProgram(Child child) implements RunningProgram {
    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public boolean isAlive() {
        return child.isAlive();
    }

    @Override
    public boolean await(long nanos) throws InterruptedException {
        return child.await(nanos);
    }

    @Override
    public int exit() {
        return child.exit();
    }

    @Override
    public boolean wasSignalled() {
        return child.wasSignalled();
    }

    @Override
    public Optional<Usage> usage() {
        return isAlive() ? Optional.empty() : Optional.of(child.usage());
    }

    @Override
    public boolean askGroup() {
        return child.askGroup();
    }

    @Override
    public boolean isInGroup(long pid) {
        return child.isInGroup(pid);
    }
}
