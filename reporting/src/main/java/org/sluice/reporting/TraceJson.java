package org.sluice.reporting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ConsumerState;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.sluice.reporting.ConsumerLanes.Stretch;

/**
 * The timeline in Chrome's trace event format, which Perfetto opens: a process for each consumer, a thread for each of its slots,
 * a complete event for each attempt, its verdict as category; times are microseconds since the first start. Where a consumer
 * took no jobs, or was not there any more, a thread of its own tells why.
 *
 * <p>The format: Trace Event Format, Google, 2016.
 */
final class TraceJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** Of the thread that tells how the consumer stood; slots are numbered from 1. */
    private static final int STATE_THREAD = 0;

    private final BatchOutcome outcome;
    private final Timeline timeline;
    private final JsonGenerator json;

    private TraceJson(BatchOutcome outcome, Timeline timeline, JsonGenerator json) {
        this.outcome = outcome;
        this.timeline = timeline;
        this.json = json;
    }

    /**
     * Writes the trace, in one step for whoever reads it.
     *
     * @throws IOException if it cannot be written
     */
    static void write(BatchOutcome outcome, Timeline timeline, Path file) throws IOException {
        AtomicFile.write(file, writer -> {
            try (JsonGenerator json =
                    FACTORY.createGenerator(writer).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
                new TraceJson(outcome, timeline, json).write();
            }
        });
    }

    private void write() throws IOException {
        Batch batch = outcome.batch();
        json.writeStartObject();
        json.writeStringField("displayTimeUnit", "ms");
        json.writeObjectFieldStart("otherData");
        json.writeStringField("batch", batch.id());
        json.writeStringField("source", SafeText.line(batch.source()));
        json.writeStringField("start", timeline.start().toString());
        json.writeEndObject();
        json.writeArrayFieldStart("traceEvents");
        int process = 0;
        for (ConsumerLanes consumer : timeline.consumers()) {
            writeConsumer(consumer, ++process);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void writeConsumer(ConsumerLanes consumer, int process) throws IOException {
        meta(process, 0, "process_name", "name", SafeText.line(consumer.consumer()));
        meta(process, 0, "process_sort_index", "sort_index", process);
        List<Stretch> told = consumer.states().stream()
                .filter(stretch -> stretch.kind() != ConsumerState.Kind.IN_SERVICE)
                .toList();
        if (!told.isEmpty()) {
            meta(process, STATE_THREAD, "thread_name", "name", "state");
            meta(process, STATE_THREAD, "thread_sort_index", "sort_index", STATE_THREAD);
            for (Stretch stretch : told) {
                String why = stretch.why().isEmpty() ? "" : ": " + SafeText.line(stretch.why());
                complete(process, STATE_THREAD, stretch.kind().label() + why, "consumer", stretch.span());
                json.writeEndObject();
            }
        }
        int thread = STATE_THREAD;
        for (Lane lane : consumer.lanes()) {
            thread++;
            String copy = lane.copy() == 0 ? "" : " (" + (lane.copy() + 1) + ")";
            meta(process, thread, "thread_name", "name", "slot " + lane.slot() + copy);
            meta(process, thread, "thread_sort_index", "sort_index", thread);
            writeBars(lane.bars(), process, thread);
        }
    }

    private void writeBars(List<Bar> bars, int process, int thread) throws IOException {
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            // events of a thread must not overlap, as they do where a clock was set back
            long end = i + 1 < bars.size()
                    ? Math.max(bar.from(), Math.min(bar.to(), bars.get(i + 1).from()))
                    : bar.to();
            String name = SafeText.line(outcome.batch().job(bar.job()).name());
            Span span = new Span(bar.from(), end);
            if (bar.isHeld()) {
                complete(process, thread, "kept free for " + name, "held", span);
            } else {
                Optional<Verdict> verdict = bar.result().map(JobResult::verdict);
                complete(process, thread, name, verdict.map(Verdict::label).orElse("no result"), span);
                json.writeObjectFieldStart("args");
                json.writeNumberField("job", bar.job());
                json.writeNumberField("attempt", bar.attempt());
                writeResult(bar);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    private void writeResult(Bar bar) throws IOException {
        if (bar.result().isEmpty()) {
            return;
        }
        JobResult result = bar.result().get();
        json.writeStringField("verdict", result.verdict().label());
        if (!result.reason().isEmpty()) {
            json.writeStringField("reason", SafeText.line(result.reason()));
        }
        if (!result.remarks().isEmpty()) {
            json.writeStringField("remarks", SafeText.line(String.join("; ", result.remarks())));
        }
    }

    /** Begins an event of its own length; the caller ends its object. */
    private void complete(int process, int thread, String name, String category, Span span) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", "X");
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeNumberField("ts", span.from());
        json.writeNumberField("dur", span.length());
        json.writeStringField("name", name);
        json.writeStringField("cat", category);
    }

    private void meta(int process, int thread, String name, String key, Object value) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", "M");
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeStringField("name", name);
        json.writeObjectFieldStart("args");
        if (value instanceof Integer number) {
            json.writeNumberField(key, number);
        } else {
            json.writeStringField(key, value.toString());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
