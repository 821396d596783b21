package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Verdict;

class SummaryTest {
    @TempDir
    private Path path;

    @Test
    void aBatchThatPassedIsOneSentence() {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .verdict(Verdict.PASSED, "")
                .job("Test 2")
                .verdict(Verdict.PASSED, "");

        assertThat(print(batch)).isEqualTo("""

                kept in OUT: joblog, junit.xml, journal.jsonl
                all 2 passed in 2.5s
                """);
    }

    @Test
    void aFailureIsToldWithTheEndOfItsOutputAndHowToRunItAlone() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .verdict(Verdict.PASSED, "")
                .job("Test 2")
                .attempt("lab3")
                .attempt("lab1")
                .verdict(Verdict.FAILED, "./run-case.sh exited with 3");
        keep(2, "Test 2", "ok so far\n", "Error: \u001b[31mno\u001b[0m \u0007bell\n");

        assertThat(print(batch)).isEqualTo("""

                failed: 1

                  Test 2: ./run-case.sh exited with 3
                    on lab1, 1.5s, 2 attempts (lab3, lab1)
                    stderr (OUT/jobs/2-Test_2/stderr):
                      | Error: no \\u0007bell
                    stdout (OUT/jobs/2-Test_2/stdout):
                      | ok so far
                    to run it alone:
                      ./run-case.sh 'Test 2'

                kept in OUT: joblog, junit.xml, journal.jsonl
                2 jobs in 2.5s: 1 passed, 1 failed
                """);
    }

    @Test
    void ofALongOutputTheLastLinesAreShownAndLongLinesAreCut() throws IOException {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.FAILED, "it broke");
        String stdout =
                IntStream.rangeClosed(1, 5000).mapToObj(line -> "line " + line).collect(Collectors.joining("\n")) + "\n"
                        + "x".repeat(1000);
        keep(1, "Test 1", stdout, "");

        assertThat(print(batch))
                .contains("stdout, its end (")
                .doesNotContain("stderr")
                .doesNotContain("| line 4981\n")
                .contains("| line 4982\n", "| line 5000\n", "| " + "x".repeat(197) + "...\n");
    }

    @Test
    void jobsAreGroupedByTheirVerdictAndThoseWithoutOneComeLast() {
        String summary = print(SampleBatch.ofEveryVerdict());

        assertThat(summary)
                .containsSubsequence(
                        "\nfailed: 1\n",
                        "\ndiffers: 1\n",
                        "\ntimed out: 1\n",
                        "\nerror: 1\n",
                        "\nlost: 1\n",
                        "\ncancelled: 1\n",
                        "\nno verdict: 1\n",
                        "  Job without a verdict: not begun\n")
                .doesNotContain("skipped: 1", "passed: 1")
                .endsWith("9 jobs in 7.0s: 1 passed, 1 failed, 1 differs, 1 timed out, 1 skipped, 1 error, 1 lost,"
                        + " 1 cancelled, 1 without a verdict\n");
    }

    @Test
    void aJobThatWasBegunAndNeverHeardOfAgainNamesItsConsumers() {
        SampleBatch batch = new SampleBatch().job("Test 1").attempt("lab1").attempt("lab2");

        assertThat(print(batch)).contains("  Test 1: begun on lab1, lab2, no result came\n");
    }

    @Test
    void afterTenInFullTheOthersHaveALineEachAndTheRestIsCounted() {
        SampleBatch batch = new SampleBatch();
        for (int i = 1; i <= 115; i++) {
            batch.job("Test " + i).verdict(Verdict.FAILED, "it broke");
        }

        String summary = print(batch);

        assertThat(summary.lines().filter("    to run it alone:"::equals)).hasSize(10);
        assertThat(summary)
                .contains("      ./run-case.sh 'Test 10'\n  Test 11: it broke (on lab1, 1.5s)\n")
                .contains("  Test 110: it broke (on lab1, 1.5s)\n\n5 more did not pass; all are in the reports below\n")
                .doesNotContain("Test 111");
    }

    @Test
    void thePrefixComesBeforeEachCommand() {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.FAILED, "it broke");

        assertThat(print(batch, "cd /srv/cases && ")).contains("      cd /srv/cases && ./run-case.sh 'Test 1'\n");
    }

    @Test
    void anInterruptedBatchSaysSoEvenIfAllThatRanPassed() {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .verdict(Verdict.PASSED, "")
                .job("Test 2")
                .interrupted();

        assertThat(print(batch)).endsWith("\ninterrupted: 2 jobs in 1.5s: 1 passed, 1 without a verdict\n");
    }

    @Test
    void skippedJobsAreCountedAndNotListed() {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .verdict(Verdict.PASSED, "")
                .job("Test 2")
                .verdict(Verdict.SKIPPED, "no GPU here");

        assertThat(print(batch)).doesNotContain("Test 2").endsWith("\n2 jobs in 2.5s: 1 passed, 1 skipped\n");
    }

    @Test
    void lateResultsAreCounted() {
        SampleBatch batch =
                new SampleBatch().job("Test 1").verdict(Verdict.PASSED, "").late(Verdict.FAILED);

        assertThat(print(batch))
                .contains("late results that did not count: 1\n")
                .endsWith("all 1 passed in 1.5s\n");
    }

    private String print(SampleBatch batch) {
        return print(batch, "");
    }

    private String print(SampleBatch batch, String prefix) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Summary.print(batch.outcome(), new BatchDirectory(path), new PrintStream(bytes, true, UTF_8), prefix);
        return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n").replace(path.toString(), "OUT");
    }

    private void keep(int number, String name, String stdout, String stderr) throws IOException {
        BatchDirectory directory = new BatchDirectory(path);
        Files.createDirectories(directory.job(number, name));
        Files.writeString(directory.stdout(number, name), stdout);
        Files.writeString(directory.stderr(number, name), stderr);
    }
}
