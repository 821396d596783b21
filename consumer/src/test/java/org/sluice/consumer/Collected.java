package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.ResultInbox;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultInbox.Report;

/** What collectors have taken of the results, and whether that can be true. */
final class Collected {
    private static final Duration WAIT = Duration.ofMillis(20);

    private final Link link;
    private final Expected expected;
    private final int maxDeliveries;
    private final Map<String, ResultInbox> inboxes = new HashMap<>();
    private final Map<JobKey, Verdict> verdicts = new HashMap<>();

    Collected(Link link, Expected expected, int maxDeliveries) {
        this.link = link;
        this.expected = expected;
        this.maxDeliveries = maxDeliveries;
    }

    Map<JobKey, Verdict> verdicts() {
        return verdicts;
    }

    /** Takes what there is of a batch, and acknowledges it. */
    void collect(String batch) throws LinkBroken {
        take(batch).acknowledge();
    }

    /** Takes what there is of a batch; it comes again. */
    void collectAndDie(String batch) throws LinkBroken {
        take(batch).close();
        inboxes.remove(batch);
    }

    private ResultInbox take(String batch) throws LinkBroken {
        ResultInbox inbox = inboxes.get(batch);
        if (inbox == null) {
            inbox = link.results(batch, told -> {});
            inboxes.put(batch, inbox);
        }
        for (Report report : inbox.receive(WAIT)) {
            if (report instanceof Finished finished) {
                book(batch, finished.result());
            }
        }
        return inbox;
    }

    private void book(String batch, JobResult result) {
        if (result.verdict() == Verdict.LOST) {
            assertThat(result.attempt().delivery())
                    .as("4: deliveries of a job that is given up")
                    .isGreaterThan(maxDeliveries);
        }
        if (result.verdict() == Verdict.CANCELLED) {
            assertThat(expected.batches.get(batch).stopped)
                    .as("1: a cancelled job is of a batch that was cancelled")
                    .isTrue();
        }
        verdicts.putIfAbsent(new JobKey(batch, result.job()), result.verdict());
    }
}
