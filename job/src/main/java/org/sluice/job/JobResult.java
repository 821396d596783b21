package org.sluice.job;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What came of one attempt at a job. The first one that reaches the collector is the job's verdict.
 *
 * @param attempt which execution this is; for a job that was not run (lost, cancelled) the one that said so
 * @param name the job's name
 * @param verdict the judgement
 * @param reason why, in one sentence without a line break; {@code ""} for a job that passed
 * @param programs those that were run, in order
 * @param wall from the start of the first program to the end of the last; zero when none was run
 * @param stdoutBytes how much the job wrote to standard output, cut or not
 * @param stderrBytes likewise for standard error
 */
public record JobResult(
        Attempt attempt,
        String name,
        Verdict verdict,
        String reason,
        List<ProgramRun> programs,
        Duration wall,
        long stdoutBytes,
        long stderrBytes) {
    public JobResult {
        Objects.requireNonNull(attempt);
        Objects.requireNonNull(name);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(reason);
        programs = List.copyOf(programs);
        if (wall.isNegative()) {
            throw new IllegalArgumentException("job " + name + " took " + wall);
        }
    }

    /** The number of the job. */
    public int job() {
        return attempt.job();
    }
}
