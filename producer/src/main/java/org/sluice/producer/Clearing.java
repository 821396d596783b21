package org.sluice.producer;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sluice.job.Attempt;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Output;
import org.sluice.job.Placement;
import org.sluice.job.Verdict;
import org.sluice.messaging.Delivery;
import org.sluice.messaging.JobDelivery;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Pill;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.SlotSession;

/**
 * Takes the jobs of a stopped batch off the queue and sends a result for each, as consumers do with those that they
 * meet; and ends the batch when no consumer is there to do it.
 */
final class Clearing {
    private static final Duration WAIT = Duration.ofMillis(300);
    /** While a job runs, the pill comes back as often as it is looked at. */
    private static final long PAUSE_MILLIS = 500;

    private static final long TELL_NANOS = Duration.ofSeconds(5).toNanos();

    private final Link link;
    private final String batch;
    private final Consumer<String> teller;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean foundNothing;
    private volatile RuntimeException failure;

    private Clearing(Link link, String batch, Consumer<String> teller) {
        this.link = link;
        this.batch = batch;
        this.teller = teller;
        this.thread = new Thread(this::run, "sluice-clearing");
    }

    /** Clears on a thread of its own until {@link #end}. */
    static Clearing begin(Link link, String batch, Consumer<String> teller) {
        Clearing clearing = new Clearing(link, batch, teller);
        clearing.thread.start();
        return clearing;
    }

    private void run() {
        try {
            do {
                clear(link, batch, teller);
                foundNothing = true;
            } while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (LinkBroken e) {
            // the collector meets the same broken link, and begins to clear again on the next
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /**
     * Clears what is there now.
     *
     * @return how many jobs it has taken off the queues
     */
    static int clear(Link link, String batch, Consumer<String> teller) throws LinkBroken {
        int cleared = 0;
        Optional<OpenBatch> open = link.register().find(batch);
        if (open.isPresent()) {
            for (Placement queue : open.get().queues()) {
                cleared += clear(link, batch, queue, teller);
            }
        }
        return cleared;
    }

    private static int clear(Link link, String batch, Placement queue, Consumer<String> teller) throws LinkBroken {
        int cleared = clearJobs(link, batch, queue, teller);
        try (SlotSession session = link.slotFor(batch, queue, teller)) {
            while (true) {
                Optional<Delivery> delivery = session.receive(WAIT);
                if (delivery.isEmpty()) {
                    return cleared;
                }
                if (delivery.get() instanceof JobDelivery job) {
                    job.finish(cancelled(job.job(), job.count()));
                    cleared++;
                } else if (delivery.get() instanceof Pill pill) {
                    try (pill) {
                        if (pill.endIfNothingIsLeft() == Pill.Fate.KEPT) {
                            return cleared;
                        }
                    }
                }
            }
        }
    }

    private static int clearJobs(Link link, String batch, Placement queue, Consumer<String> teller) throws LinkBroken {
        int cleared = 0;
        long told = System.nanoTime();
        for (int now = 1; now > 0; cleared += now) {
            now = link.clear(batch, queue, Clearing::cancelled);
            if (System.nanoTime() - told > TELL_NANOS) {
                teller.accept(String.format("%,d jobs are taken off the queue so far.", cleared));
                told = System.nanoTime();
            }
        }
        return cleared;
    }

    private static Finished cancelled(Job job, int deliveries) {
        Attempt none = new Attempt(
                job.number(), "producer", 0, deliveries, Clock.systemUTC().instant());
        JobResult result =
                JobResult.withoutRun(none, job.name(), Verdict.CANCELLED, "the batch was stopped before the job began");
        return new Finished(result, Output.NONE, Output.NONE);
    }

    /** Whether it has once found nothing to clear. */
    boolean hasFoundNothing() {
        return foundNothing;
    }

    /** Throws what has ended the clearing, unless that was the connection. */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }

    void end() throws InterruptedException {
        ended.countDown();
        thread.join();
    }
}
