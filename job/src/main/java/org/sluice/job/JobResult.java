package org.sluice.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
 * @param usage what its processes took of the machine; empty when the system did not tell, or nothing was run
 * @param remarks what else a person should know of the attempt, each a phrase without a full stop: "left 2 processes
 *     behind, killed"
 * @param cases what came of each case, in their order; empty for a job without cases and for one that was not run
 */
public record JobResult(
        Attempt attempt,
        String name,
        Verdict verdict,
        String reason,
        List<ProgramRun> programs,
        Duration wall,
        long stdoutBytes,
        long stderrBytes,
        Optional<Usage> usage,
        List<String> remarks,
        List<CaseResult> cases) {
    public JobResult {
        Objects.requireNonNull(attempt);
        Objects.requireNonNull(name);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(reason);
        programs = List.copyOf(programs);
        if (wall.isNegative()) {
            throw new IllegalArgumentException("job " + name + " took " + wall);
        }
        Objects.requireNonNull(usage);
        remarks = List.copyOf(remarks);
        cases = List.copyOf(cases);
    }

    /** A result of which the system told no usage, and of which nothing is to be remarked. */
    public JobResult(
            Attempt attempt,
            String name,
            Verdict verdict,
            String reason,
            List<ProgramRun> programs,
            Duration wall,
            long stdoutBytes,
            long stderrBytes) {
        this(
                attempt,
                name,
                verdict,
                reason,
                programs,
                wall,
                stdoutBytes,
                stderrBytes,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** The verdict on a job of which no program was run. */
    public static JobResult withoutRun(Attempt attempt, String name, Verdict verdict, String reason) {
        return new JobResult(attempt, name, verdict, reason, List.of(), Duration.ZERO, 0, 0);
    }

    /** The same, for another reason. */
    public JobResult withReason(String other) {
        return new JobResult(
                attempt, name, verdict, other, programs, wall, stdoutBytes, stderrBytes, usage, remarks, cases);
    }

    /** The same, with one more remark. */
    public JobResult withRemark(String more) {
        List<String> all = new ArrayList<>(remarks);
        all.add(more);
        return new JobResult(
                attempt, name, verdict, reason, programs, wall, stdoutBytes, stderrBytes, usage, all, cases);
    }

    /** The same, with what came of each case. */
    public JobResult withCases(List<CaseResult> other) {
        return new JobResult(
                attempt, name, verdict, reason, programs, wall, stdoutBytes, stderrBytes, usage, remarks, other);
    }

    /** The number of the job. */
    public int job() {
        return attempt.job();
    }
}
