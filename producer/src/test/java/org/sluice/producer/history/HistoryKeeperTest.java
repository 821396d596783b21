package org.sluice.producer.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.producer.history.Runs.job;
import static org.sluice.producer.history.Runs.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

class HistoryKeeperTest {
    @TempDir
    Path dir;

    private final List<String> troubles = new ArrayList<>();
    private final HandClock clock = new HandClock();
    private final Batch batch =
            new Batch("batch-7", "server.inp", Runs.START, List.of(job(1, "a"), job(2, "b"), job(3, "c")));
    private Path path;

    @BeforeEach
    void nameTheFile() {
        path = dir.resolve("history");
    }

    @Test
    void whatIsWorthItIsRemembered() throws IOException {
        HistoryKeeper keeper = open();
        keeper.retried(result(1, "a", Verdict.FAILED, 5));
        keeper.verdict(result(1, "a", Verdict.PASSED, 1234));
        keeper.verdict(
                JobResult.withoutRun(result(2, "b", Verdict.CANCELLED, 0).attempt(), "b", Verdict.CANCELLED, "x"));
        keeper.verdict(JobResult.withoutRun(result(3, "c", Verdict.LOST, 0).attempt(), "c", Verdict.LOST, "x"));
        keeper.closed(soFar(List.of()));

        History history = History.read(path);
        assertThat(history.names()).containsExactly("a", "c");
        assertThat(history.runs("a"))
                .containsExactly(new Run(
                        "a",
                        Definition.of(job(1, "a")),
                        "batch-7",
                        Runs.START.plusSeconds(1),
                        Verdict.PASSED,
                        Duration.ofMillis(1234),
                        0,
                        2,
                        true));
        assertThat(history.runs("c")).extracting(Run::verdict).containsExactly(Verdict.LOST);
        assertThat(troubles).isEmpty();
    }

    @Test
    void aSimulatedPassIsNotRemembered() {
        HistoryKeeper keeper = open();
        keeper.verdict(JobResult.withoutRun(result(1, "a", Verdict.PASSED, 0).attempt(), "a", Verdict.PASSED, ""));
        keeper.closed(soFar(List.of()));

        assertThat(path).doesNotExist();
    }

    @Test
    void itIsWrittenWhileTheBatchRunsButNotForEveryJob() throws IOException {
        HistoryKeeper keeper = open();
        keeper.verdict(result(1, "a", Verdict.PASSED, 1));
        assertThat(History.read(path).names()).containsExactly("a");
        keeper.verdict(result(2, "b", Verdict.PASSED, 1));
        assertThat(History.read(path).names()).containsExactly("a");
        clock.now = clock.now.plusSeconds(1);
        keeper.verdict(result(3, "c", Verdict.PASSED, 1));
        assertThat(History.read(path).names()).containsExactly("a", "b", "c");
    }

    @Test
    void whoTakesUpABatchWritesWhatTheOneBeforeCouldNot() throws IOException {
        open().verdict(result(1, "a", Verdict.PASSED, 1));

        HistoryKeeper second = open(List.of(result(1, "a", Verdict.PASSED, 1), result(2, "b", Verdict.PASSED, 1)));
        second.verdict(result(3, "c", Verdict.PASSED, 1));
        second.closed(soFar(List.of()));

        assertThat(History.read(path).all()).extracting(Run::job).containsExactly("a", "b", "c");
        assertThat(Files.readAllLines(path)).hasSize(4);
    }

    @Test
    void somebodyElsesLockIsNoReasonToWaitWhileTheBatchRuns() throws IOException {
        HistoryKeeper keeper = open();
        try (HistoryLock held = HistoryLock.take(path, Duration.ZERO).orElseThrow()) {
            assertThat(held).isNotNull();
            keeper.verdict(result(1, "a", Verdict.PASSED, 1));
            assertThat(path).doesNotExist();
        }
        keeper.closed(soFar(List.of()));

        assertThat(History.read(path).names()).containsExactly("a");
        assertThat(troubles).isEmpty();
    }

    @Test
    void aLockThatIsNeverGivenBackIsToldInTheEnd() throws IOException {
        HistoryKeeper keeper = open();
        keeper.verdict(result(1, "a", Verdict.PASSED, 1));
        try (HistoryLock held = HistoryLock.take(path, Duration.ZERO).orElseThrow()) {
            assertThat(held).isNotNull();
            keeper.verdict(result(2, "b", Verdict.PASSED, 1));
            keeper.closed(soFar(List.of()));
        }

        assertThat(troubles).singleElement().asString().contains("cannot be written (another process keeps it locked)");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldOnce() throws IOException {
        Files.writeString(dir.resolve("file"), "");
        path = dir.resolve("file").resolve("history");
        HistoryKeeper keeper = open();
        for (int i = 1; i <= 3; i++) {
            clock.now = clock.now.plusSeconds(60);
            keeper.verdict(result(i, List.of("a", "b", "c").get(i - 1), Verdict.PASSED, 1));
        }
        keeper.closed(soFar(List.of()));

        assertThat(troubles).singleElement().asString().contains(path.toString(), "--no-history");
    }

    @Test
    void aFileThatIsNoHistoryIsToldAndNotTouched() throws IOException {
        Files.createDirectories(path);
        HistoryKeeper keeper = open();
        keeper.verdict(result(1, "a", Verdict.PASSED, 1));
        keeper.closed(soFar(List.of()));

        assertThat(troubles).singleElement().asString().contains("cannot be read", path.toString());
        assertThat(path).isEmptyDirectory();

        troubles.clear();
        path = dir.resolve("newer");
        Files.writeString(path, "{\"sluice\":9,\"type\":\"history\"}\n");
        HistoryKeeper old = open();
        old.verdict(result(1, "a", Verdict.PASSED, 1));
        old.closed(soFar(List.of()));

        assertThat(troubles).singleElement().asString().contains("format version 9");
        assertThat(path).hasContent("{\"sluice\":9,\"type\":\"history\"}\n");
    }

    @Test
    void aFileThatHasGrownIsMadeSmallerInTheEnd() throws IOException {
        HistoryFile file = new HistoryFile(path, clock);
        for (int number = 0; number < 1100; number++) {
            file.add(List.of(Runs.run("a", number, Verdict.PASSED, 1)), Duration.ZERO);
        }
        HistoryKeeper keeper = open();
        keeper.verdict(result(2, "b", Verdict.PASSED, 1));
        assertThat(file.read().lines()).isEqualTo(1102);

        keeper.closed(soFar(List.of()));

        assertThat(file.read().lines()).isEqualTo(1 + History.RUNS + 1);
        assertThat(History.read(path).runs("b")).hasSize(1);
    }

    @Test
    void damagedLinesAreToldAndTheOthersUsed() throws IOException {
        HistoryKeeper first = open();
        first.verdict(result(1, "a", Verdict.FAILED, 1));
        first.closed(soFar(List.of()));
        Files.writeString(path, Files.readString(path) + "damaged\n");

        HistoryKeeper second = open();

        assertThat(troubles).singleElement().asString().contains("1 of the 3 lines of the history");
        assertThat(second.history().didNotPassLast(job(1, "a"))).isTrue();
    }

    private HistoryKeeper open() {
        return open(List.of());
    }

    private HistoryKeeper open(List<JobResult> results) {
        HistoryKeeper keeper = HistoryKeeper.open(path, clock, troubles::add);
        keeper.opened(soFar(results));
        return keeper;
    }

    private BatchOutcome soFar(List<JobResult> results) {
        Map<Integer, JobResult> verdicts = new java.util.LinkedHashMap<>();
        results.forEach(result -> verdicts.put(result.job(), result));
        return new BatchOutcome(batch, verdicts, Map.of(), List.of(), List.of(), false);
    }

    private static final class HandClock extends Clock {
        private Instant now = Runs.START;

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
