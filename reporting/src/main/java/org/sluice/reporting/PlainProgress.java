package org.sluice.reporting;

import java.io.PrintStream;
import org.sluice.job.Batch;
import org.sluice.job.BatchListener;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Durations;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/**
 * Tells a person without a terminal, in a log of CI for example, how a batch gets on: a line a job that has its verdict,
 * in aligned columns, with the reason behind it when the job did not pass.
 *
 * <pre>
 * server.inp: 200 jobs, batch 20261124-091500-k3x9
 *  17/200  passed     Test 17            0.31s  lab3
 *  18/200  failed     Test 18            4m05s  lab1  solver exited with 3
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
        String already = done == 0 ? "" : ", " + done + " of them done before";
        out.println(SafeText.line(batch.source()) + ": " + total + (total == 1 ? " job" : " jobs") + already
                + ", batch " + batch.id());
    }

    @Override
    public void verdict(JobResult result) {
        done++;
        StringBuilder line = new StringBuilder()
                .append(Columns.right(
                        String.valueOf(done), String.valueOf(total).length()))
                .append('/')
                .append(total)
                .append("  ")
                .append(Columns.left(result.verdict().label(), Columns.VERDICT))
                .append("  ")
                .append(Columns.left(name(result.name()), nameWidth))
                .append("  ")
                .append(Columns.right(Durations.format(result.wall()), Columns.DURATION))
                .append("  ")
                .append(SafeText.line(result.attempt().consumer()));
        if (result.verdict() != Verdict.PASSED && !result.reason().isEmpty()) {
            line.append("  ").append(SafeText.line(result.reason(), REASON_LIMIT));
        }
        out.println(line);
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
