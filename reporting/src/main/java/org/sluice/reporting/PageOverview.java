package org.sluice.reporting;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/** What stands first in a page, and is there without its script, too: how it went, in counts and figures, and what did not pass. */
final class PageOverview {
    private static final int GROUPS = 30;
    private static final int NAMES = 12;

    private final BatchOutcome outcome;
    private final Efficiency efficiency;
    private final Timeline timeline;
    private final Html html;

    PageOverview(BatchOutcome outcome, Timeline timeline, Efficiency efficiency, Html html) {
        this.outcome = outcome;
        this.timeline = timeline;
        this.efficiency = efficiency;
        this.html = html;
    }

    void write() throws IOException {
        writeState();
        writeCounts();
        writeFigures();
        writeGroups();
    }

    private void writeState() throws IOException {
        html.element("p", state(), "class", "state");
        if (outcome.brokenOff().isPresent()) {
            html.element("p", "It was broken off: " + outcome.brokenOff().get() + ".", "class", "warning");
        }
        if (outcome.interrupted()) {
            html.element("p", "It was stopped by its user.", "class", "warning");
        }
    }

    private String state() {
        int total = outcome.batch().jobs().size();
        int missing = outcome.missing().size();
        long others = outcome.results().values().stream()
                .filter(result -> !result.verdict().isSuccess())
                .count();
        List<String> parts = new ArrayList<>();
        if (others > 0) {
            parts.add(others + " of " + jobs(total) + " did not pass");
        }
        if (missing > 0) {
            parts.add(missing + (others > 0 ? "" : " of " + jobs(total)) + (missing == 1 ? " has" : " have")
                    + " no verdict");
        }
        if (!parts.isEmpty()) {
            return String.join(", ", parts);
        }
        if (total == 0) {
            return "There was nothing to run";
        }
        boolean skipped = outcome.counts().containsKey(Verdict.SKIPPED);
        return (total == 1 ? "The one job passed" : "All " + total + " jobs passed")
                + (skipped ? " or were skipped" : "");
    }

    private static String jobs(long count) {
        return count + (count == 1 ? " job" : " jobs");
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        outcome.counts().forEach((verdict, count) -> counts.put(verdict.label(), count));
        if (!outcome.isComplete()) {
            counts.put("no verdict", outcome.missing().size());
        }
        return counts;
    }

    private void writeCounts() throws IOException {
        int total = outcome.batch().jobs().size();
        html.open("svg", "class", "share", "aria-hidden", "true");
        int before = 0;
        for (Map.Entry<String, Integer> count : counts().entrySet()) {
            html.open(
                            "rect",
                            "class",
                            look(count.getKey()),
                            "x",
                            percent(before, total),
                            "y",
                            "0",
                            "width",
                            percent(count.getValue(), total),
                            "height",
                            "14")
                    .close("rect");
            before += count.getValue();
        }
        html.close("svg").open("ul", "class", "counts");
        for (Map.Entry<String, Integer> count : counts().entrySet()) {
            html.open("li").open("a", "href", "#jobs", "data-verdict", count.getKey());
            swatch(html, count.getKey());
            html.element("b", String.valueOf(count.getValue())).text(" " + count.getKey());
            html.close("a").close("li");
        }
        int flaky = outcome.flaky().size();
        if (flaky > 0) {
            html.open("li").open("a", "href", "#jobs", "data-verdict", "flaky");
            html.element("b", String.valueOf(flaky)).text(" flaky").close("a").close("li");
        }
        html.close("ul");
    }

    static String look(String verdict) {
        return "v-" + verdict.replace(' ', '-');
    }

    static void swatch(Html html, String verdict) throws IOException {
        html.raw("<svg class=\"swatch\" viewBox=\"0 0 24 15\" aria-hidden=\"true\"><rect class=\"" + look(verdict)
                + "\" x=\"0.5\" y=\"0.5\" width=\"23\" height=\"14\" rx=\"2\"/></svg>");
    }

    private static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.3f%%", whole == 0 ? 0 : 100 * part / whole);
    }

    private void writeFigures() throws IOException {
        if (timeline.consumers().isEmpty()) {
            return;
        }
        Duration makespan = efficiency.makespan();
        Duration bound = efficiency.lowerBound();
        html.open("dl", "class", "figures");
        figure("Makespan", Durations.format(makespan), "from the first start to the last end");
        figure(
                "Lower bound",
                Durations.format(bound),
                bound.isZero()
                        ? "nothing took any time"
                        : String.format(
                                Locale.ROOT,
                                "no order could be faster; it took %.2f times that",
                                Efficiency.ratio(makespan, bound)));
        figure(
                "Utilisation",
                Math.round(efficiency.utilisation() * 100) + " %",
                Durations.format(efficiency.busy()) + " busy of " + Durations.format(efficiency.available())
                        + " slot time");
        int consumers = timeline.consumers().size();
        figure(
                "Slots",
                String.valueOf(efficiency.slots()),
                "at once at most, on " + consumers + (consumers == 1 ? " consumer" : " consumers")
                        + (timeline.isToldOf() ? "" : "; as many as were seen to be used"));
        figure("Longest job", Durations.format(efficiency.longest()), "its attempts together");
        figure(
                "Tail",
                Durations.format(efficiency.tail()),
                makespan.isZero()
                        ? ""
                        : "after the last start: "
                                + Math.round(100 * Efficiency.ratio(efficiency.tail(), makespan))
                                + " % of the makespan");
        html.close("dl");
    }

    private void figure(String name, String value, String more) throws IOException {
        html.open("div").element("dt", name);
        html.element("dd", value, "class", "value").element("dd", more, "class", "hint");
        html.close("div");
    }

    private void writeGroups() throws IOException {
        List<ReasonGroup> groups = new ArrayList<>(ReasonGroup.of(outcome, verdict -> !verdict.isSuccess()));
        List<Job> missing = outcome.missing();
        List<JobResult> flaky = new ArrayList<>(outcome.flaky());
        Collections.reverse(flaky);
        List<ReasonGroup> skipped = ReasonGroup.of(outcome, verdict -> verdict == Verdict.SKIPPED);
        if (groups.isEmpty() && missing.isEmpty() && flaky.isEmpty() && skipped.isEmpty()) {
            return;
        }
        html.element("h2", "What did not pass at once", "id", "not-passed");
        for (ReasonGroup group : groups.subList(0, Math.min(GROUPS, groups.size()))) {
            writeGroup(group);
        }
        if (groups.size() > GROUPS) {
            html.element(
                    "p",
                    "And " + (groups.size() - GROUPS) + " more reasons; the table of jobs has all.",
                    "class",
                    "hint");
        }
        if (!missing.isEmpty()) {
            heading("no verdict", missing.size(), "");
            List<Named> named =
                    missing.stream().limit(NAMES).map(job -> new Named(job, "")).toList();
            writeNames(named, missing.size());
        }
        if (!flaky.isEmpty()) {
            html.open("div", "class", "group").open("h3");
            swatch(html, Verdict.PASSED.label());
            html.text(flaky.size() + " flaky: passed after a retry").close("h3");
            writeNames(flaky.stream().limit(NAMES).map(this::beforeItPassed).toList(), flaky.size());
        }
        for (ReasonGroup group : skipped.subList(0, Math.min(GROUPS, skipped.size()))) {
            writeGroup(group);
        }
    }

    /** A job, and what is to be said of it beside what its group says. */
    private record Named(Job job, String own) {}

    private Named beforeItPassed(JobResult result) {
        JobResult first = outcome.earlier().get(result.job()).get(0);
        return new Named(
                outcome.batch().job(result.job()),
                first.verdict().label() + " at first" + (first.reason().isEmpty() ? "" : ": " + first.reason()));
    }

    private void writeGroup(ReasonGroup group) throws IOException {
        heading(group.verdict().label(), group.results().size(), group.reason());
        writeNames(
                group.results().stream()
                        .limit(NAMES)
                        .map(result -> new Named(outcome.batch().job(result.job()), group.ownReason(result)))
                        .toList(),
                group.results().size());
    }

    /** Begins a group. */
    private void heading(String verdict, int count, String reason) throws IOException {
        html.open("div", "class", "group").open("h3");
        swatch(html, verdict);
        String why = reason.isEmpty() ? "" : ": " + SafeText.line(reason, PageRows.REASON);
        html.text(count + " " + verdict + why).close("h3");
    }

    /** The names of a group, and its end. */
    private void writeNames(List<Named> names, int count) throws IOException {
        boolean areAlike = names.stream().allMatch(one -> one.own().isEmpty());
        html.open("ul", "class", areAlike ? "names" : "");
        for (Named one : names) {
            html.open("li")
                    .element(
                            "a",
                            SafeText.line(one.job().name(), PageRows.NAME),
                            "href",
                            "#job-" + one.job().number());
            if (!one.own().isEmpty()) {
                html.text(" ").element("span", SafeText.line(one.own(), PageRows.REASON), "class", "muted");
            }
            html.close("li");
        }
        if (count > names.size()) {
            html.element("li", "and " + (count - names.size()) + " more", "class", "muted");
        }
        html.close("ul").close("div");
    }
}
