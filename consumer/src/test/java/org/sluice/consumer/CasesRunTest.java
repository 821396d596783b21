package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sluice.consumer.Jobs.CONTEXT;
import static org.sluice.consumer.Jobs.direct;
import static org.sluice.consumer.Jobs.shell;
import static org.sluice.consumer.Jobs.shellJob;
import static org.sluice.consumer.Jobs.text;
import static org.sluice.consumer.Jobs.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.EnvironmentChange;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Matching;
import org.sluice.job.Preparation;
import org.sluice.job.Verdict;

/** Jobs of cases that depend on one another, and what is seen to before a job or a case runs. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class CasesRunTest {
    @TempDir
    private Path root;

    @TempDir
    private Path scratch;

    private JobRunner runner;

    @BeforeEach
    void makeRunner() {
        runner = new JobRunner(root, scratch, 10_000, Map.of("PATH", System.getenv("PATH"), "SET", "before"));
    }

    @AfterEach
    void closeRunner() {
        runner.close();
    }

    @Test
    void casesRunInOrderEachWithAVerdictOfItsOwn() {
        RunOutcome outcome = run(
                new Line("one", "echo one").build(),
                new Line("two", "echo two; exit 3").build(),
                new Line("three", "echo three; exit 77").build(),
                new Line("four", "echo four").build());

        assertThat(outcome.cases())
                .extracting(CaseResult::name, CaseResult::verdict, CaseResult::reason)
                .containsExactly(
                        tuple("one", Verdict.PASSED, ""),
                        tuple("two", Verdict.FAILED, "'echo two; exit 3' exited 3"),
                        tuple("three", Verdict.SKIPPED, "'echo three; exit 77' exited 77, the skip code"),
                        tuple("four", Verdict.PASSED, ""));
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.reason()).isEqualTo("1 of 4 cases did not pass: two failed ('echo two; exit 3' exited 3)");
        assertThat(outcome.programs()).hasSize(4);
        assertThat(text(outcome.stdout()))
                .isEqualTo("[sluice: case one]\none\n[sluice: case two]\ntwo\n[sluice: case three]\nthree\n"
                        + "[sluice: case four]\nfour\n");
    }

    @Test
    void aCaseIsNotRunWithoutThoseThatItRequiresAndACleanUpIs() {
        RunOutcome outcome = run(
                new Line("start", "exit 1").build(),
                new Line("use", "touch no").requires("start").build(),
                new Line("use the use", "touch no").requires("use").build(),
                new Line("stop", "touch stopped").build());

        assertThat(outcome.cases())
                .extracting(CaseResult::verdict, CaseResult::reason)
                .containsExactly(
                        tuple(Verdict.FAILED, "'exit 1' exited 1"),
                        tuple(Verdict.ERROR, "not run: it requires start, which did not pass"),
                        tuple(Verdict.ERROR, "not run: it requires use, which did not pass"),
                        tuple(Verdict.PASSED, ""));
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(root.resolve("no")).doesNotExist();
        assertThat(root.resolve("stopped")).exists();
    }

    @Test
    void aCaseThatWasSkippedLetsThoseRunThatRequireIt() {
        RunOutcome outcome = run(
                new Line("start", "exit 77").build(),
                new Line("use", "true").requires("start").build());

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.reason()).isEmpty();
    }

    @Test
    void theJobHasTheWorstVerdictOfItsCases() {
        Case error = new Case(
                "error",
                List.of(direct("./missing")),
                "",
                Map.of(),
                Preparation.NONE,
                Optional.empty(),
                Judging.DEFAULT,
                List.of());
        Case differs = new Line("differs", "true")
                .judging(new Judging(List.of(direct("false")), List.of(0), List.of(), false))
                .build();
        Case slow = new Line("slow", "exec sleep 60")
                .timeout(Duration.ofMillis(200))
                .build();
        Case skipped = new Line("skipped", "exit 77").build();

        assertThat(run(skipped).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(run(skipped).reason()).isEqualTo("all 1 cases were skipped: 'exit 77' exited 77, the skip code");
        assertThat(run(skipped, error).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(run(error, differs).verdict()).isEqualTo(Verdict.DIFFERS);
        RunOutcome late = run(error, differs, slow, skipped, new Line("more", "exit 1").build());
        assertThat(late.cases().get(2).reason()).isEqualTo("ran longer than 0.20s (timeout)");
        assertThat(late.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(late.reason())
                .startsWith("4 of 5 cases did not pass: error error (")
                .endsWith(" and 1 more");
        assertThat(run(error, slow, differs).verdict()).isEqualTo(Verdict.TIMED_OUT);
    }

    @Test
    void eachCaseHasADirectoryAndAnEnvironmentOfItsOwn() throws Exception {
        Files.createDirectory(root.resolve("below"));
        Job job = Jobs.with(
                Map.of("SET", "job"),
                cases(
                        new Line("one", "echo $SET $SLUICE_CASE").build(),
                        new Case(
                                "two",
                                List.of(shell("pwd; echo $SET $SLUICE_CASE")),
                                "below",
                                Map.of("SET", "case"),
                                Preparation.NONE,
                                Optional.empty(),
                                Judging.DEFAULT,
                                List.of())));

        assertThat(text(run(job).stdout()))
                .contains("job one\n", root.toRealPath().resolve("below") + "\ncase two\n");
    }

    @Test
    void patternsOfACaseLookAtItsOutputAlone() {
        Judging fails = new Judging(
                List.of(), List.of(0), List.of(), false, new Matching(List.of(), List.of("bad"), List.of()));
        RunOutcome outcome = run(
                new Line("one", "echo bad").build(),
                new Line("two", "echo good").judging(fails).build(),
                new Line("three", "echo bad").judging(fails).build());

        assertThat(outcome.cases())
                .extracting(CaseResult::verdict)
                .containsExactly(Verdict.PASSED, Verdict.PASSED, Verdict.FAILED);
        assertThat(outcome.cases().get(2).reason())
                .isEqualTo("line 1 of the output has a match of the fail-match 'bad': bad");
    }

    @Test
    void theTimeOfTheJobIsForAllCases() {
        RunOutcome outcome = run(within(
                Duration.ofMillis(300),
                cases(new Line("one", "exec sleep 60").build(), new Line("two", "touch no").build())));

        assertThat(outcome.verdict()).isEqualTo(Verdict.TIMED_OUT);
        assertThat(outcome.cases())
                .extracting(CaseResult::verdict, CaseResult::reason)
                .containsExactly(
                        tuple(Verdict.TIMED_OUT, "ran longer than 0.30s (timeout)"),
                        tuple(Verdict.ERROR, "not run: the job ran longer than 0.30s (timeout)"));
        assertThat(root.resolve("no")).doesNotExist();
    }

    @Test
    void aJobThatIsKilledIsCancelledWhateverItsCasesWere() throws Exception {
        Execution execution = runner.prepare(
                cases(
                        new Line("one", "exit 1").build(),
                        new Line("two", "touch running; exec sleep 60").build(),
                        new Line("three", "touch no").build()),
                CONTEXT);
        Thread killer = new Thread(() -> {
            await().until(() -> Files.exists(root.resolve("running")));
            execution.kill("enough");
        });
        killer.start();
        RunOutcome outcome = execution.run();
        killer.join();

        assertThat(outcome.verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.reason()).isEqualTo("enough");
        assertThat(root.resolve("no")).doesNotExist();
    }

    @Test
    void whatASetUpStartsLivesUntilTheJobEnds() throws Exception {
        RunOutcome outcome = run(
                new Line("start", "sleep 100 > /dev/null 2>&1 & echo $! > pid").build(),
                new Line("use", "kill -0 $(cat pid)").requires("start").build(),
                new Line("stop", "true").build());

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        long pid = Long.parseLong(Files.readString(root.resolve("pid")).strip());
        runner.close();
        await().until(() ->
                ProcessHandle.of(pid).filter(p -> !ProcessTree.hasEnded(p)).isEmpty());
    }

    @Test
    void whatIsDisabledIsSkippedAndRunsNothing() {
        Preparation disabled = new Preparation(Optional.of("broken since May"), List.of("missing"), List.of());

        RunOutcome whole = run(shellJob("touch no").withPreparation(disabled));
        assertThat(whole.verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(whole.reason()).isEqualTo("disabled: broken since May");
        RunOutcome job = run(cases(new Line("one", "touch no").build()).withPreparation(disabled));
        assertThat(job.verdict()).isEqualTo(Verdict.SKIPPED);
        RunOutcome one = run(
                new Line("one", "touch no").preparation(disabled).build(),
                new Line("two", "true").requires("one").build());
        assertThat(one.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(one.cases().get(0).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(root.resolve("no")).doesNotExist();
    }

    @Test
    void withoutAFileThatIsRequiredNothingRuns() throws Exception {
        Files.createDirectory(root.resolve("below"));
        Files.createFile(root.resolve("below/here"));
        Preparation required = new Preparation(Optional.empty(), List.of("here", "missing"), List.of());

        RunOutcome outcome = run(Jobs.in("below", shellJob("touch no")).withPreparation(required));

        assertThat(outcome.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(outcome.reason())
                .isEqualTo("required file missing is not there (looked in " + root.resolve("below") + ")");
        assertThat(root.resolve("below/no")).doesNotExist();
    }

    @Test
    void variablesAreChangedFromWhatTheyAreHere() {
        Preparation changes = new Preparation(
                Optional.empty(),
                List.of(),
                List.of(
                        new EnvironmentChange("SET", EnvironmentChange.Kind.APPEND, "after", ":"),
                        new EnvironmentChange("NEW", EnvironmentChange.Kind.PREPEND, "alone", ":"),
                        new EnvironmentChange("OWN", EnvironmentChange.Kind.PREPEND, "x", ""),
                        new EnvironmentChange("GONE", EnvironmentChange.Kind.UNSET, "", "")));

        RunOutcome outcome =
                run(Jobs.with(Map.of("OWN", "own", "GONE", "gone"), shellJob("echo $SET $NEW $OWN ${GONE-unset}"))
                        .withPreparation(changes));

        assertThat(text(outcome.stdout())).isEqualTo("before:after alone xown unset\n");
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private static Job cases(Case... cases) {
        return shellJob("true").withCases(List.of(cases));
    }

    private RunOutcome run(Case... cases) {
        return run(cases(cases));
    }

    private RunOutcome run(Job job) {
        return runner.prepare(job, CONTEXT).run();
    }

    /** A case of one line, in the making. */
    private static final class Line {
        private final String name;
        private final String line;
        private Optional<Duration> timeout = Optional.empty();
        private Judging judging = Judging.DEFAULT;
        private Preparation preparation = Preparation.NONE;
        private List<String> requires = List.of();

        Line(String name, String line) {
            this.name = name;
            this.line = line;
        }

        Line timeout(Duration value) {
            timeout = Optional.of(value);
            return this;
        }

        Line judging(Judging value) {
            judging = value;
            return this;
        }

        Line preparation(Preparation value) {
            preparation = value;
            return this;
        }

        Line requires(String... names) {
            requires = List.of(names);
            return this;
        }

        Case build() {
            return new Case(name, List.of(shell(line)), "", Map.of(), preparation, timeout, judging, requires);
        }
    }
}
