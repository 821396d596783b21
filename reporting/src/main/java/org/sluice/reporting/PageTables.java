package org.sluice.reporting;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ConsumerState;
import org.sluice.job.Durations;
import org.sluice.job.JobResult;
import org.sluice.reporting.ConsumerLanes.Stretch;

/** The tables of a page that need no script: the slowest jobs, and what each consumer did. */
final class PageTables {
    private static final int SLOWEST = 20;
    private static final int CONSUMERS = 200;
    private static final int STATES = 5;

    private final BatchOutcome outcome;
    private final Timeline timeline;
    private final Html html;

    PageTables(BatchOutcome outcome, Timeline timeline, Html html) {
        this.outcome = outcome;
        this.timeline = timeline;
        this.html = html;
    }

    void writeSlowest() throws IOException {
        List<JobResult> slowest = outcome.results().values().stream()
                .filter(result -> !result.wall().isZero())
                .sorted(Comparator.comparing(JobResult::wall).reversed().thenComparing(JobResult::job))
                .limit(SLOWEST)
                .toList();
        if (slowest.isEmpty()) {
            return;
        }
        html.element(
                "h2",
                slowest.size() < 2 ? "The slowest job" : "The slowest " + slowest.size() + " jobs",
                "id",
                "slowest");
        html.open("div", "class", "scroll").open("table", "class", "compact");
        heads("Name", "Time", "", "Verdict", "Consumer");
        Duration longest = slowest.get(0).wall();
        for (JobResult result : slowest) {
            html.open("tr").open("td", "class", "name");
            html.element("a", SafeText.line(result.name(), PageRows.NAME), "href", "#job-" + result.job());
            html.close("td").element("td", Durations.format(result.wall()), "class", "number");
            html.open("td").open("svg", "class", "bar", "aria-hidden", "true");
            String width = String.format(Locale.ROOT, "%.1f%%", 100 * Efficiency.ratio(result.wall(), longest));
            html.open("rect", "class", PageOverview.look(result.verdict().label()), "width", width, "height", "100%")
                    .close("rect")
                    .close("svg")
                    .close("td");
            html.open("td").open("span", "class", "verdict");
            PageOverview.swatch(html, result.verdict().label());
            html.text(result.verdict().label()).close("span").close("td");
            html.element("td", SafeText.line(result.attempt().consumer(), PageRows.NAME), "class", "wide");
            html.close("tr");
        }
        html.raw("</tbody>").close("table").close("div");
    }

    void writeConsumers() throws IOException {
        if (timeline.consumers().isEmpty()) {
            return;
        }
        html.element("h2", "Consumers", "id", "consumers");
        html.open("div", "class", "scroll").open("table", "class", "compact");
        heads("Name", "Slots", "Jobs", "Busy", "");
        List<ConsumerLanes> shown =
                timeline.consumers().stream().limit(CONSUMERS).toList();
        for (ConsumerLanes consumer : shown) {
            html.open("tr").element("td", SafeText.line(consumer.consumer(), PageRows.NAME), "class", "name");
            html.element("td", String.valueOf(consumer.lanes().size()), "class", "number");
            long jobs = consumer.lanes().stream()
                    .flatMap(lane -> lane.bars().stream())
                    .filter(bar -> !bar.isHeld())
                    .count();
            html.element("td", String.valueOf(jobs), "class", "number");
            html.element("td", Math.round(consumer.utilisation() * 100) + " %", "class", "number");
            html.element("td", remarks(consumer), "class", "muted").close("tr");
        }
        html.raw("</tbody>").close("table").close("div");
        if (shown.size() < timeline.consumers().size()) {
            html.element("p", "And " + (timeline.consumers().size() - shown.size()) + " more.", "class", "hint");
        }
    }

    private void heads(String... names) throws IOException {
        html.raw("<thead><tr>");
        for (String name : names) {
            boolean isNumber = List.of("Time", "Slots", "Jobs", "Busy").contains(name);
            if (name.isEmpty()) {
                html.raw("<td></td>");
            } else {
                html.element(
                        "th",
                        name,
                        "scope",
                        "col",
                        "class",
                        isNumber ? "number" : name.equals("Consumer") ? "wide" : "");
            }
        }
        html.raw("</tr></thead><tbody>");
    }

    private String remarks(ConsumerLanes consumer) {
        List<String> remarks = new ArrayList<>();
        if (!consumer.isToldOf()) {
            remarks.add("the journal does not tell how many slots it had, and when it was there");
        } else {
            consumer.lanes().stream()
                    .filter(lane -> !lane.available().isEmpty())
                    .mapToLong(lane -> lane.available().get(0).from())
                    .min()
                    .stream()
                    .filter(from -> from > timeline.length() / 50)
                    .forEach(from -> remarks.add("came after " + format(from)));
        }
        for (Stretch stretch : consumer.states()) {
            if (remarks.size() < STATES && stretch.kind() != ConsumerState.Kind.IN_SERVICE) {
                remarks.add(remark(stretch));
            }
        }
        return String.join("; ", remarks);
    }

    private static String remark(Stretch stretch) {
        String when = format(stretch.span().from());
        String why = stretch.why().isEmpty() ? "" : " (" + SafeText.line(stretch.why(), PageRows.NAME) + ")";
        return switch (stretch.kind()) {
            case GONE -> "left after " + when;
            case SILENT -> stretch.isInferred() ? "nothing came of it after " + when : "not heard after " + when;
            default ->
                stretch.kind().label() + " from " + when + " to "
                        + format(stretch.span().to()) + why;
        };
    }

    private static String format(long micros) {
        return Durations.format(Timeline.duration(micros));
    }
}
