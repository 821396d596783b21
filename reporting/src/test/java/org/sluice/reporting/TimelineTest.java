package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.job.ConsumerState.Kind.GONE;
import static org.sluice.job.ConsumerState.Kind.IN_SERVICE;
import static org.sluice.job.ConsumerState.Kind.LEAVING;
import static org.sluice.job.ConsumerState.Kind.PAUSED;
import static org.sluice.job.ConsumerState.Kind.SILENT;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

class TimelineTest {
    @Test
    void aLaneHasTheAttemptsOfItsSlotInTheirOrder() {
        SampleBatch batch = new SampleBatch()
                .job("a")
                .ran("lab2", 1, 10, 12, Verdict.PASSED)
                .job("b")
                .ranBefore("lab10", 1, 11, 13, Verdict.FAILED)
                .ran("lab2", 1, 13, 14.5, Verdict.PASSED)
                .job("c")
                .ran("lab2", 3, 10.5, 11, Verdict.DIFFERS);

        assertThat(drawn(batch))
                .containsExactly(
                        "lab2 1: a.1 0-2 passed, b.2 3-4.5 passed",
                        "lab2 2:",
                        "lab2 3: c.1 0.5-1 differs",
                        "lab10 1: b.1 1-3 failed");
        assertThat(timeline(batch).start()).isEqualTo(SampleBatch.START.plusSeconds(10));
        assertThat(timeline(batch).isToldOf()).isFalse();
        assertThat(available(batch)).containsExactly("0-4.5", "0-4.5", "0-4.5", "0-4.5");
    }

    @Test
    void whatTheJournalTellsOfConsumersMakesLanesThatNobodyUsed() {
        SampleBatch batch = new SampleBatch()
                .consumer("1", "lab1", 2, IN_SERVICE, -3)
                .consumer("2", "lab2", 1, IN_SERVICE, 4)
                .consumer("3", "early", 1, IN_SERVICE, -9)
                .consumer("3", "early", 1, GONE, -1)
                .job("a")
                .ran("lab1", 1, 0, 10, Verdict.PASSED);

        assertThat(drawn(batch)).containsExactly("early 1:", "lab1 1: a.1 0-10 passed", "lab1 2:", "lab2 1:");
        assertThat(available(batch)).containsExactly("0-0", "0-10", "0-10", "4-10");
        assertThat(timeline(batch).isToldOf()).isTrue();
    }

    @Test
    void whileAConsumerPausesOrLeavesItsFreeSlotsAreNotAvailable() {
        SampleBatch batch = new SampleBatch()
                .consumer("1", "lab1", 2, IN_SERVICE, 0)
                .consumer("1", "lab1", 2, PAUSED, 2)
                .consumer("1", "lab1", 2, IN_SERVICE, 5)
                .consumer("1", "lab1", 2, LEAVING, 8)
                .consumer("1", "lab1", 2, GONE, 10)
                .job("a")
                .ran("lab1", 1, 0, 9, Verdict.PASSED)
                .job("b")
                .ran("lab2", 1, 0, 20, Verdict.PASSED);

        assertThat(available(batch)).startsWith("0-9", "0-2 5-8");
        assertThat(states(batch))
                .containsExactly(
                        "in service 0-2",
                        "paused (the disk is full) 2-5",
                        "in service 5-8",
                        "leaving 8-10",
                        "gone 10-20");
    }

    @Test
    void anAttemptWithoutAResultLastsUntilOthersWentOnWithTheJob() {
        SampleBatch batch = new SampleBatch()
                .consumer("1", "lab1", 2, IN_SERVICE, 0)
                .consumer("2", "lab2", 1, IN_SERVICE, 0)
                .job("killed")
                .begun("lab1", 1, 0)
                .job("beside")
                .begun("lab1", 2, 1)
                .ran("lab2", 1, 12, 15, Verdict.PASSED)
                .job("first")
                .ran("lab2", 1, 0, 4, Verdict.PASSED);
        batch.ranOf("killed", "lab2", 1, 4, 12, Verdict.PASSED);

        assertThat(drawn(batch))
                .containsExactly(
                        "lab1 1: killed.1 0-4 no result",
                        "lab1 2: beside.1 1-12 no result",
                        "lab2 1: first.1 0-4 passed, killed.2 4-12 passed, beside.2 12-15 passed");
        assertThat(states(batch))
                .as("nothing came of it after others had its last job")
                .containsExactly("in service 0-12", "silent 12-15 (inferred)", "in service 0-15");
        assertThat(available(batch)).containsExactly("0-12", "0-12", "0-15");
    }

    @Test
    void anAttemptWithoutAResultEndsWhereItsSlotBeganAnother() {
        SampleBatch batch = new SampleBatch()
                .consumer("1", "lab1", 1, IN_SERVICE, 0)
                .consumer("1", "lab1", 1, SILENT, 3)
                .consumer("2", "lab1", 1, IN_SERVICE, 5)
                .job("killer")
                .begun("lab1", 1, 1)
                .job("next")
                .ran("lab1", 1, 6, 8, Verdict.PASSED);

        assertThat(drawn(batch)).containsExactly("lab1 1: killer.1 0-5 no result, next.1 5-7 passed");
        assertThat(states(batch)).containsExactly("in service 0-2", "silent 2-7", "in service 4-7");
    }

    @Test
    void whatStillRunsLastsToTheEndAndMakesNobodySilent() {
        SampleBatch batch = new SampleBatch()
                .consumer("1", "lab1", 1, IN_SERVICE, 0)
                .job("runs")
                .begun("lab1", 1, 1)
                .job("other")
                .ran("lab2", 1, 0, 9, Verdict.PASSED);

        assertThat(drawn(batch)).startsWith("lab1 1: runs.1 1-9 no result");
        assertThat(states(batch)).containsExactly("in service 0-9");
    }

    @Test
    void aJobThatWasGivenUpEndsAsItWas() {
        SampleBatch batch = new SampleBatch()
                .job("deadly")
                .begun("lab1", 1, 0)
                .begun("lab2", 1, 2)
                .gaveUp("lab3", 5, Verdict.LOST)
                .job("other")
                .ran("lab3", 1, 0, 9, Verdict.PASSED);

        assertThat(drawn(batch))
                .containsExactly(
                        "lab1 1: deadly.1 0-2 no result",
                        "lab2 1: deadly.2 2-5 no result",
                        "lab3 1: other.1 0-9 passed");
        assertThat(available(batch)).as("lab1 and lab2 are taken for dead").containsExactly("0-2", "0-5", "0-9");
    }

    @Test
    void twoConsumersOfOneNameHaveLanesOfTheirOwnWhileBothAreThere() {
        SampleBatch batch = new SampleBatch()
                .consumer("1", "lab1", 1, IN_SERVICE, 0)
                .consumer("2", "lab1", 2, IN_SERVICE, 3)
                .job("a")
                .ran("lab1", 1, 0, 9, Verdict.PASSED)
                .job("b")
                .ran("lab1", 1, 3, 10, Verdict.PASSED);

        assertThat(drawn(batch)).containsExactly("lab1 1: a.1 0-9 passed", "lab1 1b: b.1 3-10 passed", "lab1 2:");
        assertThat(available(batch)).containsExactly("0-10", "3-10", "3-10");
    }

    @Test
    void aClockThatWasSetBackMakesNoLaneWhereItIsKnownThatThereWasOne() {
        SampleBatch known = new SampleBatch()
                .consumer("1", "lab1", 1, IN_SERVICE, 0)
                .job("a")
                .ran("lab1", 1, 0, 9, Verdict.PASSED)
                .job("b")
                .ran("lab1", 1, 5, 10, Verdict.PASSED);

        assertThat(drawn(known)).containsExactly("lab1 1: a.1 0-9 passed, b.1 5-10 passed");
        assertThat(timeline(known).lanes().map(Lane::busy)).containsExactly(10_000_000L);
    }

    @Test
    void aJobOfSeveralSlotsKeepsOthersFree() {
        SampleBatch batch = new SampleBatch()
                .consumer("1", "lab1", 3, IN_SERVICE, 0)
                .job("one")
                .ran("lab1", 1, 0, 4, Verdict.PASSED)
                .job("two")
                .placed(2, false)
                .ran("lab1", 2, 1, 4, Verdict.FAILED)
                .job("alone")
                .placed(1, true)
                .ran("lab1", 3, 5, 7, Verdict.PASSED);

        assertThat(drawn(batch))
                .containsExactly(
                        "lab1 1: one.1 0-4 passed, [alone] 5-7",
                        "lab1 2: two.1 1-4 failed, [alone] 5-7",
                        "lab1 3: [two] 1-4, alone.1 5-7 passed");
    }

    @Test
    void whatTakesNoTimeIsThereNevertheless() {
        SampleBatch batch = new SampleBatch()
                .job("a")
                .ran("lab1", 1, 0, 0, Verdict.ERROR)
                .job("b")
                .ran("lab1", 1, 0, 2, Verdict.PASSED);

        assertThat(drawn(batch)).containsExactly("lab1 1: a.1 0-0 error, b.1 0-2 passed");
    }

    @Test
    void aBatchOfWhichNothingRanHasNoLanes() {
        SampleBatch batch = new SampleBatch().job("waits").job("cancelled").gaveUp("producer", 3, Verdict.CANCELLED);

        assertThat(timeline(batch).lanes()).isEmpty();
        assertThat(timeline(batch).length()).isZero();
        Efficiency none = Efficiency.of(batch.outcome(), timeline(batch));
        assertThat(none.utilisation()).isZero();
        assertThat(none.lowerBound()).isZero();
        assertThat(none.tail()).isZero();
    }

    @Test
    void theSlotsAreUsedAsWellAsTheLanesSay() {
        SampleBatch batch = new SampleBatch()
                .consumer("1", "lab1", 1, IN_SERVICE, 0)
                .consumer("2", "lab2", 1, IN_SERVICE, 4)
                .job("a")
                .ranBefore("lab1", 1, 0, 3, Verdict.FAILED)
                .ran("lab1", 1, 3, 6, Verdict.PASSED)
                .job("b")
                .ran("lab2", 1, 4, 9, Verdict.PASSED)
                .job("c")
                .ran("lab1", 1, 7, 10, Verdict.PASSED);

        assertThat(Efficiency.of(batch.outcome(), timeline(batch)))
                .isEqualTo(new Efficiency(
                        2,
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(16),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(3)))
                .satisfies(used -> assertThat(used.utilisation()).isEqualTo(14.0 / 16))
                .satisfies(used -> assertThat(used.lowerBound()).isEqualTo(Duration.ofSeconds(7)));
    }

    @Test
    void theLongestJobIsALowerBoundToo() {
        SampleBatch batch = new SampleBatch()
                .job("long")
                .ran("lab1", 1, 0, 9, Verdict.PASSED)
                .job("short")
                .placed(2, false)
                .ran("lab2", 1, 0, 1, Verdict.PASSED);

        Efficiency used = Efficiency.of(batch.outcome(), timeline(batch));
        assertThat(used.lowerBound()).isEqualTo(Duration.ofSeconds(9));
        assertThat(used.work()).as("the short one took two slots").isEqualTo(Duration.ofSeconds(11));
    }

    private static Timeline timeline(SampleBatch batch) {
        return Timeline.of(batch.outcome());
    }

    private static List<String> drawn(SampleBatch batch) {
        return timeline(batch).consumers().stream()
                .flatMap(consumer -> consumer.lanes().stream()
                        .map(lane -> consumer.consumer() + " " + lane.slot() + (lane.copy() == 1 ? "b" : "") + ":"
                                + lane.bars().stream()
                                        .map(bar -> " " + drawn(batch, bar))
                                        .collect(Collectors.joining(","))))
                .toList();
    }

    private static String drawn(SampleBatch batch, Bar bar) {
        String name = batch.outcome().batch().job(bar.job()).name();
        if (bar.isHeld()) {
            return "[" + name + "] " + drawn(bar.span());
        }
        return name + "." + bar.attempt() + " " + drawn(bar.span()) + " "
                + bar.result().map(JobResult::verdict).map(Verdict::label).orElse("no result");
    }

    private static List<String> available(SampleBatch batch) {
        return timeline(batch)
                .lanes()
                .map(lane -> lane.available().stream().map(TimelineTest::drawn).collect(Collectors.joining(" ")))
                .toList();
    }

    private static List<String> states(SampleBatch batch) {
        return timeline(batch).consumers().stream()
                .flatMap(consumer -> consumer.states().stream())
                .map(state -> state.kind().label() + (state.why().isEmpty() ? "" : " (" + state.why() + ")") + " "
                        + drawn(state.span()) + (state.isInferred() ? " (inferred)" : ""))
                .toList();
    }

    private static String drawn(Span span) {
        return seconds(span.from()) + "-" + seconds(span.to());
    }

    private static String seconds(long micros) {
        return String.valueOf(micros / 1e6).replaceAll("\\.0$", "");
    }
}
