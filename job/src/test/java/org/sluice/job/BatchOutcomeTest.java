package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchOutcomeTest {
    private static final Batch THREE_JOBS = batch(3);

    private final Map<Integer, JobResult> results = new LinkedHashMap<>();

    @Test
    void verdictsAreCountedAndJobsWithoutOneAreMissing() {
        judge(3, Verdict.PASSED);
        judge(1, Verdict.PASSED);

        assertThat(outcome().counts()).containsExactly(Map.entry(Verdict.PASSED, 2));
        assertThat(outcome().missing()).containsExactly(THREE_JOBS.job(2));
        assertThat(outcome().isComplete()).isFalse();
    }

    @Test
    void resultsStayInTheOrderInWhichTheyCame() {
        judge(3, Verdict.PASSED);
        judge(1, Verdict.FAILED);

        assertThat(outcome().results().keySet()).containsExactly(3, 1);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void theExitCodeIsThatOfTheWorstVerdict(Verdict third) {
        judge(1, Verdict.PASSED);
        judge(2, Verdict.SKIPPED);
        judge(3, third);

        assertThat(outcome().isComplete()).isTrue();
        assertThat(outcome().exitCode()).isEqualTo(third.isSuccess() ? ExitCode.PASSED : ExitCode.NOT_PASSED);
    }

    @Test
    void aJobWithoutAVerdictMakesTheBatchIncompleteWhateverTheOthersAre() {
        judge(1, Verdict.FAILED);

        assertThat(outcome().exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    }

    @Test
    void anInterruptedBatchIsInterruptedWhateverItsVerdictsAre() {
        judge(1, Verdict.CANCELLED);

        assertThat(new BatchOutcome(THREE_JOBS, results, Map.of(), List.of(), List.of(), true).exitCode())
                .isEqualTo(ExitCode.INTERRUPTED);
    }

    @Test
    void aBatchWithoutJobsIsNoSuccess() {
        assertThat(new BatchOutcome(batch(0), results, Map.of(), List.of(), List.of(), false).exitCode())
                .isEqualTo(ExitCode.NOTHING_TO_RUN);
    }

    @Test
    void resultsThatComeLaterDoNotChangeAnOutcome() {
        judge(1, Verdict.PASSED);
        BatchOutcome before = outcome();

        judge(2, Verdict.FAILED);

        assertThat(before.results()).containsOnlyKeys(1);
    }

    @Test
    void aResultThatIsNoneOfTheBatchsJobsIsRefusedBecauseItWouldHideAMissingOne() {
        judge(4, Verdict.PASSED);

        assertThatIllegalArgumentException()
                .isThrownBy(this::outcome)
                .withMessage("the result of job 4 stands under number 4 in a batch of 3 jobs");
    }

    @Test
    void aResultUnderAnotherJobsNumberIsRefused() {
        results.put(2, result(1, Verdict.PASSED));

        assertThatIllegalArgumentException().isThrownBy(this::outcome);
    }

    private void judge(int job, Verdict verdict) {
        results.put(job, result(job, verdict));
    }

    private BatchOutcome outcome() {
        return new BatchOutcome(THREE_JOBS, results, Map.of(), List.of(), List.of(), false);
    }

    private static JobResult result(int job, Verdict verdict) {
        Attempt attempt = new Attempt(job, "lab1", 1, 1, Instant.EPOCH);
        return new JobResult(attempt, "Test " + job, verdict, "", List.of(), Duration.ZERO, 0, 0);
    }

    private static Batch batch(int jobs) {
        return new Batch(
                "b",
                "server.inp",
                Instant.EPOCH,
                IntStream.rangeClosed(1, jobs)
                        .mapToObj(number -> new Job(
                                number,
                                "Test " + number,
                                List.of(new Program.Direct(List.of("true"))),
                                "",
                                Map.of(),
                                Optional.empty()))
                        .toList());
    }
}
