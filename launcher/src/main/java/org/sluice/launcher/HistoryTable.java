package org.sluice.launcher;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.sluice.job.ByteSizes;
import org.sluice.job.Durations;
import org.sluice.producer.history.History;
import org.sluice.producer.history.Run;
import org.sluice.producer.history.Usual;
import org.sluice.reporting.SafeText;

/** Shows people what is remembered of jobs. */
final class HistoryTable {
    private static final DateTimeFormatter BEGAN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int NAME_LIMIT = 40;
    private static final String RUN = "%-20s  %-16s  %-10s %8s  %8s  %-8s %s";

    private final History history;
    private final Sparkline sparkline;
    private final ZoneId zone;
    private final PrintWriter out;

    HistoryTable(History history, Sparkline sparkline, ZoneId zone, PrintWriter out) {
        this.history = history;
        this.sparkline = sparkline;
        this.zone = zone;
        this.out = out;
    }

    /** The runs of one job, the oldest first, and what can be said of them together. */
    void printJob(String name) {
        List<Run> runs = history.runs(name);
        out.println(SafeText.line(name) + ": " + summary(runs));
        out.println();
        line("batch", "began", "verdict", "time", "memory", "attempts", "");
        Run before = null;
        for (Run run : runs) {
            boolean isChanged = before != null && !before.definition().equals(run.definition());
            line(
                    SafeText.line(run.batch()),
                    BEGAN.format(run.began().atZone(zone)),
                    run.verdict().label(),
                    Durations.format(run.wall()),
                    run.peakBytes() == 0 ? "" : ByteSizes.format(run.peakBytes()),
                    String.valueOf(run.attempts()),
                    (run.isFlaky() ? "flaky" : "")
                            + (run.isFlaky() && isChanged ? ", " : "")
                            + (isChanged ? "the job was changed" : ""));
            before = run;
        }
        out.println();
        out.println(sparkline.of(runs) + "  up to " + Durations.format(longest(runs)));
    }

    private void line(String... columns) {
        out.println(String.format(Locale.ROOT, RUN, (Object[]) columns).stripTrailing());
    }

    private static String summary(List<Run> runs) {
        String passed = History.usual(runs)
                .map(usual -> "usually " + Durations.format(usual.median()) + " (the median of " + passes(usual) + ")")
                .orElse("it has not passed");
        return runs.size() + (runs.size() == 1 ? " run, " : " runs, ") + passed + ", " + flaky(runs);
    }

    private static String passes(Usual usual) {
        return usual.passes() == 1 ? "1 pass" : "the last " + usual.passes() + " passes";
    }

    private static String flaky(Collection<Run> runs) {
        long flaky = runs.stream().filter(Run::isFlaky).count();
        return flaky == 0
                ? "never flaky"
                : String.format(
                        Locale.ROOT, "flaky in %d of %d (%.0f%%)", flaky, runs.size(), 100.0 * flaky / runs.size());
    }

    private static Duration longest(List<Run> runs) {
        return runs.stream().map(Run::wall).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /** A line for each job, that which usually takes longest first. */
    void printAll() {
        List<String> names = history.names().stream()
                .sorted(Comparator.comparing((String name) -> History.usual(history.runs(name))
                                .map(Usual::median)
                                .orElse(Duration.ZERO))
                        .reversed())
                .toList();
        int width = names.stream()
                .mapToInt(name -> SafeText.line(name, NAME_LIMIT).length())
                .max()
                .orElse(0);
        String form = "%-" + Math.max(width, 3) + "s  %8s  %8s  %-10s  %s";
        out.println(String.format(Locale.ROOT, form, "job", "usually", "last", "verdict", "runs"));
        for (String name : names) {
            List<Run> runs = history.runs(name);
            Run last = runs.get(runs.size() - 1);
            boolean isFlaky = runs.stream().anyMatch(Run::isFlaky);
            out.println(String.format(
                            Locale.ROOT,
                            form,
                            SafeText.line(name, NAME_LIMIT),
                            History.usual(runs)
                                    .map(usual -> Durations.format(usual.median()))
                                    .orElse("-"),
                            Durations.format(last.wall()),
                            last.verdict().label(),
                            sparkline.of(runs) + (isFlaky ? "  " + flaky(runs) : ""))
                    .stripTrailing());
        }
    }
}
