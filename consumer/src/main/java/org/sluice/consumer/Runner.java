package org.sluice.consumer;

import org.sluice.job.Job;

/** Knows how jobs are run. Safe for use by all slots at once. */
interface Runner extends AutoCloseable {

    /** Makes an attempt at the job ready; nothing happens before {@link Execution#run()}. */
    Execution prepare(Job job, JobContext context);

    /** Ends what jobs have left behind. No execution may be under way; closing twice is safe. */
    @Override
    void close();
}
