package org.sluice.producer;

import java.time.Duration;
import java.util.List;
import org.sluice.job.Job;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Poster;

/** Posts what a round has left to post, on a thread of its own, while results of its first jobs may come already. */
final class Posting {
    /** Small, so that consumers begin at once; later transactions are large, since each costs a disk access. */
    private static final int FIRST = 100;

    private static final int LATER = 1_000;

    private final Link link;
    private final OpenBatch begin;
    private final List<Job> jobs;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean stoppedByOthers;
    private volatile int posted;
    private volatile RuntimeException failure;

    private Posting(Link link, OpenBatch begin, List<Job> jobs) {
        this.link = link;
        this.begin = begin;
        this.jobs = jobs;
        this.posted = begin.posted();
        this.thread = new Thread(this::post, "sluice-posting");
    }

    /**
     * Begins to post.
     *
     * @param begin how far the posting has come already
     * @param jobs all jobs of the round
     */
    static Posting begin(Link link, OpenBatch begin, List<Job> jobs) {
        Posting posting = new Posting(link, begin, jobs);
        posting.thread.start();
        return posting;
    }

    private void post() {
        try (Poster poster = link.poster(begin)) {
            int size = FIRST;
            while (!stopped && posted < jobs.size()) {
                int next = Math.min(posted + size, jobs.size());
                OpenBatch now = poster.post(jobs.subList(posted, next));
                posted = now.posted();
                if (now.state() != OpenBatch.State.RUN) {
                    stoppedByOthers = true;
                    return;
                }
                size = LATER;
            }
        } catch (LinkBroken e) {
            // the collector meets the same broken link, and asks the register how far we came
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Posts nothing further; returns when the transaction that is under way has ended. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    /** Waits until everything is posted or nothing further will be, but not for long. */
    void await(Duration atMost) throws InterruptedException {
        thread.join(atMost.toMillis());
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Whether everything is posted, the pill with it. */
    boolean isDone() {
        return posted == jobs.size();
    }

    /** Whether it ended because somebody else has cancelled the batch. */
    boolean isStoppedByOthers() {
        return stoppedByOthers;
    }

    /** How many jobs of the round are posted. */
    int posted() {
        return posted;
    }

    /** Throws what has ended the posting, unless that was the connection. */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }
}
