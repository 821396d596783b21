package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;
import org.sluice.reporting.TimeLeft.Estimate;

class TimeLeftTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final HandClock clock = new HandClock();
    private final Map<Integer, Duration> usual = new HashMap<>();
    private final TimeLeft left = new TimeLeft(job -> Optional.ofNullable(usual.get(job.number())), clock);

    @Test
    void nothingIsSaidBeforeAnythingRuns() {
        usual(1, 10);
        open(1);

        assertThat(left.estimate()).isEmpty();
    }

    @Test
    void whatEarlierBatchesTookIsHandedOutToTheSlotsThatAreBusy() {
        usual(1, 10);
        usual(2, 40);
        usual(3, 20);
        usual(4, 5);
        open(4);
        left.started(attempt(1));
        left.started(attempt(2));

        // 1: 10, then 3 until 30, then 4 until 35; 2: 40
        assertThat(left.estimate()).hasValue(ofHistory(40));
        clock.forward(10);
        left.verdict(passed(1, 10));
        left.started(attempt(3));
        assertThat(left.estimate()).hasValue(ofHistory(30));
        clock.forward(20);
        left.verdict(passed(3, 20));
        left.started(attempt(4));
        clock.forward(5);
        left.verdict(passed(4, 5));
        assertThat(left.estimate()).hasValue(ofHistory(5));
        clock.forward(5);
        left.verdict(passed(2, 40));
        assertThat(left.estimate().map(Estimate::left)).hasValue(Duration.ZERO);
    }

    @Test
    void withoutAHistoryTheMeanOfThisBatchIsTakenOnceThereAreFive() {
        open(9);
        for (int job = 1; job <= 5; job++) {
            left.started(attempt(job));
            assertThat(left.estimate()).as("after " + (job - 1)).isEmpty();
            clock.forward(2 * job);
            left.verdict(passed(job, 2 * job));
        }
        left.started(attempt(6));

        assertThat(left.estimate()).hasValue(new Estimate(Duration.ofSeconds(24), false));
    }

    @Test
    void aSlowMachineIsSeenByTheJobsThatHaveEnded() {
        for (int job = 1; job <= 7; job++) {
            usual(job, 10);
        }
        open(7);
        for (int job = 1; job <= 5; job++) {
            left.started(attempt(job));
            clock.forward(20);
            left.verdict(passed(job, 20));
        }
        left.started(attempt(6));

        assertThat(left.estimate()).hasValue(ofHistory(40));
    }

    @Test
    void aJobThatIsOverItsTimeIsTakenToStayAsLongOverItAgain() {
        usual(1, 10);
        open(1);
        left.started(attempt(1));
        clock.forward(25);

        assertThat(left.estimate()).hasValue(ofHistory(15));
    }

    @Test
    void whatWasDoneBeforeABatchWasTakenUpCounts() {
        List<JobResult> done = new ArrayList<>();
        for (int job = 1; job <= 5; job++) {
            done.add(passed(job, 3));
        }
        left.opened(soFar(7, done));
        left.started(attempt(6));

        assertThat(left.estimate()).hasValue(new Estimate(Duration.ofSeconds(6), false));
    }

    @Test
    void aStartThatIsHeardOfAfterTheVerdictIsNothing() {
        usual(1, 10);
        usual(2, 10);
        open(2);
        left.verdict(passed(1, 10));
        left.started(attempt(1));

        assertThat(left.estimate()).isEmpty();
        assertThat(left.isSlow(1)).isFalse();
    }

    @Test
    void aJobIsSlowAfterThreeTimesItsUsualOrAMinute() {
        usual(1, 100);
        usual(2, 0.01);
        open(3);
        for (int job = 1; job <= 3; job++) {
            left.started(attempt(job));
        }

        assertThat(slow()).isEmpty();
        clock.forward(2);
        assertThat(slow()).containsExactly(2);
        clock.forward(59);
        assertThat(slow()).containsExactly(2, 3);
        clock.forward(240);
        assertThat(slow()).containsExactly(1, 2, 3);
        left.verdict(passed(1, 301));
        left.retried(passed(2, 301));
        assertThat(slow()).containsExactly(3);
    }

    private List<Integer> slow() {
        return List.of(1, 2, 3).stream().filter(left::isSlow).toList();
    }

    private static Estimate ofHistory(long seconds) {
        return new Estimate(Duration.ofSeconds(seconds), true);
    }

    private void usual(int job, double seconds) {
        usual.put(job, Duration.ofMillis(Math.round(1000 * seconds)));
    }

    private void open(int jobs) {
        left.opened(soFar(jobs, List.of()));
    }

    private static BatchOutcome soFar(int jobs, List<JobResult> done) {
        List<Job> all = new ArrayList<>();
        for (int job = 1; job <= jobs; job++) {
            all.add(new Job(job, "t" + job, List.of(new Program.Direct(List.of("true")))));
        }
        Map<Integer, JobResult> results = new LinkedHashMap<>();
        done.forEach(result -> results.put(result.job(), result));
        return new BatchOutcome(
                new Batch("batch-1", "server.inp", START, all), results, Map.of(), List.of(), List.of(), false);
    }

    private static Attempt attempt(int job) {
        return new Attempt(job, "lab1", 1, 1, START);
    }

    private static JobResult passed(int job, long seconds) {
        Duration wall = Duration.ofSeconds(seconds);
        return new JobResult(
                attempt(job), "t" + job, Verdict.PASSED, "", List.of(new ProgramRun("true", 0, wall)), wall, 0, 0);
    }

    private static final class HandClock extends Clock {
        private Instant now = START;

        private void forward(long seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
