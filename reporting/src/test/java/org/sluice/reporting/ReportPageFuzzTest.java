package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;

/** Whatever jobs, consumers and reasons are called, and whatever was written, a page has our elements alone, and data that can be read. */
class ReportPageFuzzTest {
    @TempDir
    private Path directory;

    static Stream<byte[]> samples() {
        return Stream.concat(
                FuzzedBatch.samples(),
                Stream.of(
                                "f|\"><script>alert(1)</script>\nj|</script><img src=x onerror=alert(1)>\no|<!--<script>\ns|'><b>\n"
                                        + "r|'><b>|1||]]>\nv|\"><b onclick=a>|1|<i>|-->\n")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("samples")
    @FuzzTest
    void aPageHasOurElementsAndDataThatCanBeRead(byte[] input) throws Exception {
        BatchOutcome outcome = FuzzedBatch.of(input, directory);
        Path file = directory.resolve("report.html");
        ReportPage.write(outcome, new BatchDirectory(directory), Timeline.of(outcome), file);
        WrittenPage page = WrittenPage.read(file);

        page.requireOurElementsAlone();
        JsonNode jobs = page.data("page-data").path("jobs");
        assertThat(jobs).hasSameSizeAs(outcome.batch().jobs());
        int place = 0;
        for (Job job : outcome.batch().jobs()) {
            assertThat(jobs.get(place).get(0).intValue()).isEqualTo(job.number());
            assertThat(jobs.get(place).get(1).textValue()).isEqualTo(SafeText.line(job.name(), PageRows.NAME));
            assertThat(page.detail(place).isObject()).isTrue();
            place++;
        }
    }

    @MethodSource("samples")
    @FuzzTest
    void aTraceIsJsonAndATableHasALineForEachJob(byte[] input) throws Exception {
        BatchOutcome outcome = FuzzedBatch.of(input, directory);
        Path trace = directory.resolve("trace.json");
        TraceJson.write(outcome, Timeline.of(outcome), trace);
        Path table = directory.resolve("results.csv");
        ResultsCsv.write(outcome, table);

        assertThat(new ObjectMapper()
                        .readTree(trace.toFile())
                        .path("traceEvents")
                        .isArray())
                .isTrue();
        assertThat(ResultsCsvTest.read(table))
                .hasSize(1 + outcome.batch().jobs().size())
                .allSatisfy(line -> assertThat(line).hasSize(19));
    }
}
