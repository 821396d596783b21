package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.sluice.consumer.Jobs.CONTEXT;
import static org.sluice.consumer.Jobs.direct;
import static org.sluice.consumer.Jobs.in;
import static org.sluice.consumer.Jobs.job;
import static org.sluice.consumer.Jobs.shell;
import static org.sluice.consumer.Jobs.shellJob;
import static org.sluice.consumer.Jobs.text;
import static org.sluice.consumer.Jobs.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Job;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class JobRunnerTest {
    @TempDir
    private Path root;

    @TempDir
    private Path scratch;

    private final Map<String, String> consumerEnvironment = new HashMap<>(System.getenv());
    private JobRunner runner;

    @BeforeEach
    void makeRunner() {
        runner = runnerWithLimit(1_000);
    }

    @AfterEach
    void nothingIsLeftInScratch() throws IOException {
        runner.close();
        try (Stream<Path> files = Files.list(scratch)) {
            assertThat(files).isEmpty();
        }
    }

    // verdicts

    @Test
    void aJobWhoseProgramsExitWithZeroPasses() {
        RunOutcome outcome = run(job(direct("true"), shell("exit 0")));

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.reason()).isEmpty();
        assertThat(outcome.programs())
                .extracting(ProgramRun::program, ProgramRun::exit)
                .containsExactly(tuple("true", 0), tuple("exit 0", 0));
    }

    @Test
    void theFirstProgramThatFailsIsTheLastThatRuns() throws IOException {
        script("solver", "#!/bin/sh", "exit 3");

        RunOutcome outcome = run(job(direct("true"), direct("./solver", "flume.mdu"), direct("touch", "never")));

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.reason()).isEqualTo("solver exited 3");
        assertThat(outcome.programs())
                .extracting(ProgramRun::program, ProgramRun::exit)
                .containsExactly(tuple("true", 0), tuple("./solver flume.mdu", 3));
        assertThat(root.resolve("never")).doesNotExist();
    }

    @Test
    void aProgramThatDiedOfASignalFailsWithTheNameOfTheSignal() {
        assertFails(job(direct("sh", "-c", "kill -SEGV $$")), "sh was killed by signal 11 (SEGV)");
        assertFails(job(direct("sh", "-c", "kill -KILL $$")), "sh was killed by signal 9 (KILL)");
        assertFails(shellJob("kill -ABRT $$"), "'kill -ABRT $$' was killed by signal 6 (ABRT)");
    }

    @Test
    void aShellLineThatFindsNoProgramFailsWithAHint() throws IOException {
        Files.writeString(root.resolve("data"), "");

        assertFails(
                shellJob("no-such-solver < /dev/null"),
                "'no-such-solver < /dev/null' exited 127: the shell did not find a program (stderr names it)");
        assertFails(
                shellJob("./data"),
                "'./data' exited 126: the shell found a program that it could not execute (stderr names it)");
    }

    @Test
    void durationsComeFromTheInjectedClock() {
        AtomicLong seconds = new AtomicLong();
        runner.close();
        runner = new JobRunner(
                root,
                scratch,
                1_000,
                System.getenv(),
                Duration.ZERO,
                () -> seconds.getAndIncrement() * 1_000_000_000,
                processes());

        RunOutcome outcome = run(job(direct("true"), direct("true")));

        assertThat(outcome.programs()).extracting(ProgramRun::wall).containsOnly(Duration.ofSeconds(1));
        assertThat(outcome.wall()).isEqualTo(Duration.ofSeconds(5));
    }

    // what cannot be run here

    @Test
    void aProgramThatIsNotThereIsAnErrorThatSaysWhereItWasLookedFor() {
        RunOutcome outcome =
                assertError(job(direct("./solver")), "program ./solver is not there (looked in " + root + ")");

        assertThat(outcome.programs()).isEmpty();
        assertThat(outcome.wall()).isZero();
        assertError(job(direct("/no/solver")), "program /no/solver is not there (looked in " + root + ")");
        assertError(
                job(direct("no-such-solver")),
                "program no-such-solver is not there (looked along PATH " + System.getenv("PATH") + ")");
        assertError(
                with(Map.of("PATH", "/nowhere:/no"), job(direct("sh"))),
                "program sh is not there (looked along PATH /nowhere:/no)");
    }

    @Test
    void whatRanBeforeAnErrorIsKept() {
        RunOutcome outcome = run(job(shell("echo made"), direct("./solver")));

        assertThat(outcome.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(outcome.programs()).hasSize(1);
        assertThat(text(outcome.stdout())).isEqualTo("made\n");
    }

    @Test
    void aScriptWithoutTheExecuteBitIsAnErrorWithTheRemedy() throws IOException {
        Files.writeString(root.resolve("solver"), "#!/bin/sh\n");

        assertError(
                job(direct("./solver")),
                "program ./solver is not executable (chmod +x " + root.resolve("./solver") + ")");
    }

    @Test
    void aDirectoryIsNoProgram() throws IOException {
        Files.createDirectory(root.resolve("solver"));

        assertError(job(direct("./solver")), "program ./solver is a directory (" + root.resolve("./solver") + ")");
    }

    @Test
    void aScriptWhoseInterpreterIsMissingIsAnErrorThatNamesTheInterpreter() throws IOException {
        script("solver", "#! /no/such/python -u", "");

        assertError(
                job(direct("./solver")),
                "script " + root.resolve("./solver")
                        + " asks for the interpreter /no/such/python, which is not there or not executable");
    }

    @Test
    void aScriptWithWindowsLineEndsIsAnErrorThatSaysSo() throws IOException {
        script("solver", "#!/bin/sh\r", "exit 0\r");

        assertThat(run(job(direct("./solver"))).reason())
                .startsWith("the first line of script " + root.resolve("./solver") + " ends in a carriage return");
    }

    @Test
    void aDirectoryThatIsNotThereIsAnError() throws IOException {
        Files.writeString(root.resolve("file"), "");

        assertError(in("cases/flume", shellJob("true")), "the job's directory " + root + "/cases/flume is not there");
        assertError(in("file", job(direct("true"))), "the job's directory " + root + "/file is not a directory");
    }

    @Test
    void whatTheSystemRefusesIsAnErrorInItsWords() {
        assertThat(run(job(direct("true", "x".repeat(3_000_000)))).reason())
                .startsWith("program true could not be started (/")
                .contains("Argument list too long"); // how it is wrapped, each Java version says differently
        assertThat(run(with(Map.of("A=B", "1"), shellJob("true"))).reason())
                .isEqualTo("the environment of the job cannot be set: Invalid environment variable name: \"A=B\"");
    }

    @Test
    void anOutputThatCannotBeKeptIsAnErrorOfThisMachine() throws IOException {
        Path missing = scratch.resolve("missing");
        runner.close();
        runner = new JobRunner(
                root, missing, 1_000, consumerEnvironment, JobRunner.DEFAULT_GRACE, System::nanoTime, processes());

        RunOutcome outcome = run(job(direct("true")));

        assertThat(outcome.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(outcome.reason()).startsWith("no file for the output of the job could be made: " + missing);
    }

    // which program, where

    @Test
    void aRelativeProgramIsTheOneInTheJobsDirectory() throws IOException {
        Files.createDirectories(root.resolve("cases/flume"));
        script("cases/flume/solver", "#!/bin/sh", "echo $0 in $(pwd -P)");

        RunOutcome outcome = run(in("cases/flume", job(direct("./solver"))));

        assertThat(text(outcome.stdout()))
                .isEqualTo("./solver in " + root.resolve("cases/flume").toRealPath() + "\n");
    }

    @Test
    void aBareProgramIsFoundAlongThePathOfTheJob() throws IOException {
        Files.createDirectories(root.resolve("bin/decoy/solver"));
        script("bin/solver", "#!/bin/sh", "echo mine");
        Files.writeString(Files.createDirectory(root.resolve("notes")).resolve("solver"), "not executable");

        Job job = job(direct("solver"));

        assertThat(text(run(with(Map.of("PATH", "bin/decoy:notes:" + root.resolve("bin")), job))
                        .stdout()))
                .isEqualTo("mine\n");
        assertThat(text(run(in("bin", with(Map.of("PATH", "/usr/bin:"), job))).stdout()))
                .isEqualTo("mine\n");
    }

    @Test
    void valuesReachAShellLineAsTheyAreAndAreNeverReadAsSource() {
        RunOutcome outcome = run(job(shell("printf '%s|' \"${1}\" \"${2}\"", "$(touch hacked) \"';", "ü\n*")));

        assertThat(text(outcome.stdout())).isEqualTo("$(touch hacked) \"';|ü\n*|");
        assertThat(root.resolve("hacked")).doesNotExist();
    }

    // environment

    @Test
    void aJobKnowsWhichItIsAndNothingThatTheConsumerKeepsForItself() {
        consumerEnvironment.put("SLUICE_BROKER", "ssl://secret");
        consumerEnvironment.put("SLUICE_ACCESS", "/secret");
        consumerEnvironment.put("LICENCE", "from the consumer");
        consumerEnvironment.put("THREADS", "1");
        runner.close();
        runner = runnerWithLimit(100_000);

        RunOutcome outcome = run(with(Map.of("THREADS", "4", "SLUICE_JOB", "forged"), job(direct("env"))));

        List<String> variables = text(outcome.stdout()).lines().toList();
        assertThat(variables)
                .contains("LICENCE=from the consumer", "THREADS=4")
                .filteredOn(line -> line.startsWith("SLUICE_") && !line.startsWith(JobEnvironment.RUN))
                .containsExactlyInAnyOrder(
                        "SLUICE_BATCH=batch-1",
                        "SLUICE_JOB=case",
                        "SLUICE_NUMBER=7",
                        "SLUICE_ATTEMPT=3",
                        "SLUICE_SLOT=2");
    }

    @Test
    void standardInputIsEmpty() {
        assertThat(run(job(direct("cat"))).verdict()).isEqualTo(Verdict.PASSED);
    }

    // output

    @Test
    void theOutputOfAllProgramsIsOneTextAStreamInOrder() {
        RunOutcome outcome = run(shellJob("echo a; echo x >&2", "echo b; echo y >&2; false"));

        assertThat(text(outcome.stdout())).isEqualTo("a\nb\n");
        assertThat(text(outcome.stderr())).isEqualTo("x\ny\n");
    }

    @Test
    void outputOfAnyBytesComesBackAsItWas() throws IOException {
        byte[] bytes = new byte[1_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 7);
        }
        Files.write(root.resolve("bytes"), bytes);

        RunOutcome outcome = run(job(direct("cat", "bytes")));

        assertThat(outcome.stdout().head()).isEqualTo(bytes);
        assertThat(outcome.stdout().omitted()).isZero();
        assertThat(outcome.stderr().total()).isZero();
    }

    @Test
    void longOutputKeepsItsStartAndItsEndAndTellsWhatIsMissing() throws IOException {
        byte[] bytes = new byte[100_001];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        Files.write(root.resolve("bytes"), bytes);

        RunOutcome outcome = run(shellJob("cat bytes; head -c 1001 bytes >&2"));

        assertThat(outcome.stdout().head()).isEqualTo(Arrays.copyOf(bytes, 250));
        assertThat(outcome.stdout().tail()).isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 750, bytes.length));
        assertThat(outcome.stdout().omitted()).isEqualTo(100_001 - 1_000);
        assertThat(outcome.stderr().omitted()).isEqualTo(1);
    }

    // in the long run

    @Test
    @EnabledOnOs(OS.LINUX)
    void manyJobsLeaveNoFileOpen() throws IOException {
        Job job = job(direct("true"), direct("./missing"));
        run(job);
        long before = openFiles();

        for (int i = 0; i < 500; i++) {
            run(job);
        }

        // other threads of this process may open one now and then
        assertThat(openFiles()).isLessThan(before + 50);
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    /** The way in which they are started. */
    Processes processes() {
        return JobRunner.processes();
    }

    private JobRunner runnerWithLimit(int outputLimit) {
        return new JobRunner(
                root,
                scratch,
                outputLimit,
                consumerEnvironment,
                JobRunner.DEFAULT_GRACE,
                System::nanoTime,
                processes());
    }

    private RunOutcome run(Job job) {
        return runner.prepare(job, CONTEXT).run();
    }

    private void assertFails(Job job, String reason) {
        RunOutcome outcome = run(job);
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
    }

    private RunOutcome assertError(Job job, String reason) {
        RunOutcome outcome = run(job);
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.verdict()).isEqualTo(Verdict.ERROR);
        return outcome;
    }

    private void script(String name, String... lines) throws IOException {
        Path file = Files.writeString(root.resolve(name), String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
