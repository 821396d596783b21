package org.sluice.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sluice.job.Output;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
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
 * @param usage what the programs took; empty when the system did not tell, or none was run
 * @param remarks what else a person should know, see {@link org.sluice.job.JobResult#remarks}
 */
record RunOutcome(
        Verdict verdict,
        String reason,
        List<ProgramRun> programs,
        Duration wall,
        Output stdout,
        Output stderr,
        Optional<Usage> usage,
        List<String> remarks) {
    RunOutcome {
        programs = List.copyOf(programs);
        remarks = List.copyOf(remarks);
    }

    /** An outcome of which the system told no usage, and of which nothing is to be remarked. */
    RunOutcome(Verdict verdict, String reason, List<ProgramRun> programs, Duration wall, Output stdout, Output stderr) {
        this(verdict, reason, programs, wall, stdout, stderr, Optional.empty(), List.of());
    }

    /** The outcome of a job of which no program was run. */
    static RunOutcome withoutRun(Verdict verdict, String reason) {
        return new RunOutcome(verdict, reason, List.of(), Duration.ZERO, Output.NONE, Output.NONE);
    }
}
