package org.sluice.job;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What came of one case of a job.
 *
 * @param name the case's name
 * @param verdict the judgement
 * @param reason why, in one sentence without a line break; {@code ""} for a case that passed
 * @param wall from the start of its first program to the end of the last; zero when none was run
 * @param programs those that were run, in order
 */
public record CaseResult(String name, Verdict verdict, String reason, Duration wall, List<ProgramRun> programs) {
    public CaseResult {
        Objects.requireNonNull(name);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(reason);
        if (wall.isNegative()) {
            throw new IllegalArgumentException("case " + name + " took " + wall);
        }
        programs = List.copyOf(programs);
    }
}
