package org.sluice.reporting;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.sluice.job.ConsumerState;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.sluice.reporting.ConsumerLanes.Stretch;

/**
 * The lanes of a page. A bar is four numbers: the place of its job, the time since the bar before, its length, and what it is.
 * Bars of jobs that are not in the page are drawn together where hardly anything is between them.
 */
final class PageLanes {
    private static final int NO_RESULT = Verdict.values().length;
    private static final int HELD = NO_RESULT + 1;
    private static final int OTHERS = NO_RESULT + 2;
    /** So many bars that are drawn together there are at most, in all lanes. */
    private static final int MOST_OTHERS = 40_000;

    private static final int NAME = 80;

    private final Timeline timeline;
    private final Map<Integer, Integer> places;
    private final long hardlyAnything;

    /** @param places by its number, the place of each job that is in the page */
    PageLanes(Timeline timeline, Map<Integer, Integer> places) {
        this.timeline = timeline;
        this.places = places;
        long lanes = Math.max(1, timeline.lanes().count());
        this.hardlyAnything = timeline.length() / Math.max(20, MOST_OTHERS / lanes);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (ConsumerLanes consumer : timeline.consumers()) {
            json.writeStartObject();
            json.writeStringField("name", SafeText.line(consumer.consumer(), NAME));
            json.writeNumberField("slots", consumer.lanes().size());
            json.writeNumberField("busy", Math.round(consumer.utilisation() * 100));
            json.writeArrayFieldStart("lanes");
            for (Lane lane : consumer.lanes()) {
                write(json, lane);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("states");
            for (Stretch stretch : consumer.states()) {
                if (stretch.kind() != ConsumerState.Kind.IN_SERVICE) {
                    write(json, stretch);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Stretch stretch) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", stretch.kind().label());
        json.writeStringField("why", SafeText.line(stretch.why(), PageRows.NAME));
        json.writeNumberField("from", PageRows.ticks(stretch.span().from()));
        json.writeNumberField("to", PageRows.ticks(stretch.span().to()));
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Lane lane) throws IOException {
        json.writeStartObject();
        json.writeNumberField("slot", lane.slot());
        json.writeArrayFieldStart("there");
        for (Span span : lane.available()) {
            json.writeStartArray();
            json.writeNumber(PageRows.ticks(span.from()));
            json.writeNumber(PageRows.ticks(span.to()));
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("bars");
        long at = 0;
        Span others = null;
        for (Bar bar : lane.bars()) {
            Integer place = places.get(bar.job());
            if (place == null && others != null && bar.from() - others.to() <= hardlyAnything) {
                others = new Span(others.from(), Math.max(others.to(), bar.to()));
                continue;
            }
            if (others != null) {
                at = writeBar(json, -1, others, at, OTHERS);
                others = null;
            }
            if (place == null) {
                others = bar.span();
            } else {
                at = writeBar(json, place, bar.span(), at, kind(bar));
            }
        }
        if (others != null) {
            writeBar(json, -1, others, at, OTHERS);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static int kind(Bar bar) {
        Optional<Verdict> verdict = bar.result().map(JobResult::verdict);
        return bar.isHeld() ? HELD : verdict.map(Verdict::ordinal).orElse(NO_RESULT);
    }

    /** Returns the end of the bar. */
    private static long writeBar(JsonGenerator json, int place, Span span, long at, int kind) throws IOException {
        long from = PageRows.ticks(span.from());
        long to = PageRows.ticks(span.to());
        json.writeNumber(place);
        json.writeNumber(from - at);
        json.writeNumber(to - from);
        json.writeNumber(kind);
        return to;
    }
}
