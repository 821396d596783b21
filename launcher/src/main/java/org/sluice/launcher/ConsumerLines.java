package org.sluice.launcher;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.consumer.ConsumerListener;
import org.sluice.job.Durations;
import org.sluice.job.JobResult;
import org.sluice.reporting.SafeText;

/** Tells in plain lines what a consumer does. */
final class ConsumerLines implements ConsumerListener {
    private static final int NAME_LIMIT = 200;

    private final PrintStream out;
    private final AtomicInteger done = new AtomicInteger();

    ConsumerLines(PrintStream out) {
        this.out = out;
    }

    void begins(String name, int slots, String broker) {
        out.println("Consumer " + SafeText.line(name) + " with " + slots + (slots == 1 ? " slot" : " slots")
                + " works for " + broker + ".");
    }

    void leaves() {
        out.println("Done: " + done.get() + (done.get() == 1 ? " job." : " jobs."));
    }

    @Override
    public void finished(String batch, JobResult result) {
        done.incrementAndGet();
        line(result, "");
    }

    @Override
    public void attempted(String batch, JobResult result) {
        line(result, " (to be run again)");
    }

    private void line(JobResult result, String remark) {
        out.println(String.format(
                Locale.ROOT,
                "slot %-2d  %-9s  %8s  %s%s",
                result.attempt().slot(),
                result.verdict().label(),
                Durations.format(result.wall()),
                SafeText.line(result.name(), NAME_LIMIT),
                remark));
    }

    @Override
    public void noted(String sentence) {
        out.println(SafeText.line(sentence));
    }
}
