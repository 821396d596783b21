package org.sluice.consumer;

import java.time.Duration;
import java.util.List;
import org.sluice.job.CaseResult;
import org.sluice.job.Output;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/**
 * How an execution ended.
 *
 * @param verdict the judgement
 * @param reason why, in one sentence without a line break; {@code ""} for a job that passed
 * @param programs those that were run, in order
 * @param wall from the start of the first program to the end of the last; zero when none was run
 * @param stdout what all programs wrote to standard output, in order
 * @param stderr likewise for standard error
 * @param cases what came of each case; empty for a job that has none
 */
record RunOutcome(
        Verdict verdict,
        String reason,
        List<ProgramRun> programs,
        Duration wall,
        Output stdout,
        Output stderr,
        List<CaseResult> cases) {
    RunOutcome {
        programs = List.copyOf(programs);
        cases = List.copyOf(cases);
    }

    /** The outcome of a job without cases. */
    RunOutcome(Verdict verdict, String reason, List<ProgramRun> programs, Duration wall, Output stdout, Output stderr) {
        this(verdict, reason, programs, wall, stdout, stderr, List.of());
    }

    RunOutcome withCases(List<CaseResult> other) {
        return new RunOutcome(verdict, reason, programs, wall, stdout, stderr, other);
    }

    /** The outcome of a job of which no program was run. */
    static RunOutcome withoutRun(Verdict verdict, String reason) {
        return new RunOutcome(verdict, reason, List.of(), Duration.ZERO, Output.NONE, Output.NONE);
    }
}
