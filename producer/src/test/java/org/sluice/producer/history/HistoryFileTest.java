package org.sluice.producer.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sluice.producer.history.Runs.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.Verdict;

class HistoryFileTest {
    private static final Duration GUARD = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private Path path;
    private HistoryFile file;

    @BeforeEach
    void nameTheFile() {
        path = dir.resolve(".sluice").resolve("history");
        file = new HistoryFile(path, Clock.fixed(Runs.START, ZoneOffset.UTC));
    }

    @Test
    void whatIsAddedIsReadBack() throws IOException {
        Run all = new Run(
                "a \"b\"\n\u2028é",
                "0123456789ab",
                "batch-1",
                Runs.START,
                Verdict.PASSED,
                Duration.ofMillis(1234),
                1 << 30,
                3,
                true);
        Run usual = run("c", 2, Verdict.TIMED_OUT, 7);

        assertThat(file.read().history().all()).isEmpty();
        assertThat(file.add(List.of(all), GUARD)).isTrue();
        assertThat(file.add(List.of(usual), GUARD)).isTrue();

        HistoryFile.Read read = file.read();
        assertThat(read.history().all()).containsExactly(all, usual);
        assertThat(read.lines()).isEqualTo(3);
        assertThat(read.unreadable()).isZero();
    }

    /** The format, as it is on the disks of users: a later version must read it. */
    @Test
    void linesOfTheFirstVersionAreRead() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, """
                {"sluice":1,"type":"history"}
                {"job":"flume","definition":"9f86d081884c","batch":"20260131-120000-3f2a","began":1769860800,"verdict":"passed","ms":1234}
                {"job":"flume","definition":"9f86d081884c","batch":"b2","began":1769860900,"verdict":"timed out","ms":20,"peakBytes":4096,"attempts":2,"flaky":true,"later":[1]}
                """);

        assertThat(file.read().history().runs("flume"))
                .containsExactly(
                        new Run(
                                "flume",
                                "9f86d081884c",
                                "20260131-120000-3f2a",
                                Runs.START,
                                Verdict.PASSED,
                                Duration.ofMillis(1234),
                                0,
                                1,
                                false),
                        new Run(
                                "flume",
                                "9f86d081884c",
                                "b2",
                                Runs.START.plusSeconds(100),
                                Verdict.TIMED_OUT,
                                Duration.ofMillis(20),
                                4096,
                                2,
                                true));
    }

    @Test
    void aLastLineThatWasCutAnywhereCountsNotAndTheNextOneIsWhole() throws IOException {
        file.add(List.of(run("a", 1, Verdict.PASSED, 1)), GUARD);
        byte[] before = Files.readAllBytes(path);
        file.add(List.of(run("b", 1, Verdict.PASSED, 1)), GUARD);
        byte[] whole = Files.readAllBytes(path);

        for (int length = before.length; length < whole.length; length++) {
            Files.write(path, java.util.Arrays.copyOf(whole, length));
            assertThat(file.read().history().names()).as("cut to " + length).containsExactly("a");
            file.add(List.of(run("c", 1, Verdict.PASSED, 1)), GUARD);
            HistoryFile.Read read = file.read();
            assertThat(read.history().names()).as("cut to " + length).containsExactly("a", "c");
            assertThat(read.unreadable()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"job a\njob b\n", "{}\n", "{\"sluice\":1,\"type\":\"batch\"}\n", "no line feed", "\n"})
    void somebodyElsesFileIsNoHistory(String content) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);

        assertThatExceptionOfType(IOException.class).isThrownBy(file::read).withMessage("it is no history of jobs");
    }

    @Test
    void aFileThatWasCutInItsFirstLineIsBegunAnew() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, HistoryFile.HEAD.substring(0, 9));

        assertThat(file.read().history().names()).isEmpty();
        file.add(List.of(run("a", 1, Verdict.PASSED, 1)), GUARD);

        assertThat(Files.readAllLines(path)).hasSize(2).startsWith(HistoryFile.HEAD);
    }

    @Test
    void linesThatCannotBeReadAreLeftOutAndCounted() throws IOException {
        file.add(List.of(run("a", 1, Verdict.PASSED, 1)), GUARD);
        append("no JSON\n{}\n" + "y".repeat(200_000) + "\n\0\0\0\n"
                + "{\"job\":\"b\",\"definition\":\"1\",\"batch\":\"1\",\"began\":1,\"verdict\":\"great\",\"ms\":1}\n");
        file.add(List.of(run("c", 1, Verdict.PASSED, 1)), GUARD);

        HistoryFile.Read read = file.read();
        assertThat(read.history().names()).containsExactly("a", "c");
        assertThat(read.unreadable()).isEqualTo(5);
        assertThat(read.lines()).isEqualTo(8);
    }

    @Test
    void aHistoryOfANewerVersionIsNeitherReadNorChanged() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "{\"sluice\":2,\"type\":\"history\"}\n");

        assertThatExceptionOfType(IOException.class).isThrownBy(file::read).withMessageContaining("format version 2");
        assertThatExceptionOfType(IOException.class).isThrownBy(file::compact);
        assertThat(path).hasContent("{\"sluice\":2,\"type\":\"history\"}\n");
    }

    @Test
    void severalWhoAddAtOnceLoseNothing() throws Exception {
        int writers = 8;
        int each = 50;
        List<Thread> threads = new ArrayList<>();
        List<Boolean> added = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            Thread thread = new Thread(() -> {
                HistoryFile own = new HistoryFile(path, Clock.systemUTC());
                for (int i = 0; i < each; i++) {
                    try {
                        added.add(own.add(List.of(run("w" + number + "-" + i, i, Verdict.PASSED, i)), GUARD));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(added).hasSize(writers * each).containsOnly(true);
        HistoryFile.Read read = file.read();
        assertThat(read.unreadable()).isZero();
        assertThat(read.history().names()).hasSize(writers * each);
    }

    @Test
    void whoeverDoesNotGetTheLockInTimeAddsNothing() throws IOException {
        file.add(List.of(run("a", 1, Verdict.PASSED, 1)), GUARD);
        try (HistoryLock held = HistoryLock.take(path, Duration.ZERO).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(file.add(List.of(run("b", 1, Verdict.PASSED, 1)), Duration.ZERO))
                    .isFalse();
        }

        assertThat(file.add(List.of(run("c", 1, Verdict.PASSED, 1)), Duration.ZERO))
                .isTrue();
        assertThat(file.read().history().names()).containsExactly("a", "c");
    }

    @Test
    void aFileThatIsMostlyOldIsWrittenAnewWithTheSameContent() throws IOException {
        for (int batch = 0; batch < 60; batch++) {
            List<Run> runs = new ArrayList<>();
            for (int job = 0; job < 40; job++) {
                runs.add(run("job-" + job, batch, Verdict.PASSED, batch));
            }
            file.add(runs, GUARD);
        }
        append("damaged\n");
        List<Run> before = file.read().history().all();
        long size = Files.size(path);

        file.compact();

        HistoryFile.Read after = file.read();
        assertThat(after.history().all()).containsExactlyElementsOf(before).hasSize(40 * History.RUNS);
        assertThat(after.lines()).isEqualTo(40 * History.RUNS + 1);
        assertThat(after.unreadable()).isZero();
        assertThat(Files.size(path)).isLessThan(size / 2);
        try (var files = Files.list(path.getParent())) {
            assertThat(files)
                    .extracting(other -> other.getFileName().toString())
                    .containsExactlyInAnyOrder("history", "history.lock");
        }
    }

    @Test
    void aFileInWhichLittleIsOldIsLeftAlone() throws IOException {
        for (int batch = 0; batch < 30; batch++) {
            file.add(List.of(run("a", batch, Verdict.PASSED, batch)), GUARD);
        }
        byte[] before = Files.readAllBytes(path);

        file.compact();

        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    private void append(String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.APPEND);
    }
}
