package org.sluice.producer.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.sluice.job.Verdict;

/**
 * What came of a job in one batch.
 *
 * @param job the job's name
 * @param definition which {@link Definition} it had then
 * @param batch the id of the batch
 * @param began when the attempt that came to the verdict began, in whole seconds
 * @param verdict the verdict
 * @param wall how long that attempt took, in whole milliseconds
 * @param peakBytes the most memory that one of its processes had; 0 if the system did not tell
 * @param attempts how many attempts came to a result, that of the verdict included
 * @param isFlaky whether it passed only after an attempt that failed, differed or timed out
 */
public record Run(
        String job,
        String definition,
        String batch,
        Instant began,
        Verdict verdict,
        Duration wall,
        long peakBytes,
        int attempts,
        boolean isFlaky) {
    public Run {
        Objects.requireNonNull(job);
        Objects.requireNonNull(definition);
        Objects.requireNonNull(batch);
        Objects.requireNonNull(began);
        Objects.requireNonNull(verdict);
        if (wall.isNegative() || peakBytes < 0 || attempts < 1) {
            throw new IllegalArgumentException("no run of " + job + " can take " + wall + ", " + peakBytes
                    + " bytes and " + attempts + " attempts");
        }
    }

    /** Whether it is of the same job, unchanged. */
    boolean isLike(Run other) {
        return job.equals(other.job) && definition.equals(other.definition);
    }
}
