package org.sluice.producer.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.producer.history.Runs.job;
import static org.sluice.producer.history.Runs.passes;
import static org.sluice.producer.history.Runs.result;
import static org.sluice.producer.history.Runs.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Job;
import org.sluice.job.Limits;
import org.sluice.job.Program;
import org.sluice.job.Verdict;

class HistoryTest {
    @Test
    void theUsualTimeIsTheMedianOfTheLastTenPasses() {
        History history = passes("a", 90_000, 90_000, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000);
        history.add(run("a", 99, Verdict.FAILED, 1));

        assertThat(history.of(job(1, "a"))).hasValue(Duration.ofMillis(5500));
        assertThat(history.of(job(1, "b"))).isEmpty();
        assertThat(passes("a", 3000, 1000, 2000).of(job(1, "a"))).hasValue(Duration.ofSeconds(2));
    }

    @Test
    void ofAJobThatNeverPassedTheUsualTimeIsThatOfItsFailures() {
        History history = new History();
        history.add(run("a", 1, Verdict.FAILED, 4000));
        history.add(run("a", 2, Verdict.TIMED_OUT, 6000));

        assertThat(history.of(job(1, "a"))).hasValue(Duration.ofSeconds(5));
    }

    @Test
    void whatAJobTookBeforeItWasChangedIsAGuessAndNothingToCompareWith() {
        History history = new History();
        for (int batch = 0; batch < 5; batch++) {
            history.add(run("a", "0123456789ab", batch, Verdict.PASSED, 1000));
        }

        assertThat(history.of(job(1, "a"))).hasValue(Duration.ofSeconds(1));
        assertThat(history.slower(job(1, "a"), result(1, "a", Verdict.PASSED, 60_000)))
                .isEmpty();
    }

    @Test
    void aJobIsTheSameWhateverItsNumberItsLimitsAndItsLabelsAre() {
        Job job = job(1, "a");
        Job other = job.withNumber(7)
                .withLabels(List.of("slow"))
                .withLimits(new Limits(Optional.of(Duration.ofSeconds(1)), Optional.empty(), 3));
        Job changed = new Job(1, "a", List.of(new Program.Direct(List.of("run", "a", "--fast"))));

        assertThat(Definition.of(other)).isEqualTo(Definition.of(job)).matches("[0-9a-f]{12}");
        assertThat(Definition.of(changed)).isNotEqualTo(Definition.of(job));
        assertThat(Definition.of(job.withDirectory("x"))).isNotEqualTo(Definition.of(job));
        assertThat(Definition.of(job.withLimits(Limits.NONE.withRepeats(9))))
                .as("ten times as long is another thing")
                .isNotEqualTo(Definition.of(job));
    }

    @Test
    void aJobThatTookMuchLongerIsRemarkedWithNumbers() {
        History history = passes("a", 5900, 5800, 5700, 5800);

        assertThat(history.slower(job(1, "a"), result(1, "a", Verdict.PASSED, 12_300)))
                .hasValue("slower than usual: 12.3s, 2.1 times the 5.8s that is the median of its last 4 passes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 1000           | 9000 | false | of two passes nothing can be said",
                "1000 1000 1000      | 9000 | true  | of three something",
                "1000 1000 1000      | 1499 | false | not half as long again",
                "1000 1000 1000      | 1500 | true  | half as long again",
                "10 10 10            | 500  | false | not even half a second more",
                "10 10 10            | 510  | true  | half a second more",
                "1000 3000 5000      | 9000 | false | it is never the same anyway",
                "2900 3000 3100      | 9000 | true  | it is nearly the same always",
                "1000 1000 1000 9000 | 9000 | true  | one bad day does not make it usual",
                "1000 9000 9000 9000 | 9000 | false | it has become usual",
            })
    void aJobIsSlowerWhenThatIsMoreThanChance(String walls, long millis, boolean slower, String why) {
        long[] before = List.of(walls.strip().split(" ")).stream()
                .mapToLong(Long::parseLong)
                .toArray();

        assertThat(passes("a", before)
                        .slower(job(1, "a"), result(1, "a", Verdict.PASSED, millis))
                        .isPresent())
                .as(why)
                .isEqualTo(slower);
        assertThat(passes("a", before).slower(job(1, "a"), result(1, "a", Verdict.FAILED, millis)))
                .as("of a failure the time says nothing")
                .isEmpty();
    }

    @Test
    void whatDidNotPassComesFirstThenWhatIsNewThenTheLongest() {
        History history = new History();
        history.add(run("short", 1, Verdict.PASSED, 100));
        history.add(run("long", 1, Verdict.PASSED, 9000));
        history.add(run("middle", 1, Verdict.PASSED, 500));
        history.add(run("failed", 1, Verdict.FAILED, 50));
        history.add(run("lost", 1, Verdict.LOST, 0));
        history.add(run("mended", 1, Verdict.FAILED, 20_000));
        history.add(run("mended", 2, Verdict.PASSED, 2000));
        history.add(run("skipped", 1, Verdict.SKIPPED, 3));

        List<Job> order = new HistoryOrder(history)
                .of(List.of(
                        job(1, "short"),
                        job(2, "skipped"),
                        job(3, "new-1"),
                        job(4, "long"),
                        job(5, "failed"),
                        job(6, "new-2"),
                        job(7, "middle"),
                        job(8, "lost"),
                        job(9, "mended")));

        assertThat(order)
                .extracting(Job::name)
                .containsExactly("failed", "lost", "new-1", "new-2", "long", "mended", "middle", "short", "skipped");
    }

    @Test
    void jobsThatTakeNoTimeKeepTheOrderOfTheFile() {
        History history = new History();
        history.add(run("a", 1, Verdict.PASSED, 2));
        history.add(run("b", 1, Verdict.PASSED, 49));
        history.add(run("c", 1, Verdict.PASSED, 5));

        assertThat(new HistoryOrder(history).of(List.of(job(1, "a"), job(2, "b"), job(3, "c"))))
                .extracting(Job::name)
                .containsExactly("a", "b", "c");
    }

    @Test
    void ofEachJobTheNewestRunsAreHeld() {
        History history = new History();
        for (int batch = 0; batch < 50; batch++) {
            history.add(run("a", batch, Verdict.PASSED, batch));
            history.add(run("b", "definition-" + batch / 5, batch, Verdict.PASSED, batch));
        }

        assertThat(history.runs("a")).hasSize(History.RUNS).first().isEqualTo(run("a", 30, Verdict.PASSED, 30));
        assertThat(history.runs("b"))
                .extracting(Run::definition)
                .containsOnly("definition-7", "definition-8", "definition-9");
        assertThat(history.size()).isEqualTo(History.RUNS + 15);
    }

    @Test
    void aRunThatIsToldTwiceCountsOnce() {
        History history = passes("a", 1, 2);
        history.add(run("a", 0, Verdict.PASSED, 3));

        assertThat(history.runs("a")).extracting(run -> run.wall().toMillis()).containsExactly(2L, 3L);
        assertThat(history.size()).isEqualTo(2);
    }

    @Test
    void whenThereIsTooMuchOfEachJobTheNewestAreKept() {
        History history = new History();
        for (int batch = 0; batch < 10; batch++) {
            history.add(run("a", batch, Verdict.PASSED, batch));
            history.add(run("b", batch, Verdict.PASSED, batch));
        }
        history.add(run("gone", 0, Verdict.PASSED, 1));

        history.forget(Runs.START.plusSeconds(1), 8);

        assertThat(history.names()).containsExactly("a", "b");
        assertThat(history.runs("a"))
                .extracting(Run::batch)
                .containsExactly("batch-6", "batch-7", "batch-8", "batch-9");
        assertThat(history.runs("b")).hasSize(4);
        assertThat(history.size()).isEqualTo(8).isEqualTo(history.all().size());
    }
}
