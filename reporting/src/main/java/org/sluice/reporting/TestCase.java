package org.sluice.reporting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.job.BatchOutcome;
import org.sluice.job.CaseResult;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/**
 * What JUnit XML calls a test case: a job, or one of the cases of a job that has some.
 *
 * @param name the name of the job or of the case
 * @param classname what groups it: the suite, for a case with the job's name behind it
 * @param job the job
 * @param result the job's; empty while it has none
 * @param end how it ended; empty while it has no verdict
 * @param earlier how it ended in attempts before, the oldest first
 * @param isFirst whether the output of the job, which is one for all its cases, stands here
 */
record TestCase(
        String name,
        String classname,
        Job job,
        Optional<JobResult> result,
        Optional<End> end,
        List<Before> earlier,
        boolean isFirst) {

    /** How it ended. */
    record End(Verdict verdict, String reason, Duration wall, List<ProgramRun> programs) {

        private static End of(JobResult result) {
            return new End(result.verdict(), result.reason(), result.wall(), result.programs());
        }

        private static End of(CaseResult result) {
            return new End(result.verdict(), result.reason(), result.wall(), result.programs());
        }
    }

    /**
     * How it ended in an attempt that was not the last.
     *
     * @param attempt the how manieth, from 1
     */
    record Before(int attempt, JobResult result, End end) {}

    /** What JUnit XML can say of a test case. */
    enum Kind {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED;

        static Kind of(Verdict verdict) {
            return switch (verdict) {
                case PASSED -> PASSED;
                case FAILED, DIFFERS, TIMED_OUT -> FAILURE;
                case ERROR, LOST, CANCELLED -> ERROR;
                case SKIPPED -> SKIPPED;
            };
        }
    }

    /** All those of a batch, in the order of the job file. */
    static List<TestCase> of(BatchOutcome outcome, Runs runs, String suite) {
        List<TestCase> all = new ArrayList<>();
        for (Job job : outcome.batch().jobs()) {
            Optional<JobResult> result = Optional.ofNullable(outcome.results().get(job.number()));
            List<JobResult> earlier = runs.earlier(job.number());
            if (job.cases().isEmpty()) {
                all.add(new TestCase(
                        job.name(), suite, job, result, result.map(End::of), before(earlier, 0, ""), true));
                continue;
            }
            String classname = suite + "." + job.name();
            for (int i = 0; i < job.cases().size(); i++) {
                String name = job.cases().get(i).name();
                int place = i;
                all.add(new TestCase(
                        name,
                        classname,
                        job,
                        result,
                        result.map(of -> end(of, place, name)),
                        before(earlier, i, name),
                        i == 0));
            }
        }
        return all;
    }

    /** Whether it passed after an attempt in which it did not, by its own fault. */
    boolean isFlaky() {
        return kind() == Kind.PASSED
                && earlier.stream().anyMatch(before -> before.end().verdict().isOfTheCase());
    }

    /** One that has no verdict is an error. */
    Kind kind() {
        return end.map(ended -> Kind.of(ended.verdict())).orElse(Kind.ERROR);
    }

    private static List<Before> before(List<JobResult> earlier, int place, String name) {
        List<Before> before = new ArrayList<>();
        for (JobResult result : earlier) {
            before.add(new Before(before.size() + 1, result, end(result, place, name)));
        }
        return before;
    }

    /** That of the case at this place; that of the whole job when it did not come to the case, or there is none. */
    private static End end(JobResult result, int place, String name) {
        return place < result.cases().size() && result.cases().get(place).name().equals(name)
                ? End.of(result.cases().get(place))
                : End.of(result);
    }
}
