package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.consumer.Jobs.CONTEXT;
import static org.sluice.consumer.Jobs.checked;
import static org.sluice.consumer.Jobs.direct;
import static org.sluice.consumer.Jobs.in;
import static org.sluice.consumer.Jobs.judged;
import static org.sluice.consumer.Jobs.shell;
import static org.sluice.consumer.Jobs.shellJob;
import static org.sluice.consumer.Jobs.text;
import static org.sluice.consumer.Jobs.with;
import static org.sluice.consumer.Jobs.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/** Jobs that are judged otherwise than by a zero from each program: by checks, by codes of their own, by a failure. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class JudgedRunTest {
    private static final List<Integer> ZERO = List.of(0);
    private static final List<Integer> USUAL_SKIP = List.of(77);

    @TempDir
    private Path root;

    @TempDir
    private Path scratch;

    private JobRunner runner;

    @BeforeEach
    void makeRunner() {
        runner = new JobRunner(root, scratch, 1_000, System.getenv());
    }

    @AfterEach
    void closeRunner() {
        runner.close();
    }

    // checks

    @Test
    void checksRunInOrderAfterTheProgramsAtTheirPlaceAndWithTheirOutput() throws Exception {
        Files.createDirectory(root.resolve("case"));
        Job job = in("case", with(Map.of("A", "seen"), shellJob("echo ran > result; echo one")));

        RunOutcome outcome =
                run(checked(job, direct("cat", "result"), shell("echo $A; echo two >&2"), direct("echo", "last")));

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.reason()).isEmpty();
        assertThat(text(outcome.stdout())).isEqualTo("one\nran\nseen\nlast\n");
        assertThat(text(outcome.stderr())).isEqualTo("two\n");
        assertThat(outcome.programs())
                .hasSize(4)
                .last()
                .extracting(ProgramRun::program)
                .isEqualTo("echo last");
    }

    @Test
    void aCheckThatFindsAFaultIsTheLastAndTheJobDiffers() {
        RunOutcome outcome =
                run(checked(shellJob("echo wrong > log"), direct("grep", "-q", "right", "log"), direct("touch", "no")));

        assertJudged(outcome, Verdict.DIFFERS, "check grep exited 1");
        assertThat(outcome.programs()).extracting(ProgramRun::exit).containsExactly(0, 1);
        assertThat(root.resolve("no")).doesNotExist();
        assertJudged(
                run(checked(shellJob("true"), shell("grep -q x < /dev/null"))),
                Verdict.DIFFERS,
                "check 'grep -q x < /dev/null' exited 1");
        assertJudged(
                run(checked(shellJob("true"), direct("sh", "-c", "kill -SEGV $$"))),
                Verdict.DIFFERS,
                "check sh was killed by signal 11 (SEGV)");
    }

    @Test
    void noCheckRunsAfterAProgramThatFailed() {
        assertJudged(run(checked(shellJob("exit 3"), direct("touch", "no"))), Verdict.FAILED, "'exit 3' exited 3");
        assertThat(root.resolve("no")).doesNotExist();
    }

    @Test
    void aCheckThatCannotBeStartedIsAnError() {
        RunOutcome outcome = run(checked(shellJob("true"), direct("./compare")));

        assertJudged(outcome, Verdict.ERROR, "program ./compare is not there (looked in " + root + ")");
        assertThat(outcome.programs()).hasSize(1);
    }

    @Test
    void codesAreForProgramsAndACheckPassesWithZeroAlone() {
        Judging judging = new Judging(List.of(shell("exit 2")), List.of(0, 2), List.of(2), false);
        assertJudged(run(judged(shellJob("exit 2"), judging)), Verdict.DIFFERS, "check 'exit 2' exited 2");

        assertJudged(run(checked(shellJob("true"), shell("exit 77"))), Verdict.DIFFERS, "check 'exit 77' exited 77");
    }

    @Test
    void theTimeLimitIsForProgramsAndChecksTogether() {
        RunOutcome outcome = run(within(
                Duration.ofMillis(300), checked(shellJob("true"), shell("exec sleep 60"), direct("touch", "no"))));

        assertJudged(outcome, Verdict.TIMED_OUT, "ran longer than 0.30s (timeout)");
        assertThat(outcome.programs()).extracting(ProgramRun::exit).containsExactly(0, 128 + 15);
        assertThat(root.resolve("no")).doesNotExist();
    }

    // exit codes

    @Test
    void aCodeThatCountsAsAPassLetsTheNextProgramRun() {
        Judging judging = new Judging(List.of(), List.of(0, 2), USUAL_SKIP, false);

        RunOutcome outcome = run(judged(shellJob("exit 2", "echo next"), judging));

        assertJudged(outcome, Verdict.PASSED, "");
        assertThat(text(outcome.stdout())).isEqualTo("next\n");
        assertJudged(run(judged(shellJob("exit 1"), judging)), Verdict.FAILED, "'exit 1' exited 1");
    }

    @Test
    void zeroIsNoPassWhereOtherCodesAre() {
        Judging judging = new Judging(List.of(), List.of(1), USUAL_SKIP, false);

        assertJudged(run(judged(shellJob("exit 1"), judging)), Verdict.PASSED, "");
        assertJudged(
                run(judged(shellJob("exit 0"), judging)), Verdict.FAILED, "'exit 0' exited 0, which is no pass here");
    }

    // skipped

    @Test
    void aProgramThatExitsWithTheSkipCodeEndsTheJob() {
        assertJudged(
                run(shellJob("true", "exit 77", "touch no")), Verdict.SKIPPED, "'exit 77' exited 77, the skip code");
        assertThat(root.resolve("no")).doesNotExist();

        Judging four = new Judging(List.of(direct("touch", "no")), ZERO, List.of(4), false);
        assertJudged(run(judged(shellJob("exit 4"), four)), Verdict.SKIPPED, "'exit 4' exited 4, the skip code");
        assertJudged(run(judged(shellJob("exit 77"), four)), Verdict.FAILED, "'exit 77' exited 77");
        assertThat(root.resolve("no")).doesNotExist();
    }

    @Test
    void withoutASkipCodeTheUsualOneIsAFailure() {
        Judging judging = new Judging(List.of(), ZERO, List.of(), false);

        assertJudged(run(judged(shellJob("exit 77"), judging)), Verdict.FAILED, "'exit 77' exited 77");
    }

    @Test
    void aCodeThatCountsAsAPassSkipsNothing() {
        Judging judging = new Judging(List.of(), List.of(0, 77), USUAL_SKIP, false);

        assertJudged(run(judged(shellJob("exit 77"), judging)), Verdict.PASSED, "");
    }

    // expected failures

    @Test
    void aJobThatIsExpectedToFailPassesWhenItDoes() {
        RunOutcome outcome = run(willFail(shellJob("true", "exit 3", "touch no")));

        assertJudged(outcome, Verdict.PASSED, "");
        assertThat(outcome.programs()).extracting(ProgramRun::exit).containsExactly(0, 3);
        assertThat(root.resolve("no"))
                .as("neither what is behind it nor a check")
                .doesNotExist();
    }

    @Test
    void aJobThatIsExpectedToFailFailsWhenAllOfItPasses() {
        assertJudged(run(willFail(shellJob("true", "true"))), Verdict.FAILED, "it was expected to fail and passed");
        assertThat(root.resolve("no")).as("what a check would make").doesNotExist();
    }

    @Test
    void anExpectedFailureIsNeitherACrashNorATimeOutNorAnErrorNorASkip() {
        assertJudged(
                run(willFail(shellJob("kill -SEGV $$"))),
                Verdict.FAILED,
                "'kill -SEGV $$' was killed by signal 11 (SEGV)");
        assertJudged(
                run(within(Duration.ofMillis(100), willFail(shellJob("exec sleep 60")))),
                Verdict.TIMED_OUT,
                "ran longer than 0.10s (timeout)");
        assertThat(run(willFail(Jobs.job(direct("./missing")))).verdict()).isEqualTo(Verdict.ERROR);
        assertJudged(run(willFail(shellJob("exit 77"))), Verdict.SKIPPED, "'exit 77' exited 77, the skip code");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 126, 127, 128, 200, 255})
    void eachCodeThatNoSignalGivesIsAnExpectedFailure(int code) {
        assertJudged(run(willFail(shellJob("exit " + code))), Verdict.PASSED, "");
    }

    private static Job willFail(Job job) {
        return judged(job, new Judging(List.of(direct("touch", "no")), ZERO, USUAL_SKIP, true));
    }

    private RunOutcome run(Job job) {
        return runner.prepare(job, CONTEXT).run();
    }

    private static void assertJudged(RunOutcome outcome, Verdict verdict, String reason) {
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.verdict()).isEqualTo(verdict);
    }
}
