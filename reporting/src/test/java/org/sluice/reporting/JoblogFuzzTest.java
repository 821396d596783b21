package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;

/** Whatever jobs, consumers and reasons are called, the job log has a line a verdict and the same columns in each. */
class JoblogFuzzTest {
    /** How GNU parallel knows a line, with {@code --resume-failed}. */
    private static final Pattern PARALLELS_LINE = Pattern.compile("\\d+\\s+[^\\s]+\\s+([-0-9.]+\\s+){6}");

    @TempDir
    private Path directory;

    static Stream<byte[]> samples() {
        return FuzzedBatch.samples();
    }

    @MethodSource("samples")
    @FuzzTest
    void eachVerdictIsALineOfAllColumns(byte[] input) throws Exception {
        BatchOutcome outcome = FuzzedBatch.of(input, directory);
        Path file = directory.resolve("joblog");
        Joblog.write(outcome, file);

        // Throws where the file is not UTF-8; and a line ends at whatever somebody takes for its end.
        List<String> lines = List.of(Files.readString(file).split("\\R", -1));
        assertThat(lines).hasSize(1 + outcome.results().size() + 1).last().isEqualTo("");
        int columns = lines.get(0).split("\t", -1).length;
        int line = 1;
        for (JobResult result : outcome.results().values()) {
            assertThat(PARALLELS_LINE.matcher(lines.get(line)).lookingAt())
                    .as(lines.get(line))
                    .isTrue();
            String[] cells = lines.get(line++).split("\t", -1);
            assertThat(cells).as("columns").hasSize(columns);
            assertThat(cells[0]).isEqualTo(String.valueOf(result.job()));
            assertThat(cells[6].equals("0") && cells[7].equals("0"))
                    .as("Exitval %s and Signal %s of %s", cells[6], cells[7], result)
                    .isEqualTo(result.verdict().isSuccess());
            assertThat(cells[9]).isEqualTo(result.verdict().label());
            assertThat(cells[13]).isEqualTo(SafeText.line(result.name()));
            assertThat(cells[14]).isEqualTo(SafeText.line(result.reason()));
        }
    }
}
