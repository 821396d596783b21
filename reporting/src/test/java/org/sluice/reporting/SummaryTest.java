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

                kept in OUT: report.html, joblog, junit.xml, results.csv, trace.json, journal.jsonl
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
        Files.createDirectory(new BatchDirectory(path).files(2, "Test 2"));

        assertThat(print(batch)).isEqualTo("""

                1 failed: ./run-case.sh exited with 3

                  Test 2
                    on lab1, 1.5s, 2 attempts (lab3, lab1)
                    files that it kept: OUT/jobs/2-Test_2/files
                    stderr (OUT/jobs/2-Test_2/stderr):
                      | Error: no \\u0007bell
                    stdout (OUT/jobs/2-Test_2/stdout):
                      | ok so far
                    to run it alone:
                      ./run-case.sh 'Test 2'

                kept in OUT: report.html, joblog, junit.xml, results.csv, trace.json, journal.jsonl
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
    void jobsAreGroupedByTheirReasonTheNewestFirstAndThoseWithoutAVerdictComeLast() {
        SampleBatch batch = new SampleBatch()
                .job("a1")
                .verdict(Verdict.FAILED, "solver exited 3")
                .job("a2")
                .verdict(Verdict.DIFFERS, "a.his differs from ref/a.his: 1 of 9 numbers")
                .job("a3")
                .verdict(Verdict.FAILED, "solver exited 4")
                .job("a4")
                .verdict(Verdict.DIFFERS, "a.his differs from ref/a.his: 2 of 9 numbers")
                .job("a5")
                .verdict(Verdict.FAILED, "solver exited 5")
                .job("a6")
                .verdict(Verdict.FAILED, "solver exited 3")
                .job("a7")
                .verdict(Verdict.TIMED_OUT, "ran longer than 1s")
                .job("a8");

        assertThat(print(batch).lines().filter(line -> line.matches("\\d.*|  \\S.*")))
                .containsExactly(
                        "1 timed out: ran longer than 1s",
                        "  a7",
                        "2 failed: solver exited 3",
                        "  a6",
                        "  a1",
                        "2 failed, each for a reason of its own",
                        "  a5: solver exited 5",
                        "  a3: solver exited 4",
                        "2 differs: a.his differs from ref/a.his",
                        "  a4: 2 of 9 numbers",
                        "  a2: 1 of 9 numbers",
                        "1 without a verdict",
                        "  a8: not begun",
                        "8 jobs in 7.5s: 4 failed, 2 differs, 1 timed out, 1 without a verdict");
    }

    @Test
    void everyVerdictIsCountedAndEachThatDidNotPassHasItsGroup() {
        assertThat(print(SampleBatch.ofEveryVerdict()))
                .containsSubsequence(
                        "\n1 cancelled: because\n",
                        "\n1 lost: because\n",
                        "\n1 error: because\n",
                        "\n1 timed out: because\n",
                        "\n1 differs: because\n",
                        "\n1 failed: because\n",
                        "\n1 without a verdict\n",
                        "  Job without a verdict: not begun\n",
                        "\n1 skipped: because\n  Job skipped\n")
                .doesNotContain("passed: 1")
                .endsWith("9 jobs in 7.0s: 1 passed, 1 failed, 1 differs, 1 timed out, 1 skipped, 1 error, 1 lost,"
                        + " 1 cancelled, 1 without a verdict\n");
    }

    @Test
    void aFlakyJobIsToldWithWhatItFailedOf() {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.FAILED, "solver exited 3", 3)
                .retried("lab3", Verdict.TIMED_OUT, "ran longer than 1s", 143)
                .verdict(Verdict.PASSED, "")
                .with(null, "left 2 processes behind, killed");

        assertThat(print(batch)).isEqualTo("""

                1 flaky: passed after a retry
                  Test 1: attempt 1 on lab2: failed, solver exited 3; attempt 2 on lab3: timed out, ran longer than 1s; passed on lab1

                1 passed or skipped with a remark
                  Test 1: left 2 processes behind, killed

                kept in OUT: report.html, joblog, junit.xml, results.csv, trace.json, journal.jsonl
                all 1 passed (1 flaky) in 1.5s
                """);
    }

    @Test
    void aJobThatFailedAgainTellsOfItsAttemptsAndRemarks() {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.FAILED, "solver exited 3", 3)
                .retried("lab2", Verdict.FAILED, "solver exited 4", 4)
                .attempt("lab1")
                .verdict(Verdict.FAILED, "solver exited 4")
                .with(null, "left 2 processes behind, killed");

        assertThat(print(batch)).isEqualTo("""

                1 failed: solver exited 4

                  Test 1
                    on lab1, 1.5s, 3 attempts (lab2, lab1)
                    attempt 1 on lab2: failed, solver exited 3
                    attempt 2 on lab2: the same
                    left 2 processes behind, killed
                    to run it alone:
                      ./run-case.sh 'Test 1'

                kept in OUT: report.html, joblog, junit.xml, results.csv, trace.json, journal.jsonl
                1 job in 1.5s: 1 failed
                """);
    }

    @Test
    void ofAJobWithCasesThoseAreNamedThatDidNotPass() {
        SampleBatch batch = new SampleBatch()
                .jobOfCases("database", "set up", "query", "clean up")
                .verdict(Verdict.FAILED, "2 of 3 cases did not pass")
                .cases(Verdict.PASSED, Verdict.TIMED_OUT, Verdict.FAILED);

        assertThat(print(batch)).contains("""
                  database
                    on lab1, 1.5s
                    timed out: query: query did not
                    failed: clean up: clean up did not
                    to run it alone:
                      ./run-case.sh 'set up'; ./run-case.sh query; ./run-case.sh 'clean up'
                """);
    }

    @Test
    void outputThatWasPrintedAsItCameIsNotPrintedAgain() throws IOException {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.FAILED, "it broke");
        keep(1, "Test 1", "ok so far\n", "wrong\n");

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Summary.print(batch.outcome(), new BatchDirectory(path), new PrintStream(bytes, true, UTF_8), "", false);

        assertThat(bytes.toString(UTF_8)).contains("Test 1", "to run it alone:").doesNotContain("ok so far", "wrong");
    }

    @Test
    void aJobThatWasBegunAndNeverHeardOfAgainNamesItsConsumers() {
        SampleBatch batch = new SampleBatch().job("Test 1").attempt("lab1").attempt("lab2");

        assertThat(print(batch)).contains("  Test 1: begun on lab1, lab2, no result came\n");
    }

    @Test
    void ofOneReasonThreeAreToldInFullAndTheOthersHaveALineEach() {
        SampleBatch batch = new SampleBatch();
        for (int i = 1; i <= 5; i++) {
            batch.job("Test " + i).verdict(Verdict.FAILED, "it broke");
        }

        assertThat(print(batch)).contains("""

                5 failed: it broke

                  Test 5
                    on lab1, 1.5s
                    to run it alone:
                      ./run-case.sh 'Test 5'
                """).contains("""
                      ./run-case.sh 'Test 3'

                  Test 2 (on lab1, 1.5s)
                  Test 1 (on lab1, 1.5s)

                kept in OUT""");
    }

    @Test
    void afterTenInFullTheOthersHaveALineEachAndTheRestIsCounted() {
        SampleBatch batch = new SampleBatch();
        for (int i = 1; i <= 115; i++) {
            batch.job("Test " + i).verdict(Verdict.FAILED, "it broke at " + i);
        }

        String summary = print(batch);

        assertThat(summary.lines().filter("    to run it alone:"::equals)).hasSize(10);
        assertThat(summary)
                .contains("      ./run-case.sh 'Test 106'\n\n  Test 105: it broke at 105 (on lab1, 1.5s)\n")
                .contains(
                        "  Test 6: it broke at 6 (on lab1, 1.5s)\n\n5 more did not pass; all are in the reports below\n")
                .doesNotContain("Test 5:");
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
    void skippedJobsAreNamedByTheirReason() {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.PASSED, "");
        for (int i = 2; i <= 13; i++) {
            batch.job("Test " + i).verdict(Verdict.SKIPPED, "no GPU here");
        }

        assertThat(print(batch))
                .contains("\n12 skipped: no GPU here\n  Test 13, Test 12, ", "Test 4 and 2 more\n")
                .endsWith("\n13 jobs in 13.5s: 1 passed, 12 skipped\n");
    }

    @Test
    void whyABatchWasBrokenOffIsSaidAtItsEnd() {
        SampleBatch batch = new SampleBatch()
                .brokenOff("every consumer is out of service")
                .job("Test 1")
                .verdict(Verdict.CANCELLED, "", new int[0]);

        assertThat(print(batch)).endsWith("""

                broken off: every consumer is out of service
                kept in OUT: report.html, joblog, junit.xml, results.csv, trace.json, journal.jsonl
                1 job in 0.00s: 1 cancelled
                """);
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
        Summary.print(batch.outcome(), new BatchDirectory(path), new PrintStream(bytes, true, UTF_8), prefix, true);
        return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n").replace(path.toString(), "OUT");
    }

    private void keep(int number, String name, String stdout, String stderr) throws IOException {
        BatchDirectory directory = new BatchDirectory(path);
        Files.createDirectories(directory.job(number, name));
        Files.writeString(directory.stdout(number, name), stdout);
        Files.writeString(directory.stderr(number, name), stderr);
    }
}
