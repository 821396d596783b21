package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Program;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

class JoblogTest {
    /** What GNU parallel 20221122 writes. */
    private static final String PARALLELS_HEADER =
            "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand";

    /** How it knows a job that need not run again, with {@code --resume-failed}, and any other line. */
    private static final Pattern PARALLELS_DONE = Pattern.compile("^(\\d+)(?:\\t[^\\t]+){5}\\t0\\t0\\t");

    private static final Pattern PARALLELS_LINE = Pattern.compile("\\d+\\s+[^\\s]+\\s+([-0-9.]+\\s+){6}");

    @TempDir
    private Path directory;

    @Test
    void theHeaderIsGnuParallelsWithOursBehind() throws IOException {
        assertThat(lines(new SampleBatch()))
                .containsExactly(PARALLELS_HEADER + "\tVerdict\tConsumer\tSlot\tDelivery\tName\tReason"
                        + "\tAttempts\tFlaky\tUser\tSystem\tPeakBytes\tLabels\tRemarks");
    }

    @Test
    void aLineTellsHowAJobEnded() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job(
                        "Test 1",
                        new Program.Direct(List.of("preproc", "a b")),
                        new Program.Shell("solver ${1} > log", List.of("x"), "solver x > log"))
                .verdict(Verdict.FAILED, "solver exited with 3", 0, 3);

        assertThat(lines(batch).get(1))
                .isEqualTo("1\tlab1\t1795511701.250\t     1.500\t0\t12\t3\t0\tpreproc 'a b' && solver x > log"
                        + "\tfailed\tlab1\t2\t1\tTest 1\tsolver exited with 3\t1\tno\t\t\t\t\t");
    }

    @ParameterizedTest
    @CsvSource({
        "PASSED, 0, 0, 0",
        "SKIPPED, 77, 0, 0",
        "FAILED, 3, 3, 0",
        "FAILED, 255, 255, 0",
        "FAILED, 137, 0, 9",
        "FAILED, 193, 193, 0",
        "FAILED, 0, -1, 0",
        "DIFFERS, 0, -1, 0",
        "DIFFERS, 1, 1, 0",
        "TIMED_OUT, 143, -1, 15",
        "TIMED_OUT, 0, -1, 0",
        "ERROR, 0, -1, 0"
    })
    void exitvalAndSignalAreZeroOnlyForASuccess(Verdict verdict, int exit, String exitval, String signal)
            throws IOException {
        String line =
                lines(new SampleBatch().job("job").verdict(verdict, "", exit)).get(1);

        assertThat(line.split("\t")).startsWith("1").contains(exitval, atIndex(6));
        assertThat(line.split("\t")[7]).isEqualTo(signal);
    }

    @Test
    void gnuParallelReadsEveryLineAndTakesOnlySuccessesForDone() throws IOException {
        SampleBatch batch = SampleBatch.ofEveryVerdict();

        for (String line : lines(batch).subList(1, Verdict.values().length + 1)) {
            Verdict verdict = Verdict.ofLabel(line.split("\t")[9]).orElseThrow();
            assertThat(PARALLELS_LINE.matcher(line).lookingAt()).as(line).isTrue();
            assertThat(PARALLELS_DONE.matcher(line).find()).as(line).isEqualTo(verdict.isSuccess());
        }
    }

    @Test
    void linesAreInTheOrderOfTheVerdictsAndAJobWithoutOneHasNone() throws IOException {
        SampleBatch batch = SampleBatch.ofEveryVerdict();

        assertThat(lines(batch))
                .hasSize(1 + Verdict.values().length)
                .last()
                .asString()
                .contains("cancelled");
    }

    @Test
    void whatAFlakyJobTookStandsBehindWithItsAttempts() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .labels("nightly", "3d")
                .retried("lab2", Verdict.FAILED, "solver exited 3", 3)
                .verdict(Verdict.PASSED, "", 0)
                .with(
                        new Usage(Duration.ofMillis(1234), Duration.ofMillis(50), 1_048_576),
                        "left 2 processes behind, killed",
                        "kept 3\tfiles");

        assertThat(lines(batch).get(1))
                .contains("\t0\t0\t./run-case.sh 'Test 1'\tpassed\t")
                .endsWith("\t2\tyes\t1.234\t0.050\t1048576\tnightly,3d"
                        + "\tleft 2 processes behind, killed; kept 3\\tfiles");
    }

    @Test
    void aPeakOfMemoryThatNobodyKnowsIsEmpty() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .verdict(Verdict.PASSED, "", 0)
                .with(new Usage(Duration.ofMillis(1234), Duration.ZERO, 0));

        assertThat(lines(batch).get(1)).endsWith("\tno\t1.234\t0.000\t\t\t");
    }

    @Test
    void anErrorElsewhereIsAnAttemptAndNoFlakiness() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.ERROR, "program solver is not there")
                .verdict(Verdict.PASSED, "");

        assertThat(lines(batch).get(1)).endsWith("\t2\tno\t\t\t\t\t");
    }

    @Test
    void noNameBreaksALineOrAColumn() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("a\tb\nc\u0000\u001b\uD83D", new Program.Direct(List.of("run", "x\ty\nz")))
                .verdict(Verdict.FAILED, "one\r\ntwo", 1);

        assertThat(lines(batch)).hasSize(2);
        assertThat(lines(batch).get(1).split("\t"))
                .hasSize(17)
                .contains("run 'x\\ty\\nz'", "a\\tb\\nc\\u0000\\u001b\\ud83d", "one\\r\\ntwo");
    }

    private List<String> lines(SampleBatch batch) throws IOException {
        Path file = directory.resolve("joblog");
        Joblog.write(batch.outcome(), file);
        return Files.readAllLines(file);
    }
}
