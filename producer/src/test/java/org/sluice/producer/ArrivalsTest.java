package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.producer.Batches.attempt;
import static org.sluice.producer.Batches.batch;
import static org.sluice.producer.Batches.finished;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.Limits;
import org.sluice.job.Verdict;
import org.sluice.messaging.ResultInbox.FilePart;
import org.sluice.reporting.BatchDirectory;

/** Files that attempts bring back are kept with the verdict, whole, or not at all. */
class ArrivalsTest {
    private static final Attempt FIRST = attempt(1, "lab1", 1);
    private static final Attempt SECOND = attempt(1, "lab2", 2);

    @TempDir
    Path temp;

    private final Heard heard = new Heard();
    private BatchDirectory directory;
    private Ledger ledger;

    @BeforeEach
    void setUp() {
        directory = BatchDirectory.of(temp, "batch-1");
        ledger = Ledger.create(directory, temp, batch(3), Clock.systemUTC(), List.of(heard));
    }

    @AfterEach
    void tearDown() {
        ledger.close();
    }

    @Test
    void filesAreSeenWithTheVerdictAndNotBefore() throws IOException {
        send(FIRST, "out/flume.his", "ab", "cd");
        send(FIRST, "empty", "");
        ledger.commit();
        assertThat(directory.files(1, "Test 1")).doesNotExist();

        end(FIRST);

        assertThat(files()).containsExactly("empty: ", "out/flume.his: abcd");
        assertThat(directory.arriving()).doesNotExist();
        assertThat(heard.count("noted")).isZero();
    }

    @Test
    void theFilesOfOneAttemptAreNotMixedWithThoseOfAnother() throws IOException {
        begin(FIRST, "a", 0, "lab1");
        send(SECOND, "a", "lab2");
        send(SECOND, "b", "lab2");
        begin(FIRST, "a", 4, " goes on");
        end(SECOND);
        send(FIRST, "a", "late");
        end(FIRST);

        assertThat(files()).containsExactly("a: lab2", "b: lab2");
        assertThat(directory.arriving()).doesNotExist();
    }

    @Test
    void aResumedCollectorGoesOnInTheMiddleOfAFile() throws IOException {
        send(FIRST, "whole", "x");
        begin(FIRST, "a", 0, "ab");
        ledger.commit();
        resume();
        last(FIRST, "a", 2, "cd", "abcd");
        end(FIRST);

        assertThat(files()).containsExactly("a: abcd", "whole: x");
    }

    @Test
    void whatComesAgainAfterAResumeSinceItWasNotAcknowledgedChangesNothing() throws IOException {
        begin(FIRST, "a", 0, "ab");
        ledger.commit();
        last(FIRST, "a", 2, "cd", "abcd");
        send(FIRST, "b", "x");
        ledger.commit();
        resume();
        last(FIRST, "a", 2, "cd", "abcd");
        send(FIRST, "b", "x");
        begin(FIRST, "c", 0, "12");
        ledger.commit();
        resume();
        begin(FIRST, "c", 0, "12");
        last(FIRST, "c", 2, "3", "123");
        end(FIRST);

        assertThat(files()).containsExactly("a: abcd", "b: x", "c: 123");
        assertThat(heard.count("noted")).isZero();
    }

    @Test
    void allComesAnewWhenTheConnectionBrokeInTheMiddle() throws IOException {
        send(FIRST, "a", "first");
        begin(FIRST, "b", 0, "was longer when it was sent first");
        send(FIRST, "a", "first");
        send(FIRST, "b", "ab", "cd");
        end(FIRST);

        assertThat(files()).containsExactly("a: first", "b: abcd");
        assertThat(heard.count("noted")).isZero();
    }

    /** The verdict is in the journal, and the process dies before it has moved the files. */
    @Test
    void aCrashBehindTheVerdictLosesNoFile() throws IOException {
        send(FIRST, "a", "lab1");
        send(SECOND, "a", "lab2");
        ledger.commit();
        Path copy = temp.resolve("copy");
        copy(directory.arriving(), copy);
        end(FIRST);
        Files.delete(directory.files(1, "Test 1").resolve("a"));
        Files.delete(directory.files(1, "Test 1"));
        Files.move(copy, directory.arriving());

        resume();
        ledger.commit();

        assertThat(files()).containsExactly("a: lab1");
        assertThat(directory.arriving()).doesNotExist();
    }

    @Test
    void theFilesOfAnAttemptAfterWhichTheJobIsRunAgainAreBesideItsOutput() throws IOException {
        ledger.close();
        directory = BatchDirectory.of(temp, "batch-2");
        Batch batch = new Batch(
                "batch-2",
                "server.inp",
                Instant.EPOCH,
                List.of(batch(1).job(1).withLimits(new Limits(Optional.empty(), Optional.empty(), 1))));
        ledger = Ledger.create(directory, temp, batch, Clock.systemUTC(), List.of(heard));
        send(FIRST, "a", "first");
        send(SECOND, "a", "second");
        ledger.attempted(finished(FIRST, Verdict.FAILED, "solver exited 3"));
        ledger.commit();
        send(FIRST, "a", "first");
        resume();
        last(FIRST, "a", 2, "rst", "first");
        end(SECOND);

        assertThat(files()).containsExactly("a: second");
        assertThat(directory.attempt(1, "Test 1", 1).resolve("files/a")).hasContent("first");
        assertThat(directory.arriving()).doesNotExist();
        assertThat(heard.count("noted")).isZero();
    }

    @Test
    void aFileOfWhichAPartIsMissingOrOtherIsNotKeptAndTheOthersAre() throws IOException {
        begin(FIRST, "gap", 0, "ab");
        last(FIRST, "gap", 3, "d", "abcd");
        last(FIRST, "headless", 2, "cd", "abcd");
        last(FIRST, "changed", 0, "abce", "abcd");
        begin(FIRST, "torn", 0, "ab");
        send(FIRST, "good", "g");
        end(FIRST);

        assertThat(files()).containsExactly("good: g");
        assertThat(heard.lines())
                .contains(
                        "noted The file 'gap' that job 'Test 1' brings back is not kept: a part of it is missing.",
                        "noted The file 'headless' that job 'Test 1' brings back is not kept: its beginning is missing.",
                        "noted The file 'changed' that job 'Test 1' brings back is not kept: what arrived is not what"
                                + " was sent.");
        ledger.closed();
        assertThat(heard.lines())
                .contains("noted Not every file that job 'Test 1' brings back has arrived whole; what was torn is not"
                        + " kept.");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNameThatCannotBeHereCostsItsFileAlone() throws IOException {
        send(FIRST, "n".repeat(300), "x");
        send(FIRST, "a", "x");
        send(FIRST, "a/b", "x");
        send(FIRST, "line\nbreak", "x");
        send(FIRST, "n".repeat(255), "x");
        end(FIRST);

        assertThat(files()).containsExactly("a: x", "line\nbreak: x", "n".repeat(255) + ": x");
        ledger.closed();
        assertThat(heard.lines().stream().filter(line -> line.startsWith("noted")))
                .containsExactly(
                        "noted The file '" + "n".repeat(97) + "...' that job 'Test 1' brings back is not kept: its name"
                                + " cannot be one here, beside the others.",
                        "noted The file 'a/b' that job 'Test 1' brings back is not kept: its name cannot be one here,"
                                + " beside the others.");
    }

    @Test
    void filesOfAJobThatTheBatchDoesNotHaveAreOnlyNoted() {
        send(attempt(4, "lab1", 1), "a", "x");
        ledger.commit();

        assertThat(directory.arriving()).doesNotExist();
        assertThat(heard.lines()).containsExactly("noted A file came for job 4, which the batch does not have.");
    }

    private void send(Attempt attempt, String path, String... parts) {
        String whole = String.join("", parts);
        int offset = 0;
        for (int i = 0; i < parts.length; i++) {
            if (i < parts.length - 1) {
                begin(attempt, path, offset, parts[i]);
            } else {
                last(attempt, path, offset, parts[i], whole);
            }
            offset += parts[i].length();
        }
    }

    private void begin(Attempt attempt, String path, long offset, String text) {
        ledger.arrived(new FilePart(attempt, path, offset, bytes(text), Optional.empty()));
    }

    private void last(Attempt attempt, String path, long offset, String text, String whole) {
        ledger.arrived(new FilePart(attempt, path, offset, bytes(text), Optional.of(sum(whole))));
    }

    private void end(Attempt attempt) {
        ledger.finished(finished(attempt, Verdict.PASSED, ""));
        ledger.commit();
    }

    private void resume() {
        ledger.close();
        ledger = Ledger.resume(directory, Clock.systemUTC(), List.of(heard));
    }

    /** Each file below the directory of the job's files, with what is in it. */
    private List<String> files() throws IOException {
        Path files = directory.files(1, "Test 1");
        try (Stream<Path> found = Files.walk(files)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> files.relativize(file) + ": " + text(file))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> found = Files.walk(from)) {
            for (Path each : found.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sum(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
