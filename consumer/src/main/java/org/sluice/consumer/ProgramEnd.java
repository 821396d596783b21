package org.sluice.consumer;

import org.sluice.job.Program;

/**
 * How a program ended.
 *
 * @param program which
 * @param exit its exit code, or 128 and the number of a signal
 * @param wasSignalled whether a signal ended it, as far as the system tells that from such an exit code
 */
record ProgramEnd(Program program, int exit, boolean wasSignalled) {
    /** Whether a signal ended it, or a shell says so of what it has run. */
    boolean isCrash() {
        return wasSignalled || (program instanceof Program.Shell && ExitReason.isSignal(exit));
    }

    /** What is to be said of it if it did not pass. */
    String reason() {
        return ExitReason.of(program, exit, isCrash());
    }
}
