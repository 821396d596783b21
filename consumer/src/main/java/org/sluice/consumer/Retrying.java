package org.sluice.consumer;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.sluice.job.Job;
import org.sluice.job.Verdict;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.JobDelivery;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Notice;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Roster;
import org.sluice.messaging.Subscription;

/**
 * Decides whether the result of an attempt is the job's verdict, and hands the job back when it is not: to be run again,
 * on another consumer if there is one.
 */
final class Retrying {
    private static final long NANOS_A_MILLI = 1_000_000L;
    /** A consumer that cannot even ask who else is there does not wait for them with a job in its hands. */
    private static final long LONGEST_NANOS = 3_000_000_000L;

    private final Crew crew;
    private final Roster roster;
    private final Avoidance avoidance;
    private final OwnPresence self;
    private final LinkKeeper keeper;
    private final LongSupplier nanoTime;

    Retrying(Crew crew, Roster roster, OwnPresence self, LinkKeeper keeper, LongSupplier nanoTime) {
        this.crew = crew;
        this.roster = roster;
        this.avoidance = new Avoidance(crew.tries, roster, self.id(), nanoTime);
        this.self = self;
        this.keeper = keeper;
        this.nanoTime = nanoTime;
    }

    /** What the slot of this number is to wait for. */
    Subscription subscription(int slot) {
        // asked in any case: the slot may be called back
        Subscription wanted = crew.subscription(slot);
        return crew.service.isIn() && !wanted.equals(Subscription.NOTHING)
                ? wanted.without(avoidance.jobs())
                : Subscription.NOTHING;
    }

    /** Looks whether jobs that were left to others still are; for whoever comes by now and then. */
    void lookAround() {
        if (!crew.tries.isEmpty() && avoidance.update()) {
            crew.refresh();
        }
    }

    /** Whether others are to run this job. */
    boolean isForOthers(JobKey key) {
        return avoidance.contains(key);
    }

    /** Whether another consumer says that it runs the job. */
    boolean isRunByOthers(JobKey key) {
        return roster.runnerOf(key.batch(), key.number())
                .filter(other -> !other.id().equals(self.id()))
                .isPresent();
    }

    /** How many attempts at the job were made before, as far as is known. */
    int attempts(JobKey key) {
        return Math.max(crew.tries.attempts(key), roster.attempts(key.batch(), key.number()));
    }

    /**
     * What is to be told of an attempt after which the job is run again.
     *
     * @return empty if the result is the verdict
     */
    Optional<Tries.Own> again(JobDelivery delivery, Verdict verdict) throws InterruptedException {
        JobKey key = new JobKey(delivery.batch(), delivery.job().number());
        if (crew.state(key.batch()) != OpenBatch.State.RUN) {
            return Optional.empty();
        }
        // only now: somebody may have told of his attempt while this one was under way
        int before = attempts(key);
        Job job = delivery.job();
        if (verdict.isOfTheCase() && before < job.limits().retries()) {
            return Optional.of(new Tries.Own(key, job.placement(), before + 1, false, nanoTime.getAsLong()));
        }
        if (verdict == Verdict.ERROR && somebodyElseMayRun(key, job)) {
            return Optional.of(new Tries.Own(key, job.placement(), before, true, nanoTime.getAsLong()));
        }
        return Optional.empty();
    }

    private boolean somebodyElseMayRun(JobKey key, Job job) throws InterruptedException {
        if (!roster.hasAbleTaker(self.id(), key.batch(), key.number(), job.placement())) {
            awaitAnswers();
        }
        return roster.hasAbleTaker(self.id(), key.batch(), key.number(), job.placement());
    }

    /** A consumer that has just connected does not know yet who else is there. */
    private void awaitAnswers() throws InterruptedException {
        long end = nanoTime.getAsLong() + LONGEST_NANOS;
        long left = roster.untilAnswered().toNanos();
        while (left > 0 && nanoTime.getAsLong() < end && !crew.isLeaving()) {
            keeper.pause(left / NANOS_A_MILLI + 1, crew::isLeaving);
            left = roster.untilAnswered().toNanos();
        }
    }

    /**
     * Hands a job back after an attempt of which the broker has the report. It is told first, and no slot here waits for
     * the job any more by then, if there is somebody else for it.
     */
    void handBack(JobDelivery delivery, Tries.Own tried, Link link)
            throws LinkBroken, BrokerUnavailable, InterruptedException {
        crew.tries.add(tried);
        link.notify(new Notice.Attempted(self.id(), tried.told()));
        if (!isLeftToOthers(tried)) {
            awaitAnswers();
        }
        if (avoidance.update()) {
            crew.refresh();
        }
        delivery.handBack();
    }

    private boolean isLeftToOthers(Tries.Own tried) {
        avoidance.update();
        return avoidance.contains(tried.key());
    }
}
