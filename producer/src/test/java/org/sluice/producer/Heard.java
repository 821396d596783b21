package org.sluice.producer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sluice.job.Attempt;
import org.sluice.job.BatchListener;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ConsumerState;
import org.sluice.job.JobResult;

/** Keeps what a batch told, in its order, a line each. */
final class Heard implements BatchListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    List<String> lines() {
        return lines;
    }

    long count(String begin) {
        return lines.stream().filter(line -> line.startsWith(begin)).count();
    }

    @Override
    public void opened(BatchOutcome soFar) {
        lines.add("opened with " + soFar.results().size());
    }

    @Override
    public void started(Attempt attempt) {
        lines.add("started " + attempt.job() + " by " + attempt.consumer());
    }

    @Override
    public void verdict(JobResult result) {
        lines.add("verdict " + result.job() + " " + result.verdict().label());
    }

    @Override
    public void retried(JobResult result) {
        lines.add("retried " + result.job() + " " + result.verdict().label());
    }

    @Override
    public void superseded(JobResult result) {
        lines.add("superseded " + result.job() + " by " + result.attempt().consumer());
    }

    @Override
    public void consumer(ConsumerState state) {
        lines.add("consumer " + state.consumer() + " " + state.kind().label());
    }

    @Override
    public void noted(String sentence) {
        lines.add("noted " + sentence);
    }

    @Override
    public void closed(BatchOutcome outcome) {
        lines.add("closed with " + outcome.results().size());
    }
}
