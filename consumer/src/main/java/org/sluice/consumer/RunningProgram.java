package org.sluice.consumer;

import java.util.Optional;
import org.sluice.job.Usage;

/** A program of a job that was started. */
interface RunningProgram {
    long pid();

    /** False as soon as it has ended and its exit code is known. */
    boolean isAlive();

    /** Waits for its end, at most so long; returns whether it has ended. */
    boolean await(long nanos) throws InterruptedException;

    /** Its exit code, or 128 and the number of the signal that ended it; only when it is not alive. */
    int exit();

    /** Whether a signal ended it; only when it is not alive. The JDK cannot tell that from an exit above 128. */
    boolean wasSignalled();

    /** What it and those of its children took that it has waited for; empty if the system does not tell. */
    Optional<Usage> usage();

    /**
     * Asks all processes of its group to end (TERM), if it leads a group of its own; returns whether it does. The members
     * are those that it has started, unless they made themselves a group of their own.
     */
    boolean askGroup();

    /** Whether the process is one of that group. */
    boolean isInGroup(long pid);
}
