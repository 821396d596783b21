package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.consumer.Jobs.CONTEXT;
import static org.sluice.consumer.Jobs.direct;
import static org.sluice.consumer.Jobs.judged;
import static org.sluice.consumer.Jobs.shellJob;
import static org.sluice.consumer.Jobs.text;
import static org.sluice.consumer.Jobs.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Matching;
import org.sluice.job.Verdict;

/** Jobs that are judged by what their programs write. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class MatchedRunTest {
    private static final Matching PASS = new Matching(List.of("never", "all is well"), List.of(), List.of());
    private static final Matching FAIL = new Matching(List.of(), List.of("never", "ERR.R"), List.of());
    private static final Matching SKIP = new Matching(List.of(), List.of(), List.of("no gpu"));

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

    @Test
    void aJobPassesIfOneOfThePassPatternsIsFoundWhateverItsExitCodeIs() {
        assertJudged(run(PASS, "echo all is well; exit 3"), Verdict.PASSED, "");
        assertJudged(run(PASS, "echo all is well >&2"), Verdict.PASSED, "");
        assertJudged(
                run(PASS, "echo all is lost"),
                Verdict.FAILED,
                "the output has no match of the pass-match 'never' or one of 1 more");
        assertJudged(
                run(new Matching(List.of("x"), List.of(), List.of()), "exit 3"),
                Verdict.FAILED,
                "the output has no match of the pass-match 'x'");
    }

    @Test
    void aJobFailsIfOneOfTheFailPatternsIsFoundEvenWhenAPassPatternIs() {
        String reason = "line 2 of the output has a match of the fail-match 'ERR.R': an ERROR";
        assertJudged(run(FAIL, "echo one; echo an ERROR; echo three"), Verdict.FAILED, reason);
        assertJudged(run(FAIL, "echo one; echo an ERROR; exit 5"), Verdict.FAILED, reason);
        assertJudged(run(FAIL, "echo one"), Verdict.PASSED, "");
        assertJudged(run(FAIL, "exit 5"), Verdict.FAILED, "'exit 5' exited 5");
        assertJudged(
                run(new Matching(PASS.pass(), FAIL.fail(), List.of()), "echo all is well; echo an ERROR"),
                Verdict.FAILED,
                reason);
    }

    @Test
    void aJobIsSkippedIfASkipPatternIsFoundWhateverElseIsSaid() {
        String reason = "line 1 of the output has a match of the skip-match 'no gpu': there is no gpu";
        Matching all = new Matching(PASS.pass(), FAIL.fail(), SKIP.skip());
        assertJudged(run(SKIP, "echo there is no gpu; exit 1"), Verdict.SKIPPED, reason);
        assertJudged(run(all, "echo there is no gpu; echo all is well; echo an ERROR"), Verdict.SKIPPED, reason);
        assertJudged(run(SKIP, "exit 1"), Verdict.FAILED, "'exit 1' exited 1");
    }

    @Test
    void anExpectedFailureTurnsAroundWhatThePatternsSay() {
        assertJudged(willFail(PASS, "echo all is lost"), Verdict.PASSED, "");
        assertJudged(willFail(PASS, "echo all is well; exit 1"), Verdict.FAILED, "it was expected to fail and passed");
        assertJudged(willFail(FAIL, "echo an ERROR"), Verdict.PASSED, "");
        assertJudged(willFail(FAIL, "exit 1"), Verdict.PASSED, "");
        assertJudged(willFail(FAIL, "true"), Verdict.FAILED, "it was expected to fail and passed");
        assertThat(willFail(SKIP, "echo no gpu").verdict()).isEqualTo(Verdict.SKIPPED);
    }

    @Test
    void neitherACrashNorATimeOutNorASkipCodeNorAnErrorIsJudgedByTheOutput() {
        Matching all = new Matching(PASS.pass(), List.of(), SKIP.skip());
        String output = "echo all is well; echo no gpu; ";
        assertJudged(
                run(all, output + "kill -9 $$"),
                Verdict.FAILED,
                "'echo all is well; echo no gpu; kill -9 $$' was killed by signal 9 (KILL)");
        assertThat(run(PASS, "echo all is well; exit 77").verdict()).isEqualTo(Verdict.SKIPPED);
        Job slow = within(Duration.ofMillis(300), matched(all, false, shellJob(output + "exec sleep 60")));
        assertThat(run(slow).verdict()).isEqualTo(Verdict.TIMED_OUT);
        assertThat(run(matched(all, false, Jobs.job(direct("echo", "no gpu"), direct("./missing"))))
                        .verdict())
                .isEqualTo(Verdict.ERROR);
    }

    @Test
    void withAPassPatternAllProgramsAreRunAndTheOutputOfAllIsLookedAt() {
        Job job = shellJob("echo all; exit 1", "echo is", "echo well; exit 1");

        assertJudged(
                run(matched(new Matching(List.of("all\\nis\\nwell\\n\\z"), List.of(), List.of()), false, job)),
                Verdict.PASSED,
                "");
    }

    @Test
    void withoutOneTheFirstProgramThatFailsIsTheLast() {
        RunOutcome outcome = run(matched(FAIL, false, shellJob("exit 4", "echo an ERROR")));

        assertJudged(outcome, Verdict.FAILED, "'exit 4' exited 4");
        assertThat(outcome.programs()).hasSize(1);
    }

    @Test
    void bothStreamsStandInTheOrderInWhichTheyWereWritten() {
        RunOutcome outcome = run(
                new Matching(List.of("one\\ntwo\\nthree"), List.of(), List.of()), "echo one; echo two >&2; echo three");

        assertJudged(outcome, Verdict.PASSED, "");
        assertThat(text(outcome.stdout())).isEqualTo("one\ntwo\nthree\n");
        assertThat(outcome.stderr().total()).isZero();
    }

    @Test
    void whatChecksWriteIsNotLookedAtAndTheyRunAfterwards() {
        Job job = matched(FAIL, false, shellJob("echo fine"));
        Judging judging =
                new Judging(List.of(direct("echo", "an ERROR"), direct("false")), List.of(0), List.of(), false, FAIL);

        assertJudged(run(judged(job, judging)), Verdict.DIFFERS, "check false exited 1");
    }

    @Test
    void whatIsFoundLiesFarBeyondWhatIsKeptOfTheOutput() {
        assertJudged(
                run(FAIL, "yes x | head -c 4000000; echo; echo an ERROR; yes x | head -c 4000000"),
                Verdict.FAILED,
                "line 2000002 of the output has a match of the fail-match 'ERR.R': an ERROR");
    }

    @Test
    void aKillEndsTheSearch() throws Exception {
        Matching endless = new Matching(List.of(), List.of("(a+)+(a+)+(a+)+(a+)+b"), List.of());
        Execution execution = runner.prepare(
                matched(endless, false, shellJob("head -c 5000 /dev/zero | tr '\\0' a; touch ran")), CONTEXT);
        Thread killer = new Thread(() -> {
            org.awaitility.Awaitility.await().until(() -> java.nio.file.Files.exists(root.resolve("ran")));
            execution.kill("enough");
        });
        killer.start();

        assertJudged(execution.run(), Verdict.CANCELLED, "enough");
        killer.join();
    }

    private RunOutcome run(Matching matching, String line) {
        return run(matched(matching, false, shellJob(line)));
    }

    private RunOutcome willFail(Matching matching, String line) {
        return run(matched(matching, true, shellJob(line)));
    }

    private static Job matched(Matching matching, boolean willFail, Job job) {
        return judged(job, new Judging(List.of(), List.of(0), List.of(77), willFail, matching));
    }

    private RunOutcome run(Job job) {
        return runner.prepare(job, CONTEXT).run();
    }

    private static void assertJudged(RunOutcome outcome, Verdict verdict, String reason) {
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.verdict()).isEqualTo(verdict);
    }
}
