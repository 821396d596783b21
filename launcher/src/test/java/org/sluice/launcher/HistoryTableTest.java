package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.producer.history.History;

class HistoryTableTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private History history;

    @BeforeEach
    void readAHistory() throws IOException {
        Path file = dir.resolve("history");
        Files.write(
                file,
                List.of(
                        "{\"sluice\":1,\"type\":\"history\"}",
                        run(
                                "flume",
                                "1",
                                "20260127-210004-07f1",
                                1769547604,
                                "passed",
                                5700,
                                "\"peakBytes\":432013312"),
                        run(
                                "flume",
                                "1",
                                "20260128-210003-b2c9",
                                1769634003,
                                "passed",
                                5800,
                                "\"attempts\":2,\"flaky\":true"),
                        run("flume", "2", "20260129-210004-5d10", 1769720404, "failed", 900, "\"attempts\":3"),
                        run("flume", "2", "20260131-210004-3f2a", 1769893204, "passed", 12_300, "\"attempts\":1"),
                        run("basin\u001b[31m", "1", "b", 1769893204, "timed out", 60_000, "\"attempts\":1"),
                        run("long", "1", "b", 1769893204, "passed", 3_600_000, "\"attempts\":1")));
        history = History.read(file);
    }

    private static String run(
            String job, String definition, String batch, long began, String verdict, long millis, String more) {
        return String.format(
                "{\"job\":\"%s\",\"definition\":\"%s\",\"batch\":\"%s\",\"began\":%d,\"verdict\":\"%s\",\"ms\":%d,%s}",
                job.replace("\u001b", "\\u001b"), definition, batch, began, verdict, millis, more);
    }

    @Test
    void aJobHasALineForEachRunAndARowOfBars() {
        table(StandardCharsets.UTF_8.name()).printJob("flume");

        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                flume: 4 runs, usually 12.3s (the median of 1 pass), flaky in 1 of 4 (25%)

                batch                 began             verdict        time    memory  attempts
                20260127-210004-07f1  2026-01-27 21:00  passed         5.7s    412 MB  1
                20260128-210003-b2c9  2026-01-28 21:00  passed         5.8s            2        flaky
                20260129-210004-5d10  2026-01-29 21:00  failed        0.90s            3        the job was changed
                20260131-210004-3f2a  2026-01-31 21:00  passed        12.3s            1

                ▄▄x█  up to 12.3s
                """);
    }

    @Test
    void allJobsAreListedTheLongestFirstAndHarmless() {
        table(StandardCharsets.US_ASCII.name()).printAll();

        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                job               usually      last  verdict     runs
                long                1h00m     1h00m  passed      #
                flume               12.3s     12.3s  passed      --x#  flaky in 1 of 4 (25%)
                basin\\u001b[31m         -     1m00s  timed out   x
                """);
    }

    private HistoryTable table(String charset) {
        return new HistoryTable(
                history,
                new Sparkline(java.nio.charset.Charset.forName(charset)),
                ZoneOffset.UTC,
                new PrintWriter(out, true));
    }
}
