package org.sluice.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.job.CaseResult;
import org.sluice.job.Output;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;
import org.sluice.messaging.KeptFile;

/**
 * How an execution ended.
 *
 * @param verdict the judgement
 * @param reason why, in one sentence without a line break; {@code ""} for a job that passed
 * @param programs those that were run, in order
 * @param wall from the start of the first program to the end of the last; zero when none was run
 * @param stdout what all programs wrote to standard output, in order
 * @param stderr likewise for standard error
 * @param usage what the programs took of the machine; empty when the system did not tell, or nothing was run
 * @param remarks what else a person should know, each a phrase without a full stop
 * @param kept the files that are brought back; they stay until the execution is closed
 * @param cases what came of each case; empty for a job that has none
 */
record RunOutcome(
        Verdict verdict,
        String reason,
        List<ProgramRun> programs,
        Duration wall,
        Output stdout,
        Output stderr,
        Optional<Usage> usage,
        List<String> remarks,
        List<KeptFile> kept,
        List<CaseResult> cases) {
    RunOutcome {
        programs = List.copyOf(programs);
        remarks = List.copyOf(remarks);
        kept = List.copyOf(kept);
        cases = List.copyOf(cases);
    }

    /** An outcome of which nothing else is to be said. */
    RunOutcome(Verdict verdict, String reason, List<ProgramRun> programs, Duration wall, Output stdout, Output stderr) {
        this(verdict, reason, programs, wall, stdout, stderr, Optional.empty(), List.of(), List.of(), List.of());
    }

    /** The outcome of a job of which no program was run. */
    static RunOutcome withoutRun(Verdict verdict, String reason) {
        return new RunOutcome(verdict, reason, List.of(), Duration.ZERO, Output.NONE, Output.NONE);
    }

    /** The same, with what the programs took. */
    RunOutcome withUsage(Optional<Usage> other) {
        return new RunOutcome(verdict, reason, programs, wall, stdout, stderr, other, remarks, kept, cases);
    }

    /** The same, with further remarks. */
    RunOutcome withRemarks(List<String> more) {
        List<String> all = Stream.concat(remarks.stream(), more.stream()).toList();
        return new RunOutcome(verdict, reason, programs, wall, stdout, stderr, usage, all, kept, cases);
    }

    /** The same, with files that are brought back. */
    RunOutcome withKept(List<KeptFile> files) {
        return new RunOutcome(verdict, reason, programs, wall, stdout, stderr, usage, remarks, files, cases);
    }

    /** The same, with what came of each case. */
    RunOutcome withCases(List<CaseResult> other) {
        return new RunOutcome(verdict, reason, programs, wall, stdout, stderr, usage, remarks, kept, other);
    }
}
