package org.sluice.consumer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The jobs of which the broker has a result although it may still hand them out: those that were finished after a lost
 * connection. The oldest are forgotten; then a job is run once more, which is a waste and no error.
 */
final class SettledJobs {
    private static final int MOST = 10_000;

    private final Set<JobKey> jobs = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobKey, Boolean> eldest) {
            return size() > MOST;
        }
    }));

    void add(JobKey job) {
        jobs.add(job);
    }

    /** Forgets the jobs of batches that are over; in a new round of posting they are to be run again. */
    void forget(Predicate<String> isOver) {
        jobs.removeIf(job -> isOver.test(job.batch()));
    }

    boolean contains(JobKey job) {
        return jobs.contains(job);
    }
}
