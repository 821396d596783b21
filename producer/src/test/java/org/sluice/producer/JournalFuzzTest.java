package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.BatchOutcome;
import org.sluice.reporting.BatchDirectory;
import org.sluice.reporting.Reports;

/** Whatever a journal holds: it is refused by name and line, or believed to its last whole line, and can be reported. */
class JournalFuzzTest {
    private static final Path NAME = Path.of("sluice-out", "batch-1", "journal.jsonl");
    private static final byte[] TORN = "{\"type\":\"verd".getBytes(StandardCharsets.UTF_8);
    private static final String HEAD =
            "{\"type\":\"batch\",\"sluice\":1,\"batch\":\"batch-1\",\"source\":\"server.inp\","
                    + "\"created\":\"2026-01-31T12:00:00Z\",\"jobs\":%d,\"base\":\"/cases\"}\n";
    private static final String JOB =
            "{\"type\":\"job\",\"number\":%d,\"name\":\"Test %1$d\",\"programs\":[{\"words\":[\"true\"]}]}\n";
    private static final String RESULT = "{\"type\":\"%s\",\"job\":%d,\"consumer\":\"lab1\",\"slot\":1,\"delivery\":1,"
            + "\"started\":\"2026-01-31T12:00:01Z\",\"name\":\"Test %2$d\",\"verdict\":\"%s\",\"reason\":\"\","
            + "\"wallNanos\":4000000,\"stdoutBytes\":4,\"stderrBytes\":0,"
            + "\"programs\":[{\"program\":\"true\",\"exit\":0,\"wallNanos\":3000000}]}\n";

    @TempDir
    private Path temp;

    static Stream<byte[]> samples() {
        String begun = HEAD.formatted(2) + JOB.formatted(1) + JOB.formatted(2) + "{\"type\":\"round\",\"round\":1}\n";
        String started = "{\"type\":\"started\",\"job\":1,\"consumer\":\"lab1\",\"slot\":1,\"delivery\":1,"
                + "\"started\":\"2026-01-31T12:00:01Z\"}\n";
        String ended = started
                + RESULT.formatted("attempt", 1, "failed")
                + RESULT.formatted("verdict", 1, "lost")
                + RESULT.formatted("superseded", 1, "timed out")
                + "{\"type\":\"note\",\"text\":\"a connection was lost\"}\n";
        return Stream.of(
                        begun,
                        begun + ended + RESULT.formatted("verdict", 2, "passed") + "{\"type\":\"closed\"}\n",
                        begun + "{\"type\":\"broken off\",\"reason\":\"nobody is there\"}\n"
                                + "{\"type\":\"interrupted\"}\n{\"type\":\"round\",\"round\":2}\n" + started)
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest
    void aJournalIsBelievedToItsLastWholeLineOrRefused(byte[] input) throws Exception {
        JournalReader.Read read;
        try {
            read = read(input);
        } catch (JournalException e) {
            assertThat(e.getMessage()).contains(NAME.toString());
            return;
        }
        assertThat(read.goodBytes() + read.tornBytes()).isEqualTo(input.length);
        BatchOutcome outcome = read.state().outcome();

        byte[] good = Arrays.copyOf(input, (int) read.goodBytes());
        assertThat(read(good).state().outcome()).as("without what is torn").isEqualTo(outcome);
        byte[] torn = Arrays.copyOf(good, good.length + TORN.length);
        System.arraycopy(TORN, 0, torn, good.length, TORN.length);
        JournalReader.Read again = read(torn);
        assertThat(again.state().outcome()).as("torn elsewhere").isEqualTo(outcome);
        assertThat(again.tornBytes()).isEqualTo(TORN.length);

        assertThat(linesOf(good, "job"))
                .as("lines of jobs")
                .isEqualTo(outcome.batch().jobs().size());
        if (linesOf(good, "verdict") > 0) {
            assertThat(outcome.results()).isNotEmpty();
        }
        assertCanBeReported(outcome);
    }

    private static JournalReader.Read read(byte[] journal) {
        return JournalReader.read(NAME, new ByteArrayInputStream(journal));
    }

    private static long linesOf(byte[] journal, String type) throws Exception {
        long lines = 0;
        for (String line : new String(journal, StandardCharsets.UTF_8).split("\n")) {
            lines += org.sluice.messaging.Fields.parse(line).text("type").equals(type) ? 1 : 0;
        }
        return lines;
    }

    private void assertCanBeReported(BatchOutcome outcome) throws IOException {
        BatchDirectory directory = new BatchDirectory(temp);
        Reports.write(outcome, directory);
        List<String> joblog = Files.readString(directory.joblog()).lines().toList();
        assertThat(joblog).hasSize(1 + outcome.results().size());
        assertThat(directory.junitXml()).isRegularFile();
    }
}
