package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.consumer.Jobs.CONTEXT;
import static org.sluice.consumer.Jobs.checked;
import static org.sluice.consumer.Jobs.direct;
import static org.sluice.consumer.Jobs.in;
import static org.sluice.consumer.Jobs.shell;
import static org.sluice.consumer.Jobs.shellJob;
import static org.sluice.consumer.Jobs.text;
import static org.sluice.consumer.Jobs.within;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Comparison;
import org.sluice.job.Job;
import org.sluice.job.Verdict;

/** Jobs whose files are compared with references. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class ComparedRunTest {
    @TempDir
    private Path root;

    @TempDir
    private Path scratch;

    private JobRunner runner;

    @BeforeEach
    void makeRunner() throws Exception {
        runner = new JobRunner(root, scratch, 1_000, System.getenv());
        Files.createDirectory(root.resolve("case"));
        Files.writeString(root.resolve("case/reference"), "1.0000\n");
    }

    @AfterEach
    void closeRunner() {
        runner.close();
    }

    @Test
    void aFileInTheDirectoryOfTheJobIsComparedAndNothingIsPrintedWhenItPasses() {
        RunOutcome outcome = run("echo 1.0001 > a; echo own", compare("a", "1e-4"));

        assertJudged(outcome, Verdict.PASSED, "");
        assertThat(text(outcome.stdout())).isEqualTo("own\n");
        assertThat(outcome.programs()).hasSize(1);
    }

    @Test
    void whatDiffersStandsBehindTheOutputOfTheJob() {
        RunOutcome outcome = run("echo 1.0021 > a; printf own", compare("a", "1e-4"));

        assertJudged(
                outcome,
                Verdict.DIFFERS,
                "a differs from reference: 1 of 1 numbers, largest at line 1: 1.0021 for 1.0000");
        assertThat(text(outcome.stdout()))
                .isEqualTo("own\n[sluice: compare a reference -rel 0.0001]\nline 1, word 1: 1.0021 for 1.0000\n"
                        + "largest absolute difference: 0.0021 at line 1, word 1: 1.0021 for 1.0000\n"
                        + "largest relative difference: 0.0021 at line 1, word 1: 1.0021 for 1.0000\n");
    }

    @Test
    void checksAndComparisonsAreMadeInOrderAndAllFilesThatDifferAreNamed() {
        Job job = in("case", shellJob("echo 2 > a; echo 1 > b"));

        RunOutcome outcome = runner.prepare(
                        checked(
                                job,
                                compare("b", "0"),
                                shell("echo 3 > c"),
                                compare("a", "0"),
                                direct("touch", "no"),
                                compare("b", "0"),
                                compare("c", "0"),
                                compare("d", "0")),
                        CONTEXT)
                .run();

        assertJudged(
                outcome,
                Verdict.DIFFERS,
                "a differs from reference: 1 of 1 numbers, largest at line 1: 2 for 1.0000; 2 more files differ");
        assertThat(text(outcome.stdout()))
                .contains("[sluice: compare a reference]", "[sluice: compare c reference]")
                .contains("[sluice: compare d reference]\nd is not there\n")
                .doesNotContain("compare b");
        assertThat(root.resolve("case/no")).doesNotExist();
    }

    @Test
    void nothingIsComparedAfterAProgramThatFailed() {
        assertJudged(run("exit 3", compare("a", "0")), Verdict.FAILED, "'exit 3' exited 3");
    }

    @Test
    void aReferenceThatIsNotThereIsAnError() {
        Comparison comparison = new Comparison("a", "gone", BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty());

        assertJudged(
                run("echo 1 > a", comparison),
                Verdict.ERROR,
                "reference gone is not there (looked in " + root.resolve("case") + ")");
    }

    @Test
    void theTimeLimitEndsAComparison() {
        Comparison endless =
                new Comparison("a", "reference", BigDecimal.ZERO, BigDecimal.ZERO, Optional.of("^(a|aa)+\\1c"));
        Job job = in("case", shellJob("printf %080d 0 | tr 0 a > a"));

        assertJudged(
                runner.prepare(within(Duration.ofMillis(500), checked(job, endless)), CONTEXT)
                        .run(),
                Verdict.TIMED_OUT,
                "ran longer than 0.50s (timeout)");
    }

    @Test
    void anInterruptEndsAComparisonAndIsKept() {
        Comparison endless =
                new Comparison("a", "reference", BigDecimal.ZERO, BigDecimal.ZERO, Optional.of("^(a|aa)+\\1c"));
        Job job = in("case", shellJob("printf %080d 0 | tr 0 a > a; touch ran"));
        Execution execution = runner.prepare(checked(job, endless), CONTEXT);
        Thread slot = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (!Files.exists(root.resolve("case/ran"))) {
                Thread.onSpinWait();
            }
            slot.interrupt();
        });
        interrupter.start();

        RunOutcome outcome = execution.run();

        assertThat(Thread.interrupted()).isTrue();
        assertJudged(outcome, Verdict.CANCELLED, "the consumer was told to stop");
    }

    private static Comparison compare(String file, String relative) {
        return new Comparison(file, "reference", new BigDecimal(relative), BigDecimal.ZERO, Optional.empty());
    }

    private RunOutcome run(String line, Comparison comparison) {
        return runner.prepare(checked(in("case", shellJob(line)), comparison), CONTEXT)
                .run();
    }

    private static void assertJudged(RunOutcome outcome, Verdict verdict, String reason) {
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.verdict()).isEqualTo(verdict);
    }
}
