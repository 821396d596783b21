package org.sluice.consumer;

import java.util.List;

/** A way to start programs of one job. */
interface Start {
    /** Where a program is looked for when the job has no {@code PATH}. */
    String DEFAULT_SEARCH_PATH = "/usr/bin:/bin";

    /**
     * Starts a program; it has tried first when it looks for the reason of a failure.
     *
     * @param words its name and its arguments
     * @throws CannotRunException if it cannot be run on this machine
     */
    RunningProgram start(List<String> words) throws CannotRunException;
}
