package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.job.ConsumerState.Kind.IN_SERVICE;
import static org.sluice.job.ConsumerState.Kind.PAUSED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

class TraceJsonTest {
    @TempDir
    private Path directory;

    @Test
    void eachAttemptIsAnEventOnTheThreadOfItsSlot() throws IOException {
        JsonNode trace = written(new SampleBatch()
                .consumer("2", "lab2", 2, IN_SERVICE, 0)
                .job("a")
                .ranBefore("lab2", 2, 1, 2.5, Verdict.FAILED)
                .ran("lab1", 1, 2.5, 4, Verdict.PASSED)
                .job("b")
                .begun("lab2", 1, 3));

        assertThat(trace.path("otherData").path("start").textValue()).isEqualTo("2026-11-24T09:15:01.250Z");
        assertThat(events(trace))
                .containsExactly(
                        "process 1 process_name lab1",
                        "process 1 process_sort_index 1",
                        "thread 1.1 thread_name slot 1",
                        "thread 1.1 thread_sort_index 1",
                        "1.1 1500000+1500000 a (passed) {\"job\":1,\"attempt\":2,\"verdict\":\"passed\"}",
                        "process 2 process_name lab2",
                        "process 2 process_sort_index 2",
                        "thread 2.1 thread_name slot 1",
                        "thread 2.1 thread_sort_index 1",
                        "2.1 2000000+1000000 b (no result) {\"job\":2,\"attempt\":1}",
                        "thread 2.2 thread_name slot 2",
                        "thread 2.2 thread_sort_index 2",
                        "2.2 0+1500000 a (failed) {\"job\":1,\"attempt\":1,\"verdict\":\"failed\",\"reason\":\"because\"}");
    }

    @Test
    void aThreadOfItsOwnTellsWhenAConsumerTookNoJobs() throws IOException {
        JsonNode trace = written(new SampleBatch()
                .consumer("1", "lab1", 1, IN_SERVICE, 0)
                .consumer("1", "lab1", 1, PAUSED, 2)
                .consumer("1", "lab1", 1, IN_SERVICE, 5)
                .job("a")
                .ran("lab1", 1, 0, 9, Verdict.PASSED));

        assertThat(events(trace))
                .contains(
                        "thread 1.0 thread_name state", "1.0 2000000+3000000 paused: the disk is full (consumer) null");
    }

    @Test
    void eventsOfOneThreadDoNotOverlapWhateverTheClocksSaid() throws IOException {
        JsonNode trace = written(new SampleBatch()
                .consumer("1", "lab1", 1, IN_SERVICE, 0)
                .job("a")
                .ran("lab1", 1, 0, 9, Verdict.PASSED)
                .job("b")
                .ran("lab1", 1, 5, 10, Verdict.PASSED));

        Map<String, Long> ends = new HashMap<>();
        for (JsonNode event : trace.path("traceEvents")) {
            if (event.path("ph").textValue().equals("X")) {
                String thread = event.path("pid") + "." + event.path("tid");
                long from = event.path("ts").longValue();
                assertThat(from).isGreaterThanOrEqualTo(ends.getOrDefault(thread, 0L));
                ends.put(thread, from + event.path("dur").longValue());
            }
        }
        assertThat(ends).containsValue(10_000_000L);
    }

    @Test
    void whateverNamesAndReasonsHoldItIsJson() throws IOException {
        JsonNode trace = written(new SampleBatch()
                .source("\"\\\u0000\n")
                .job("\"</script>\u0000\uD83D\n")
                .verdict(Verdict.FAILED, "\"\\\u001b[31m", 1)
                .with(null, "\u2028"));

        assertThat(events(trace))
                .anySatisfy(event -> assertThat(event)
                        .contains("\"</script>\\u0000\\ud83d\\n (failed)")
                        .contains("\\u001b[31m"));
    }

    private JsonNode written(SampleBatch batch) throws IOException {
        Path file = directory.resolve("trace.json");
        BatchOutcome outcome = batch.outcome();
        TraceJson.write(outcome, Timeline.of(outcome), file);
        return new ObjectMapper().readTree(file.toFile());
    }

    private static List<String> events(JsonNode trace) {
        return StreamSupport.stream(trace.path("traceEvents").spliterator(), false)
                .map(TraceJsonTest::told)
                .toList();
    }

    private static String told(JsonNode event) {
        String name = event.path("name").textValue();
        String thread = event.path("pid") + "." + event.path("tid");
        if (event.path("ph").textValue().equals("X")) {
            return thread + " " + event.path("ts") + "+" + event.path("dur") + " " + name + " ("
                    + event.path("cat").textValue() + ") " + event.get("args");
        }
        JsonNode value = event.path("args").elements().next();
        return (name.startsWith("process") ? "process " + event.path("pid") : "thread " + thread) + " " + name + " "
                + value.asText();
    }
}
