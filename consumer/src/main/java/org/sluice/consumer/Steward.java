package org.sluice.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.sluice.job.Durations;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Pill;

/**
 * Keeps an eye on the broker for all slots of a consumer: knows which batches are open, holds the pills that slots have
 * received until their batches have ended, and decides when the consumer leaves.
 */
final class Steward {
    /** How often the register is read when no notice comes; notices may be missed. */
    private static final long REGISTER_MILLIS = 5_000;
    /** How often a pill's batch is looked at, from the first look to later ones. */
    private static final long FIRST_LOOK_MILLIS = 20;

    private static final long SWEEP_NANOS = 30_000_000_000L;

    /** So long nothing is to be open before this consumer leaves, and so often that is looked at. */
    private static final long SURE_NANOS = 200_000_000L;

    private static final long SURE_MILLIS = SURE_NANOS / 1_000_000;

    private static final long LONGEST_LOOK_MILLIS = 1_000;

    private final ConsumerOptions options;
    private final Crew crew;
    private final Admission admission;
    private final ConsumerListener listener;
    private final LongSupplier nanoTime;
    private final List<Pill> pills = new ArrayList<>();
    private long sweptAt;
    private boolean look;
    private boolean toEnd;
    private boolean stays;
    private boolean sawBatch;
    /** The batch that this consumer has ended itself, if it has heard of no other since. */
    private Optional<String> ended = Optional.empty();
    /** The batches that were heard of since the register was read. */
    private final Set<String> news = new HashSet<>();

    private Set<String> over = Set.of();
    /** When the register was first seen to have nothing for this consumer; empty when it had something since. */
    private OptionalLong nothingSince = OptionalLong.empty();

    private long lookMillis = FIRST_LOOK_MILLIS;

    Steward(ConsumerOptions options, Crew crew, Admission admission, ConsumerListener listener, LongSupplier nanoTime) {
        this.options = options;
        this.crew = crew;
        this.admission = admission;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.sweptAt = nanoTime.getAsLong();
        this.stays = options.stay();
    }

    /** Takes charge of a pill; its slot goes on with other jobs meanwhile. */
    synchronized void hold(Pill pill) {
        pills.add(pill);
        lookMillis = FIRST_LOOK_MILLIS;
        look = true;
        notifyAll();
    }

    /** A job of the batch has ended here: it may have been the one that a pill waits for. */
    synchronized void jobEnded(String batch) {
        if (pills.stream().anyMatch(pill -> pill.batch().equals(batch))) {
            look = true;
            notifyAll();
        }
    }

    /** There is such a batch, or was; when none is left, the consumer has done its part. */
    synchronized void sawBatch(String batch) {
        sawBatch = true;
        news.add(batch);
        ended = ended.filter(batch::equals);
    }

    /** The register may have changed. */
    void registerChanged(String batch) {
        if (!batch.isEmpty()) {
            sawBatch(batch);
        }
        lookNow();
    }

    /** From now on the consumer leaves when no batch is open. */
    void stayNoLonger() {
        synchronized (this) {
            stays = false;
        }
        lookNow();
    }

    private synchronized boolean stays() {
        return stays;
    }

    private synchronized void lookNow() {
        look = true;
        notifyAll();
    }

    /** Ends {@link #watch}, which gives back what pills are held. */
    synchronized void end() {
        toEnd = true;
        notifyAll();
    }

    /** Watches until {@link #end} is called. */
    void watch(LinkKeeper keeper) throws BrokerUnavailable, InterruptedException {
        long begun = nanoTime.getAsLong();
        while (true) {
            Optional<Link> link = keeper.link(this::isEnded);
            if (link.isEmpty() || isEnded()) {
                break;
            }
            try {
                lookAround(link.get(), Duration.ofNanos(nanoTime.getAsLong() - begun));
            } catch (LinkBroken e) {
                // the next link is opened in the next round
            }
            pause();
        }
        synchronized (this) {
            pills.forEach(Pill::close);
            pills.clear();
        }
    }

    /** One look at everything. */
    void lookAround(Link link, Duration sinceBegin) throws LinkBroken {
        for (Pill pill : heldPills()) {
            if (pill.isGone()) {
                release(pill);
                continue;
            }
            Pill.Fate fate = pill.endIfNothingIsLeft();
            if (fate == Pill.Fate.ENDED) {
                endedBatch(pill.batch());
            }
            if (fate != Pill.Fate.KEPT) {
                release(pill);
                switch (fate) {
                    case ENDED -> listener.noted("Batch " + pill.batch() + " has ended.");
                    case STALE ->
                        listener.noted(
                                "A pill of batch " + pill.batch() + ", which had ended before, was thrown away.");
                    default -> {
                        // it has jobs elsewhere
                    }
                }
            }
        }
        Map<JobKey, RunningJob> cutOff = crew.cutOff();
        forgetNews();
        Map<String, OpenBatch> open = link.register().read();
        sweep(link);
        admission.review(link);
        crew.update(open, cutOff);
        if (open.values().stream().anyMatch(crew::canServe)) {
            seesOpen();
        } else if (!stays() && heldPills().isEmpty()) {
            leaveIfDone(sinceBegin);
        }
    }

    /** Who has ended a batch and knows of no other need not make sure that there is none. */
    private synchronized void endedBatch(String batch) {
        sawBatch = true;
        boolean isOnly = crew.servesNoneBut(batch) && news.stream().allMatch(batch::equals);
        ended = isOnly ? Optional.of(batch) : Optional.empty();
    }

    private synchronized void forgetNews() {
        news.clear();
    }

    private synchronized void seesOpen() {
        sawBatch = true;
        ended = Optional.empty();
        nothingSince = OptionalLong.empty();
    }

    /** Whoever died while he ended a batch has left something behind, perhaps. */
    private void sweep(Link link) throws LinkBroken {
        if (nanoTime.getAsLong() - sweptAt > SWEEP_NANOS) {
            sweptAt = nanoTime.getAsLong();
            over = link.register().sweep(over);
        }
    }

    private synchronized void leaveIfDone(Duration sinceBegin) {
        if (!news.isEmpty()) {
            // what was read is older than what was heard: it is read again before anything follows from it
            nothingSince = OptionalLong.empty();
            look = true;
        } else if (sawBatch) {
            if (ended.isPresent() || isNothingForAWhile()) {
                crew.leave(Crew.Leaving.AFTER_RUNNING_JOBS);
            }
        } else if (sinceBegin.compareTo(options.idle()) >= 0) {
            listener.noted("There was no batch to work on within " + Durations.format(options.idle()) + "; leaving.");
            crew.leave(Crew.Leaving.AFTER_RUNNING_JOBS);
        }
    }

    /** Who has not ended the batch himself makes sure that it is over: a register is read from a busy queue. */
    private boolean isNothingForAWhile() {
        long now = nanoTime.getAsLong();
        if (nothingSince.isEmpty()) {
            nothingSince = OptionalLong.of(now);
        }
        return now - nothingSince.getAsLong() >= SURE_NANOS;
    }

    private synchronized List<Pill> heldPills() {
        return List.copyOf(pills);
    }

    private synchronized void release(Pill pill) {
        pills.remove(pill);
        look = true;
    }

    private synchronized boolean isEnded() {
        return toEnd;
    }

    private synchronized void pause() throws InterruptedException {
        if (!look && !toEnd) {
            long millis = Math.min(REGISTER_MILLIS, Math.max(1, options.idle().toMillis()));
            if (!pills.isEmpty()) {
                millis = lookMillis;
                lookMillis = Math.min(LONGEST_LOOK_MILLIS, lookMillis * 2);
            } else if (nothingSince.isPresent()) {
                millis = Math.min(millis, SURE_MILLIS);
            } else if (admission.isDraining()) {
                millis = LONGEST_LOOK_MILLIS;
            }
            wait(millis);
        }
        look = false;
    }
}
