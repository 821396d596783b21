package org.sluice.reporting;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.sluice.job.Attempt;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;

/** How long a batch took: from the start of its first attempt to the end of its last job, by the consumers' clocks. */
final class Makespan {
    private Makespan() {}

    /** The makespan; zero when nothing ran. */
    static Duration of(BatchOutcome outcome) {
        Instant start = Stream.concat(
                        outcome.attempts().stream(),
                        outcome.results().values().stream().map(JobResult::attempt))
                .map(Attempt::started)
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        Instant end = outcome.results().values().stream()
                .map(result -> result.attempt().started().plus(result.wall()))
                .max(Instant::compareTo)
                .orElse(start);
        return Duration.between(start, end);
    }
}
