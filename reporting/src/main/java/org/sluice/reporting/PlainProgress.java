package org.sluice.reporting;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.job.Batch;
import org.sluice.job.BatchListener;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Durations;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/**
 * Tells a person without a terminal, in a log of CI for example, how a batch gets on: a line a job that has its verdict,
 * in aligned columns, with the reason behind it when the job did not pass. An attempt after which the job is run again has
 * a line without a count.
 *
 * <pre>
 * server.inp: 200 jobs, batch 20261124-091500-k3x9
 *  17/200  passed     Test 17            0.31s  lab3
 *          failed     Test 18            4m05s  lab1  solver exited 3; it is run again
 *  18/200  passed     Test 18            4m01s  lab3  flaky: it did not pass at once
 * </pre>
 */
public final class PlainProgress implements BatchListener {
    /** Longer names stay whole, so that they can be searched for; they only push the columns behind them. */
    private static final int NAME_WIDTH = 40;

    private static final int NAME_LIMIT = 200;
    private static final int REASON_LIMIT = 200;

    private final PrintStream out;
    private int total;
    private int done;
    private int nameWidth;
    private final Set<Integer> ofTheCase = new HashSet<>();

    /**
     * Progress that is not yet opened.
     *
     * @param out standard error as a rule, since what a person reads goes there; it is not closed
     */
    public PlainProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void opened(BatchOutcome soFar) {
        Batch batch = soFar.batch();
        total = batch.jobs().size();
        done = soFar.results().size();
        nameWidth = Math.min(
                NAME_WIDTH,
                batch.jobs().stream()
                        .mapToInt(job -> Columns.width(name(job.name())))
                        .max()
                        .orElse(0));
        soFar.earlier().values().forEach(before -> before.forEach(this::remember));
        String already = done == 0 ? "" : ", " + done + " of them done before";
        out.println(SafeText.line(batch.source()) + ": " + total + (total == 1 ? " job" : " jobs") + already
                + ", batch " + batch.id());
    }

    @Override
    public void verdict(JobResult result) {
        done++;
        boolean isFlaky = result.verdict() == Verdict.PASSED && ofTheCase.remove(result.job());
        String count = Columns.right(String.valueOf(done), String.valueOf(total).length()) + "/" + total;
        line(count, result, isFlaky ? "flaky: it did not pass at once" : result.reason(), "");
    }

    @Override
    public void retried(JobResult result) {
        remember(result);
        line(" ".repeat(2 * String.valueOf(total).length() + 1), result, result.reason(), "it is run again");
    }

    private void remember(JobResult before) {
        if (before.verdict().isOfTheCase()) {
            ofTheCase.add(before.job());
        }
    }

    private void line(String count, JobResult result, String reason, String next) {
        StringBuilder line = new StringBuilder()
                .append(count)
                .append("  ")
                .append(Columns.left(result.verdict().label(), Columns.VERDICT))
                .append("  ")
                .append(Columns.left(name(result.name()), nameWidth))
                .append("  ")
                .append(Columns.right(Durations.format(result.wall()), Columns.DURATION))
                .append("  ")
                .append(SafeText.line(result.attempt().consumer()));
        String told = Stream.of(Stream.of(reason, next), result.remarks().stream())
                .flatMap(texts -> texts)
                .filter(text -> !text.isEmpty())
                .map(text -> SafeText.line(text, REASON_LIMIT))
                .collect(Collectors.joining("; "));
        out.println(told.isEmpty() ? line : line.append("  ").append(told));
    }

    @Override
    public void superseded(JobResult result) {
        noted("a late result of " + result.name() + " from " + result.attempt().consumer() + " ("
                + result.verdict().label() + ") does not count: the job has its verdict");
    }

    @Override
    public void noted(String sentence) {
        out.println("note: " + SafeText.line(sentence));
    }

    private static String name(String name) {
        return SafeText.line(name, NAME_LIMIT);
    }
}
