package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Program;
import org.sluice.job.Verdict;

/** The checker of the campaigns, shown forged evidence: each lie must be found, and the truth must pass. */
class CheckerTest {
    private static final Instant TIME = Instant.EPOCH;

    private final List<PlannedJob> planned = new ArrayList<>();
    private final List<String> posted = new ArrayList<>();
    private final Map<Integer, JobResult> results = new LinkedHashMap<>();
    private final List<Map.Entry<String, String>> joblog = new ArrayList<>();
    private final List<String> records = new ArrayList<>();
    private final Checker checker = new Checker();

    CheckerTest() {
        honest(new PlannedJob("passes", 0, false, 0), Verdict.PASSED);
        honest(new PlannedJob("fails", 3, false, 0), Verdict.FAILED);
        honest(new PlannedJob("skips", 77, false, 0), Verdict.SKIPPED);
        honest(new PlannedJob("differs", 0, true, 0), Verdict.DIFFERS);
    }

    private void honest(PlannedJob job, Verdict verdict) {
        planned.add(job);
        posted.add(job.name());
        result(posted.size(), job.name(), verdict);
        joblog.add(Map.entry(job.name(), verdict.label()));
        int process = 100 + posted.size();
        records.add("start " + job.name() + " " + process + " -");
        records.add("end " + job.name() + " " + process + " " + job.exit());
        if (job.exit() == 0) {
            records.add("check " + job.name() + " " + process + " " + (job.isDifferent() ? 1 : 0));
        }
    }

    private void result(int number, String name, Verdict verdict) {
        Attempt attempt = new Attempt(number, "c", 1, 1, TIME);
        results.put(number, new JobResult(attempt, name, verdict, "", List.of(), Duration.ZERO, 0, 0));
    }

    private void judge(int number, Verdict verdict) {
        result(number, posted.get(number - 1), verdict);
        joblog.set(number - 1, Map.entry(posted.get(number - 1), verdict.label()));
    }

    private List<String> violations() {
        List<Job> jobs = new ArrayList<>();
        for (String name : posted) {
            jobs.add(new Job(jobs.size() + 1, name, List.of(new Program.Direct(List.of("true")))));
        }
        BatchOutcome journal = new BatchOutcome(
                new Batch("20261125-000000-0001", "server.inp", TIME, jobs),
                results,
                Map.of(),
                List.of(),
                List.of(),
                false);
        checker.check(planned, journal, joblog, Records.parse(records), 3);
        return checker.violations();
    }

    @Test
    void theTruthIsNotBlamed() {
        assertThat(violations()).isEmpty();
        assertThat(checker.counts()).isEqualTo(new Campaign.Counts(4, 4, 0, 0));
    }

    @Test
    void aSecondRunWithTheSameEndIsADuplicateAndNoLie() {
        records.add("start passes 7 -");
        records.add("end passes 7 0");
        records.add("start fails 8 -");
        assertThat(violations()).isEmpty();
        assertThat(checker.counts()).isEqualTo(new Campaign.Counts(4, 6, 2, 0));
    }

    @Test
    void aJobWithoutVerdict() {
        results.remove(2);
        joblog.remove(1);
        assertThat(violations()).containsExactly("job fails has no verdict");
        assertThat(checker.counts().lost()).isEqualTo(1);
    }

    @Test
    void aVerdictWithoutARun() {
        records.removeIf(line -> line.contains(" passes "));
        assertThat(violations()).containsExactly("job passes has the verdict PASSED and no run that came to its end");
    }

    @Test
    void aVerdictOfARunThatDidNotEnd() {
        records.removeIf(line -> line.startsWith("end passes"));
        assertThat(violations()).hasSize(1).first().asString().contains("no run that came to its end");
    }

    @Test
    void aVerdictThatTheRecordDoesNotBear() {
        judge(2, Verdict.PASSED);
        judge(4, Verdict.PASSED);
        judge(3, Verdict.ERROR);
        assertThat(violations())
                .containsExactlyInAnyOrder(
                        "job fails is PASSED and by its own record FAILED",
                        "job differs is PASSED and by its own record DIFFERS",
                        "job skips is ERROR and by its own record SKIPPED");
    }

    @Test
    void aJobThatWasInvented() {
        posted.add("extra");
        result(5, "extra", Verdict.PASSED);
        joblog.add(Map.entry("extra", "passed"));
        records.add("start other 9 -");
        assertThat(violations())
                .containsExactlyInAnyOrder(
                        "job other was run and never posted", "job extra is in the journal and was never posted");
    }

    @Test
    void aVerdictUnderAnotherName() {
        result(1, "fails", Verdict.PASSED);
        assertThat(violations()).contains("job passes has the verdict of fails");
    }

    @Test
    void aJobThatIsGivenUpTooEarly() {
        judge(1, Verdict.LOST);
        records.removeIf(line -> line.contains(" passes "));
        records.add("start passes 1 -");
        records.add("start passes 2 -");
        assertThat(violations()).containsExactly("job passes is lost after 2 starts");
        records.add("start passes 3 -");
        Checker again = new Checker();
        again.checkNothingLeft("messages", List.of());
        assertThat(again.violations()).isEmpty();
    }

    @Test
    void aJobThatIsGivenUpRightly() {
        judge(1, Verdict.LOST);
        records.removeIf(line -> line.contains(" passes "));
        records.addAll(List.of("start passes 1 -", "start passes 2 -", "start passes 3 -"));
        assertThat(violations()).isEmpty();
    }

    @Test
    void runsThatExitedOtherwiseThanPlannedOrDoNotAgree() {
        records.replaceAll(line -> line.startsWith("end passes") ? "end passes 101 99" : line);
        records.add("end fails 55 4");
        assertThat(violations())
                .containsExactlyInAnyOrder(
                        "job passes exited with 99 where 0 was planned",
                        "job fails has the verdict FAILED and no run that came to its end");
    }

    @Test
    void aJobLogThatSaysOtherwise() {
        joblog.set(0, Map.entry("passes", "failed"));
        joblog.add(Map.entry("fails", "failed"));
        joblog.remove(2);
        joblog.add(Map.entry("ghost", "passed"));
        assertThat(violations())
                .containsExactlyInAnyOrder(
                        "job fails has two lines in the job log",
                        "job passes is passed by the journal and failed by the job log",
                        "job skips is skipped by the journal and null by the job log",
                        "job ghost is in the job log and has no verdict");
    }

    @Test
    void commandsAndLeftovers() {
        checker.checkExit("producer", 0, 3);
        checker.checkExit("consumer", 0, 0);
        checker.checkNothingLeft("processes", List.of("4711 sleep 100"));
        assertThat(checker.violations())
                .containsExactly("producer ended with exit code 3 instead of 0", "1 processes left: [4711 sleep 100]");
    }

    @Test
    void aRecordThatWasCutShortIsNone() {
        assertThat(Records.parse(List.of("start a 1 -", "end a 1", "end a"))
                        .get("a")
                        .exit())
                .isEmpty();
    }
}
