package org.sluice.reporting;

import java.util.Optional;
import org.sluice.job.JobResult;

/**
 * One attempt on the lane of a slot.
 *
 * @param job the number of the job
 * @param attempt the how manieth of the job's attempts that are known, from 1
 * @param from when it was begun, in microseconds since the {@linkplain Timeline#start() start} of the timeline
 * @param to when it ended; of one that has no result, when it can at latest have ended
 * @param result what came of it; empty if no result did, or none yet
 * @param isHeld whether this slot ran nothing of it, but was kept free: the job takes several slots, and runs in another lane
 */
record Bar(int job, int attempt, long from, long to, Optional<JobResult> result, boolean isHeld) {
    Span span() {
        return new Span(from, to);
    }

    Bar held() {
        return new Bar(job, attempt, from, to, result, true);
    }
}
