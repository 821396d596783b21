package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Batch;
import org.sluice.job.Job;
import org.sluice.job.Program;
import org.sluice.producer.Ledger;
import org.sluice.producer.jobfile.JobFile;
import org.sluice.reporting.BatchDirectory;
import picocli.CommandLine;

/** The selecting options, as {@code check} shows what they do. */
class SelectionMixinTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file;

    @BeforeEach
    void writeTheJobFile() throws IOException {
        file = temp.resolve("my.inp");
        Files.writeString(file, """
                run ./case {name} {#}
                job "flume 1"
                label slow nightly
                job "flume 2"
                job "basin 1"
                label none
                job "basin 2" { label slow
                    retries 3 }
                """);
    }

    @Test
    void withoutAnyAllJobsAreListed() {
        assertThat(check()).isZero();
        assertThat(listed()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-R flume              | flume 1,flume 2",
                "-Rflume               | flume 1,flume 2",
                "--tests-regex=2$      | flume 2,basin 2",
                "-E basin              | flume 1,flume 2",
                "-R 1 -E basin         | flume 1",
                "-L slow               | flume 2,basin 1,basin 2",
                "-L slow -L night      | flume 2,basin 1",
                "-LE slow              | flume 1",
                "-LE slow -LE night    | flume 1,basin 2",
                "-L slow -LE nightly   | basin 2",
                "--label-exclude=night | flume 1,basin 2",
            })
    void theOptionsAreThoseOfCTest(String options, String names) {
        assertThat(check(options.split(" +"))).as(err.toString()).isZero();
        assertThat(listed().stream().map(line -> line.replaceFirst("job \\d+: ", "")))
                .containsExactly(names.split(","));
        assertThat(listed().get(0)).startsWith("job 1: ");
    }

    @Test
    void thePlaceholderOfTheNumberIsTheOneInTheFile() {
        assertThat(check("-R", "basin 2")).isZero();
        assertThat(out.toString().lines()).contains("job 1: basin 2", "    run        ./case 'basin 2' 4");
    }

    @Test
    void retriesOverrideTheFile() {
        assertThat(check("--retries", "1")).isZero();
        assertThat(out.toString().lines().filter(line -> line.equals("    retries    1")))
                .hasSize(4);
        assertThat(check("--retries", "0")).isZero();
        assertThat(out.toString()).doesNotContain("retries    3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-R (            | Invalid value for option '--tests-regex': '(' is no regular expression: Unclosed group.",
                "-LE [           | '[' is no regular expression: Unclosed character class.",
                "--retries -1    | --retries takes a number from 0 to 1000, not -1.",
                "--retries 1001  | --retries takes a number from 0 to 1000, not 1001.",
                "--retries many  | 'many' is not an int",
                "--rerun-failed  | There is no batch yet in",
            })
    void whatIsWrongIsAUsageError(String options, String message) {
        assertThat(check(options.split(" +"))).isEqualTo(2);
        assertThat(err.toString()).contains(message).doesNotContain("should not have happened");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whenNothingIsSelectedThereIsNothingToRun() {
        assertThat(check("-R", "wave", "-L", "slow")).isEqualTo(4);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "sluice: Nothing to run: none of the 4 jobs of " + file + " is selected by -R, -L.\n");
    }

    @Test
    void theOptionsComeFromTheEnvironmentToo() {
        assertThat(run(Map.of("SLUICE_TESTS_REGEX", "flume", "SLUICE_LABEL_EXCLUDE", "slow"), "check", file.toString()))
                .isZero();
        assertThat(listed()).containsExactly("job 1: flume 1");
        assertThat(run(Map.of("SLUICE_LABEL_REGEX", "("), "check", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("(from the environment variable SLUICE_LABEL_REGEX)");
    }

    @Test
    void jobsWithoutAVerdictAreRunAgainAndWhatTheFileHasNoMoreIsTold() throws IOException {
        unfinished("batch-1", "flume 1", "gone", "basin 2");

        assertThat(check("--rerun-failed")).as(err.toString()).isZero();
        assertThat(listed()).containsExactly("job 1: flume 1", "job 2: basin 2");
        assertThat(err.toString()).contains("Of the jobs that are to be run again, " + file + " has no more: 'gone'.");
    }

    @Test
    void theOtherOptionsChooseAmongThoseThatAreRunAgain() throws IOException {
        unfinished("batch-1", "flume 1", "flume 2", "basin 2");

        assertThat(check("--rerun-failed", "-R", "flume", "-LE", "slow")).isZero();
        assertThat(listed()).containsExactly("job 1: flume 1");
    }

    @Test
    void anotherBatchThanTheLastIsNamedByItsIdOrItsDirectory() throws IOException {
        unfinished("batch-1", "flume 1");
        unfinished("batch-2", "flume 2");

        assertThat(check("--rerun-failed=batch-1")).isZero();
        assertThat(listed()).containsExactly("job 1: flume 1");
        assertThat(check("--rerun-failed=" + temp.resolve("out/batch-1"))).isZero();
        assertThat(listed()).containsExactly("job 1: flume 1");
        assertThat(check("--rerun-failed=latest")).isZero();
        assertThat(listed()).containsExactly("job 1: flume 2");
        assertThat(check("--rerun-failed=batch-3")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no batch batch-3 in " + temp.resolve("out"));
    }

    @Test
    void withoutAJobFileThatOfTheBatchIsReadAgain() throws IOException {
        unfinished("batch-1", "flume 1");

        assertThat(command("check", "--out", outDirectory(), "--rerun-failed")).isZero();
        assertThat(listed()).containsExactly("job 1: flume 1");
        assertThat(command("check", "--out", outDirectory(), "--rerun-failed", "batch-1"))
                .isZero();
        assertThat(listed()).containsExactly("job 1: flume 1");
    }

    @Test
    void aJobFileBehindTheOptionIsNotTakenForABatch() throws IOException {
        unfinished("batch-1", "flume 1");

        assertThat(command("check", "--out", outDirectory(), "--rerun-failed", file.toString()))
                .as(err.toString())
                .isZero();
        assertThat(listed()).containsExactly("job 1: flume 1");
    }

    @Test
    void aBatchFromStandardInputNeedsItsJobFileAgain() throws IOException {
        batch("batch-1", JobFile.STANDARD_INPUT, "flume 1");

        assertThat(command("check", "--out", outDirectory(), "--rerun-failed")).isEqualTo(2);
        assertThat(err.toString()).contains("Batch batch-1 came from standard input");
        assertThat(check("--rerun-failed")).isZero();
    }

    @Test
    void resumeTakesNoneOfThem() throws IOException {
        unfinished("batch-1", "flume 1");

        assertThat(command("run", "--resume=batch-1", "--out", outDirectory(), "-R", "flume"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--resume goes on with the jobs of the batch as they were posted; it takes no -R.");
    }

    private void unfinished(String id, String... names) throws IOException {
        batch(id, file.toString(), names);
    }

    private void batch(String id, String source, String... names) throws IOException {
        List<Job> jobs = new ArrayList<>();
        for (String name : names) {
            jobs.add(new Job(jobs.size() + 1, name, List.of(new Program.Direct(List.of("true")))));
        }
        Batch batch = new Batch(id, source, Instant.EPOCH, jobs);
        Files.createDirectories(temp.resolve("out"));
        Ledger.create(BatchDirectory.of(temp.resolve("out"), id), temp, batch, Clock.systemUTC(), List.of())
                .close();
    }

    private String outDirectory() {
        return temp.resolve("out").toString();
    }

    private List<String> listed() {
        return out.toString().lines().filter(line -> line.startsWith("job ")).toList();
    }

    private int check(String... options) {
        List<String> words = new ArrayList<>(List.of("check", "--out", outDirectory(), file.toString()));
        words.addAll(List.of(options));
        return command(words.toArray(String[]::new));
    }

    private int command(String... words) {
        return run(Map.of(), words);
    }

    private int run(Map<String, String> environment, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        commandLine.setDefaultValueProvider(Defaults.of(words, environment, commandLine));
        commandLine.setParameterExceptionHandler(new ErrorReport(false));
        commandLine.setExecutionExceptionHandler(new ErrorReport(false));
        return commandLine.execute(words);
    }
}
