package org.sluice.reporting;

import java.time.Duration;
import java.util.Optional;
import org.sluice.job.Job;

/** Knows from earlier batches how long jobs take. */
@FunctionalInterface
public interface UsualTimes {
    /** For when there were no earlier batches. */
    UsualTimes NONE = job -> Optional.empty();

    /** How long this job usually takes; empty when that is not known. */
    Optional<Duration> of(Job job);
}
