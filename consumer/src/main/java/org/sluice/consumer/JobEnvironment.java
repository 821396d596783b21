package org.sluice.consumer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.job.Job;

/**
 * The environment variables of a job's programs: those of the consumer, then the job's own, then those that tell the job
 * which it is. No variable of ours that the consumer was started with gets through, for some hold credentials.
 */
final class JobEnvironment {
    private static final String OURS = "SLUICE_";

    /** Which execution a process belongs to; inherited by all that the job starts, so that it tells whose they are. */
    static final String RUN = OURS + "RUN";

    private final Map<String, String> base = new LinkedHashMap<>();

    /** @param consumer the environment of the consumer itself */
    JobEnvironment(Map<String, String> consumer) {
        consumer.forEach((name, value) -> {
            // Windows does not tell upper from lower case
            if (!name.regionMatches(true, 0, OURS, 0, OURS.length())) {
                base.put(name, value);
            }
        });
    }

    Map<String, String> of(Job job, JobContext context, String run) {
        Map<String, String> environment = new LinkedHashMap<>(base);
        environment.putAll(job.environment());
        environment.put(OURS + "BATCH", context.batch());
        environment.put(OURS + "JOB", job.name());
        environment.put(OURS + "NUMBER", Integer.toString(job.number()));
        environment.put(OURS + "ATTEMPT", Integer.toString(context.delivery()));
        environment.put(OURS + "SLOT", Integer.toString(context.slot()));
        environment.put(RUN, run);
        return environment;
    }
}
