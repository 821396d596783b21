package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sluice.consumer.Jobs.CONTEXT;
import static org.sluice.consumer.Jobs.shellJob;
import static org.sluice.consumer.Jobs.text;
import static org.sluice.consumer.Jobs.withGrace;
import static org.sluice.consumer.Jobs.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.Job;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/** Jobs that are stopped, and processes that do not stop with them. Sleeping programs stand for those that hang. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class CutShortTest {
    private static final Duration LONG_GRACE = Duration.ofSeconds(50);
    private static final Duration SHORT_GRACE = Duration.ofMillis(200);

    /**
     * Says that it is ready when it is: a shell between fork and exec has the traps of its parent, and swallows a signal.
     */
    private static final String READY_CHILD = "sh -c 'echo $$ > pipe; exec sleep 60'";

    @TempDir
    private Path root;

    @TempDir
    private Path scratch;

    private final List<JobRunner> runners = new ArrayList<>();

    /** Jobs tell the numbers of their processes through it; a reader waits until one does. */
    private Path pipe;

    @BeforeEach
    void makePipe() throws Exception {
        pipe = root.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    @AfterEach
    void closeRunners() {
        runners.forEach(JobRunner::close);
    }

    @Test
    void aJobThatTakesTooLongTimesOut() {
        RunOutcome outcome = run(LONG_GRACE, within(Duration.ofMillis(100), shellJob("exec sleep 60", "echo never")));

        assertThat(outcome.verdict()).isEqualTo(Verdict.TIMED_OUT);
        assertThat(outcome.reason()).isEqualTo("ran longer than 0.10s (timeout)");
        assertThat(outcome.programs()).extracting(ProgramRun::exit).containsExactly(128 + 15);
        assertThat(outcome.stdout().total()).isZero();
        assertThat(outcome.wall()).isPositive();
    }

    @Test
    void theTimeLimitIsForAllProgramsTogether() {
        Path anHourIsOver = root.resolve("an-hour-is-over");
        JobRunner runner = newRunner(
                LONG_GRACE,
                () -> Files.exists(anHourIsOver) ? Duration.ofHours(1).toNanos() : 0);

        RunOutcome outcome = runner.prepare(
                        within(
                                Duration.ofMinutes(20),
                                shellJob("echo in time; touch an-hour-is-over", "echo too late")),
                        CONTEXT)
                .run();

        assertThat(outcome.verdict()).isEqualTo(Verdict.TIMED_OUT);
        assertThat(outcome.reason()).isEqualTo("ran longer than 20m00s (timeout)");
        assertThat(outcome.programs()).hasSize(1);
        assertThat(text(outcome.stdout())).isEqualTo("in time\n");
        assertThat(outcome.wall()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aProgramMayTidyUpWhenItIsAskedToEndAndIsCancelledAllTheSame() throws Exception {
        RunOutcome outcome =
                killedWhenReady(LONG_GRACE, shellJob("trap 'echo tidy; exit 0' TERM; " + READY_CHILD + " & wait"));

        assertThat(outcome.verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.programs()).extracting(ProgramRun::exit).containsExactly(0);
        assertThat(text(outcome.stdout())).isEqualTo("tidy\n");
    }

    @Test
    void whatAProgramStartsWhileItTidiesUpEndsSoonAfterIt() throws Exception {
        RunOutcome outcome = killedWhenReady(
                LONG_GRACE, shellJob("trap 'sleep 60 & sleep 0.3; exit 0' TERM; " + READY_CHILD + " & wait"));

        assertThat(outcome.programs()).extracting(ProgramRun::exit).containsExactly(0);
        assertThat(outcome.wall()).isLessThan(LONG_GRACE);
    }

    @Test
    void theGraceOfAJobGoesBeforeThatOfTheConsumer() throws Exception {
        Job stubborn = shellJob("trap '' TERM; echo $$ > pipe; while :; do sleep 0.05; done");

        assertThat(killedWhenReady(LONG_GRACE, withGrace(SHORT_GRACE, stubborn)).wall())
                .isLessThan(LONG_GRACE);

        Job tidy = shellJob("trap 'sleep 0.5; echo tidy; exit 0' TERM; " + READY_CHILD + " & wait");
        assertThat(text(killedWhenReady(Duration.ZERO, withGrace(LONG_GRACE, tidy))
                        .stdout()))
                .isEqualTo("tidy\n");
    }

    @Test
    void aJobThatIgnoresTheRequestToEndIsKilledAfterTheGrace() throws Exception {
        RunOutcome outcome =
                killedWhenReady(SHORT_GRACE, shellJob("trap '' TERM; echo $$ > pipe; while :; do sleep 0.05; done"));

        assertThat(outcome.verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.programs()).extracting(ProgramRun::exit).containsExactly(128 + 9);
    }

    @Test
    void aJobCanBeKilledFromAnotherThread() throws Exception {
        Execution execution = prepare(LONG_GRACE, shellJob("echo $$ > pipe; exec sleep 60", "echo never"));
        CompletableFuture<RunOutcome> running = CompletableFuture.supplyAsync(execution::run);
        ProcessHandle process = nextProcess();

        execution.kill("the user stopped the consumer");
        execution.kill("a second time");

        RunOutcome outcome = running.get();
        assertThat(outcome.verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.reason()).isEqualTo("the user stopped the consumer");
        assertThat(outcome.programs()).extracting(ProgramRun::exit).containsExactly(128 + 15);
        assertEnds(process);
    }

    @Test
    void aJobThatIsKilledBeforeItRunsNeverRuns() {
        Execution execution = prepare(LONG_GRACE, shellJob("touch ran"));

        execution.kill("the batch was cancelled");
        RunOutcome outcome = execution.run();

        assertThat(outcome.verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.programs()).isEmpty();
        assertThat(root.resolve("ran")).doesNotExist();
    }

    @Test
    void aKillThatComesTooLateChangesNothing() {
        Execution execution = prepare(LONG_GRACE, shellJob("exit 0"));
        RunOutcome outcome = execution.run();

        execution.kill("too late");

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptOfTheThreadKillsTheJobAndIsNotSwallowed() throws Exception {
        Execution execution = prepare(LONG_GRACE, shellJob("echo $$ > pipe; exec sleep 60"));
        CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread slot = new Thread(() -> {
            outcome.complete(execution.run());
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        slot.start();
        nextProcess();

        slot.interrupt();

        assertThat(outcome.get().verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(interrupted.get()).isTrue();
        slot.join();
    }

    @Test
    void theChildrenOfChildrenEndWithTheJob() throws Exception {
        Execution execution = prepare(LONG_GRACE, shellJob("sh -c 'sleep 60 & echo $! > pipe; wait' & wait"));
        CompletableFuture<RunOutcome> running = CompletableFuture.supplyAsync(execution::run);
        ProcessHandle grandchild = nextProcess();

        execution.kill("stop");

        assertThat(running.get().verdict()).isEqualTo(Verdict.CANCELLED);
        assertEnds(grandchild);
    }

    @Test
    void aChildThatIgnoresTheRequestToEndIsKilledEvenIfItsParentObeys() throws Exception {
        Execution execution = prepare(
                SHORT_GRACE, shellJob("(trap '' TERM; sh -c 'echo $$ > pipe; while :; do sleep 0.05; done') & wait"));
        CompletableFuture<RunOutcome> running = CompletableFuture.supplyAsync(execution::run);
        ProcessHandle child = nextProcess();

        execution.kill("stop");

        running.get();
        assertEnds(child);
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(
            strings = {
                "sleep 60 & echo $! > pipe",
                "(trap '' TERM HUP; sh -c 'echo $$ > pipe; while :; do sleep 0.05; done') &",
                "setsid sh -c 'sh -c \"echo \\$\\$ > pipe; exec sleep 60\" &'"
            })
    void whatAJobLeavesBehindIsKilledSoonAfterItWithoutHoldingItUp(String escape) throws Exception {
        Execution execution = prepare(LONG_GRACE, shellJob(escape));
        CompletableFuture<ProcessHandle> escaped = CompletableFuture.supplyAsync(this::nextProcess);

        RunOutcome outcome = execution.run();

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertEnds(escaped.get());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingOfARunningJobIsTakenForALeftover() throws Exception {
        JobRunner runner = newRunner(LONG_GRACE);
        Path gate = root.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        Execution longOne = runner.prepare(shellJob("echo $$ > pipe; cat gate"), CONTEXT);
        CompletableFuture<RunOutcome> running = CompletableFuture.supplyAsync(longOne::run);
        nextProcess();

        CompletableFuture<ProcessHandle> leftover = CompletableFuture.supplyAsync(this::nextProcess);
        runner.prepare(shellJob("sleep 60 & echo $! > pipe"), CONTEXT).run();
        assertEnds(leftover.get());
        Files.writeString(gate, "open\n");

        assertThat(running.get().verdict()).isEqualTo(Verdict.PASSED);
        assertThat(text(running.get().stdout())).isEqualTo("open\n");
    }

    private RunOutcome run(Duration grace, Job job) {
        return prepare(grace, job).run();
    }

    private Execution prepare(Duration grace, Job job) {
        return newRunner(grace).prepare(job, CONTEXT);
    }

    private RunOutcome killedWhenReady(Duration grace, Job job) throws Exception {
        Execution execution = prepare(grace, job);
        CompletableFuture<RunOutcome> running = CompletableFuture.supplyAsync(execution::run);
        nextProcess();
        execution.kill("stop");
        return running.get();
    }

    /** The way in which programs are started. */
    Processes processes() {
        return JobRunner.processes();
    }

    private JobRunner newRunner(Duration grace) {
        return newRunner(grace, System::nanoTime);
    }

    private JobRunner newRunner(Duration grace, LongSupplier nanoTime) {
        JobRunner runner = new JobRunner(root, scratch, 1_000, System.getenv(), grace, nanoTime, processes());
        runners.add(runner);
        return runner;
    }

    private ProcessHandle nextProcess() {
        try {
            long pid = Long.parseLong(Files.readString(pipe).strip());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertEnds(ProcessHandle process) {
        await().atMost(12, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> ProcessTree.hasEnded(process));
    }
}
