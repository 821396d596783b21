package org.sluice.consumer;

import java.util.Optional;
import org.sluice.job.Job;

/** Knows how jobs are run. Safe for use by all slots at once. */
interface Runner extends AutoCloseable {

    /** Makes an attempt at the job ready; nothing happens before {@link Execution#run()}. */
    Execution prepare(Job job, JobContext context);

    /**
     * Why no job can be begun on this machine now, in one sentence without a full stop; empty if one can. It is asked
     * before each job, and then several times a second until there is no reason any more.
     */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Ends what jobs have left behind. No execution may be under way; closing twice is safe. */
    @Override
    void close();
}
