package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

class PlainProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PlainProgress progress = new PlainProgress(new PrintStream(bytes, true, UTF_8));

    @Test
    void aLineAJobInAlignedColumns() {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .verdict(Verdict.PASSED, "")
                .job("Test 10")
                .verdict(Verdict.TIMED_OUT, "took longer than 1s");

        progress.opened(unfinished(batch));
        progress.verdict(batch.result(2));
        progress.verdict(batch.result(1));

        assertThat(bytes.toString(UTF_8)).isEqualToNormalizingNewlines("""
                cases/server.inp: 2 jobs, batch b1
                1/2  timed out  Test 10     1.5s  lab1  took longer than 1s
                2/2  passed     Test 1      1.5s  lab1
                """);
    }

    @Test
    void theCountIsAsWideAsTheTotalAndGoesOnWhereTheBatchStood() {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.PASSED, "");
        SampleBatch resumed = new SampleBatch().job("Test 1").verdict(Verdict.PASSED, "");
        for (int i = 2; i <= 10; i++) {
            batch.job("Test " + i).verdict(Verdict.PASSED, "");
            resumed.job("Test " + i);
        }

        progress.opened(resumed.outcome());
        progress.verdict(batch.result(2));

        assertThat(bytes.toString(UTF_8)).isEqualToNormalizingNewlines("""
                cases/server.inp: 10 jobs, 1 of them done before, batch b1
                 2/10  passed     Test 2      1.5s  lab1
                """);
    }

    @Test
    void aLongNameIsWholeAndDoesNotWidenTheColumnOfTheOthers() {
        SampleBatch batch = new SampleBatch()
                .job("n".repeat(60))
                .verdict(Verdict.PASSED, "")
                .job("short")
                .verdict(Verdict.PASSED, "");

        progress.opened(unfinished(batch));
        progress.verdict(batch.result(1));
        progress.verdict(batch.result(2));

        assertThat(bytes.toString(UTF_8).lines().skip(1))
                .containsExactly(
                        "1/2  passed     " + "n".repeat(60) + "     1.5s  lab1",
                        "2/2  passed     short" + " ".repeat(35) + "     1.5s  lab1");
    }

    @Test
    void aHostileNameStaysOnItsLineAndMovesNoCursor() {
        SampleBatch batch = new SampleBatch().job("a\u001b[2J\nb").verdict(Verdict.FAILED, "x\ny\u0007");

        progress.opened(unfinished(batch));
        progress.verdict(batch.result(1));

        assertThat(bytes.toString(UTF_8).lines().skip(1))
                .containsExactly("1/1  failed     a\\u001b[2J\\nb     1.5s  lab1  x\\ny\\u0007");
    }

    @Test
    void notesAndLateResultsAreTold() {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.FAILED, "it broke");

        progress.opened(batch.outcome());
        progress.noted("the connection was lost");
        progress.superseded(batch.result(1));

        assertThat(bytes.toString(UTF_8).lines().skip(1))
                .containsExactly(
                        "note: the connection was lost",
                        "note: a late result of Test 1 from lab1 (failed) does not count: the job has its verdict");
    }

    @Test
    void anAttemptThatIsNotTheLastHasNoCountAndAFlakyJobSaysSo() {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.FAILED, "solver exited 3", 3)
                .verdict(Verdict.PASSED, "")
                .with(null, "left 2 processes behind, killed");

        progress.opened(unfinished(batch));
        progress.retried(batch.lastRetried());
        progress.verdict(batch.result(1));

        assertThat(bytes.toString(UTF_8).lines().skip(1))
                .containsExactly(
                        "     failed     Test 1     1.5s  lab2  solver exited 3; it is run again",
                        "1/1  passed     Test 1     1.5s  lab1"
                                + "  flaky: it did not pass at once; left 2 processes behind, killed");
    }

    @Test
    void aJobIsFlakyAlsoWhenItFailedBeforeTheBatchWasTakenUpAgain() {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.DIFFERS, "check exited 1", 0)
                .verdict(Verdict.PASSED, "");
        BatchOutcome outcome = batch.outcome();

        progress.opened(new BatchOutcome(
                outcome.batch(), Map.of(), outcome.earlier(), outcome.attempts(), outcome.superseded(), false));
        progress.verdict(batch.result(1));

        assertThat(bytes.toString(UTF_8)).contains("flaky: it did not pass at once");
    }

    @Test
    void aJobThatCouldNotBeRunElsewhereIsNotFlaky() {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.ERROR, "program solver is not there")
                .verdict(Verdict.PASSED, "");

        progress.opened(unfinished(batch));
        progress.retried(batch.lastRetried());
        progress.verdict(batch.result(1));

        assertThat(bytes.toString(UTF_8).lines().skip(1))
                .containsExactly(
                        "     error      Test 1    0.00s  lab2  program solver is not there; it is run again",
                        "1/1  passed     Test 1     1.5s  lab1");
    }

    private static BatchOutcome unfinished(SampleBatch batch) {
        BatchOutcome outcome = batch.outcome();
        return new BatchOutcome(outcome.batch(), Map.of(), Map.of(), outcome.attempts(), outcome.superseded(), false);
    }
}
