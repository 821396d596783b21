package org.sluice.reporting;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Usage;

/** What the table of jobs in a page has of each: a list of values, in the order in which {@code data.js} takes them apart. */
final class PageRows {
    /** Names and reasons of jobs can be of any length. */
    static final int NAME = 200;

    static final int REASON = 500;
    private static final int LABELS = 50;

    private final BatchOutcome outcome;
    private final Timeline timeline;
    private final Runs runs;
    private final Map<String, Integer> consumers = new HashMap<>();

    PageRows(BatchOutcome outcome, Timeline timeline, Runs runs) {
        this.outcome = outcome;
        this.timeline = timeline;
        this.runs = runs;
        timeline.consumers().forEach(one -> consumers.put(one.consumer(), consumers.size()));
    }

    /** A time of the page: tenths of a millisecond. */
    static long ticks(long micros) {
        return micros / 100;
    }

    static long ticks(Duration duration) {
        return ticks(Timeline.micros(duration));
    }

    void write(JsonGenerator json, Job job, PageTexts texts) throws IOException {
        Optional<JobResult> result = Optional.ofNullable(outcome.results().get(job.number()));
        Optional<JobResult> ran =
                result.filter(one -> Runs.wasRun(one) && one.attempt().slot() > 0);
        Optional<Usage> usage = result.flatMap(JobResult::usage);
        json.writeStartArray();
        json.writeNumber(job.number());
        json.writeString(SafeText.line(job.name(), NAME));
        json.writeNumber(result.map(one -> one.verdict().ordinal()).orElse(-1));
        json.writeNumber(ran.map(one -> ticks(one.wall())).orElse(-1L));
        json.writeNumber(ran.map(one -> consumers.getOrDefault(one.attempt().consumer(), -1))
                .orElse(-1));
        json.writeNumber(ran.map(one -> one.attempt().slot()).orElse(-1));
        json.writeNumber(
                ran.map(one -> ticks(timeline.at(one.attempt().started()))).orElse(-1L));
        json.writeNumber(runs.count(job.number()));
        json.writeNumber(outcome.isFlaky(job.number()) ? 1 : 0);
        json.writeNumber(
                usage.map(used -> ticks(used.user().plus(used.system()))).orElse(-1L));
        json.writeNumber(usage.map(Usage::peakBytes).filter(peak -> peak > 0).orElse(-1L));
        json.writeStartArray();
        for (String label : job.labels().stream().limit(LABELS).toList()) {
            json.writeNumber(texts.place(SafeText.line(label, NAME)));
        }
        json.writeEndArray();
        json.writeNumber(texts.place(
                result.map(one -> SafeText.line(one.reason(), REASON)).orElse("")));
        List<String> remarks = result.map(JobResult::remarks).orElse(List.of());
        json.writeNumber(texts.place(SafeText.line(String.join("; ", remarks), REASON)));
        json.writeEndArray();
    }
}
