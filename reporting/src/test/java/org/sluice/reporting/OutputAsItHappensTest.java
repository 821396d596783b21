package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

class OutputAsItHappensTest {
    @TempDir
    private Path out;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void theOutputOfAFailureStandsBelowALineThatNamesJobAndFile() throws IOException {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.FAILED, "it broke");
        keep(directory().job(1, "Test 1"), "ok so far\n", "Error: \u001b[31mno\u001b[0m \u0007bell");

        listener(batch).verdict(batch.result(1));

        assertThat(printed()).isEqualTo("""
                ---- stderr of Test 1 (OUT/b1/jobs/1-Test_1/stderr)
                Error: no \\u0007bell
                ----
                ---- stdout of Test 1 (OUT/b1/jobs/1-Test_1/stdout)
                ok so far
                ----
                """);
    }

    @Test
    void ofWhatPassesNothingIsPrinted() throws IOException {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.SKIPPED, "no GPU");
        keep(directory().job(1, "Test 1"), "ok so far\n", "warning\n");

        listener(batch).verdict(batch.result(1));

        assertThat(printed()).isEmpty();
    }

    @Test
    void anAttemptThatIsNotTheLastIsPrintedTooAlsoAfterTheBatchWasTakenUpAgain() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.FAILED, "it broke", 3)
                .retried("lab3", Verdict.FAILED, "it broke", 3);
        keep(directory().attempt(1, "Test 1", 2), "second\n", "");
        keep(directory().attempt(1, "Test 1", 3), "third\n", "");
        OutputAsItHappens listener = new OutputAsItHappens(id -> directory(), new PrintStream(bytes, true, UTF_8));
        BatchOutcome all = batch.outcome();

        listener.opened(new BatchOutcome(
                all.batch(),
                Map.of(),
                Map.of(1, all.earlier().get(1).subList(0, 1)),
                all.attempts(),
                all.superseded(),
                false));
        listener.retried(batch.lastRetried());
        listener.retried(batch.lastRetried());

        assertThat(printed()).isEqualTo("""
                ---- stdout of Test 1, attempt 2 (OUT/b1/jobs/1-Test_1/attempt-2/stdout)
                second
                ----
                ---- stdout of Test 1, attempt 3 (OUT/b1/jobs/1-Test_1/attempt-3/stdout)
                third
                ----
                """);
    }

    @Test
    void ofAHugeOutputTheEndIsPrinted() throws IOException {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.FAILED, "it broke");
        keep(directory().job(1, "Test 1"), "x".repeat(1_000_000) + "end\n", "");

        listener(batch).verdict(batch.result(1));

        assertThat(printed()).contains("/stdout), without its first 737,860 bytes\nxxx", "xend\n----\n");
    }

    private OutputAsItHappens listener(SampleBatch batch) {
        OutputAsItHappens listener = new OutputAsItHappens(id -> directory(), new PrintStream(bytes, true, UTF_8));
        listener.opened(batch.outcome());
        return listener;
    }

    private BatchDirectory directory() {
        return BatchDirectory.of(out, "b1");
    }

    private String printed() {
        return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n").replace(out.toString(), "OUT");
    }

    private static void keep(Path directory, String stdout, String stderr) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("stdout"), stdout);
        Files.writeString(directory.resolve("stderr"), stderr);
    }
}
