package org.sluice.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.job.Access;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Placement;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.JobDelivery;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Poster;
import org.sluice.messaging.ResultInbox;
import org.sluice.messaging.ResultInbox.Attempted;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultInbox.Report;
import org.sluice.messaging.SlotSession;

/** A batch that a test has posted, and the results that come of it. */
final class PostedBatch implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int TRANSACTION = 1_000;

    private final String id;
    private final LinkKeeper keeper;
    private final Link link;
    private ResultInbox inbox;
    private final Deque<JobResult> results = new ArrayDeque<>();
    private final Deque<JobResult> attempts = new ArrayDeque<>();

    private PostedBatch(String id, LinkKeeper keeper, Link link) {
        this.id = id;
        this.keeper = keeper;
        this.link = link;
    }

    /** Posts jobs with these numbers, and the pill. */
    static PostedBatch post(String id, BrokerAddress broker, Optional<Access> access, int... numbers) throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (int number : numbers) {
            jobs.add(new Job(number, "Test " + number, List.of(Jobs.direct("true")), "", Map.of(), Optional.empty()));
        }
        return post(id, broker, access, jobs);
    }

    /** Posts these jobs, and the pills. */
    static PostedBatch post(String id, BrokerAddress broker, Optional<Access> access, List<Job> jobs) throws Exception {
        LinkKeeper keeper = new LinkKeeper(broker, access, Optional.of(PATIENCE), sentence -> {}, notice -> {});
        PostedBatch batch = new PostedBatch(id, keeper, keeper.link(() -> false).orElseThrow());
        batch.post(jobs);
        return batch;
    }

    private void post(List<Job> jobs) throws LinkBroken {
        Set<Placement> queues = new LinkedHashSet<>();
        jobs.forEach(job -> queues.add(job.placement()));
        OpenBatch open = new OpenBatch(id, 1, "server.inp", Instant.now(), jobs.size(), 0, OpenBatch.State.RUN, queues);
        try (Poster poster = link.poster(open)) {
            for (int from = 0; from < jobs.size(); from += TRANSACTION) {
                poster.post(jobs.subList(from, Math.min(jobs.size(), from + TRANSACTION)));
            }
        }
        inbox = link.results(id, sentence -> {});
    }

    Link link() {
        return link;
    }

    boolean isOpen() {
        try {
            return link.register().find(id).isPresent();
        } catch (LinkBroken e) {
            throw new IllegalStateException(e);
        }
    }

    void stop(OpenBatch.State state) throws LinkBroken {
        link.register().stop(id, state);
    }

    /** Waits for the next result that is a verdict. */
    JobResult result() throws LinkBroken {
        return next(results);
    }

    /** Waits for the next result of an attempt after which the job was handed back. */
    JobResult attempt() throws LinkBroken {
        return next(attempts);
    }

    private JobResult next(Deque<JobResult> wanted) throws LinkBroken {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (wanted.isEmpty() && System.nanoTime() < end) {
            for (Report report : inbox.receive(Duration.ofSeconds(1))) {
                if (report instanceof Finished finished) {
                    results.add(finished.result());
                } else if (report instanceof Attempted attempted) {
                    attempts.add(attempted.finished().result());
                }
            }
            inbox.acknowledge();
        }
        if (wanted.isEmpty()) {
            throw new AssertionError("none came; there are " + results + " and " + attempts);
        }
        return wanted.remove();
    }

    /** Removes the queue of the results, as the collector does when it has all. */
    void removeResults() throws LinkBroken {
        inbox.close();
        link.removeResults(id);
    }

    /**
     * Another consumer's slot that holds the job of this batch that comes next. A pill that came back before the job did is
     * handed out before it.
     */
    Holder hold() throws LinkBroken {
        SlotSession session = link.slotFor(id, Placement.ANYWHERE, sentence -> {});
        while (true) {
            if (session.receive(PATIENCE).orElseThrow() instanceof JobDelivery job) {
                return new Holder(session, job);
            }
        }
    }

    /** Somebody who has a job. */
    record Holder(SlotSession session, JobDelivery job) implements AutoCloseable {
        /** Goes away without a result. */
        @Override
        public void close() {
            session.close();
        }
    }

    @Override
    public void close() {
        inbox.close();
        keeper.close();
    }
}
