package org.sluice.producer;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.Notice;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Presence;
import org.sluice.messaging.Roster;

/** Which consumers are there, and what that means for the batch: jobs that nobody takes, and a batch that cannot go on. */
final class Attendance {
    private final Ledger ledger;
    private final Stopping stopping;
    private final GivingUp givingUp;
    private final Roster roster;
    private final ConsumerWatch watch;
    private final Waits waits;
    private String told = "";

    /** @param nanoTime a clock as {@link System#nanoTime} is one */
    Attendance(Ledger ledger, Stopping stopping, GivingUp givingUp, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.stopping = stopping;
        this.givingUp = givingUp;
        this.roster = new Roster(nanoTime);
        this.watch = new ConsumerWatch(ledger, ledger.clock(), nanoTime);
        this.waits = new Waits(nanoTime);
    }

    /** Asks over a new connection who is there. */
    void ask(Link link) throws LinkBroken {
        link.notify(new Notice.WhoIsThere());
        roster.asked();
        watch.listens();
    }

    /** May be called from any thread. */
    void heard(Notice notice) {
        roster.heard(notice);
        watch.heard(notice);
    }

    /** Has written down what consumers do. */
    void takeDown() {
        watch.look();
    }

    /** Tells which jobs nobody takes, and why, when it is time to. */
    void tellWaits() {
        if (waits.isDue() && roster.untilAnswered().isZero()) {
            waits.news(ledger.outcome().missing(), staying()).forEach(ledger::note);
            ledger.waiting(waits.told());
            ledger.commit();
        }
    }

    /** Tells when nobody takes any job, and stops a batch that is to be given up. */
    void look() {
        takeDown();
        String idle = idle();
        if (!idle.isEmpty() && !idle.equals(told)) {
            ledger.note("No consumer takes jobs: " + idle + ".");
        }
        told = idle;
        if (!stopping.isAsked()) {
            giveUpIfDue(idle);
        }
        ledger.commit();
    }

    private void giveUpIfDue(String idle) {
        Optional<Halt> halt = givingUp.halt()
                .filter(rule -> rule.isReached(
                        ledger.state().notPassed(), ledger.state().ended()));
        if (halt.isPresent()) {
            int jobs = ledger.state().notPassed();
            ledger.stopped(jobs + (jobs == 1 ? " job" : " jobs") + " did not pass (--halt " + halt.get() + ")");
            stopping.want(halt.get().now() ? OpenBatch.State.KILL : OpenBatch.State.STOP);
        } else if (givingUp.whenAllAreOut() && !idle.isEmpty() && areAllOut()) {
            ledger.brokenOff("no consumer takes jobs any more: " + idle);
            stopping.want(OpenBatch.State.STOP);
        }
    }

    /** Who takes no jobs and why, if nobody takes any; {@code ""} if somebody does, or nobody is there. */
    private String idle() {
        List<Presence> there = staying();
        return there.stream().anyMatch(Presence::takesJobs)
                ? ""
                : there.stream()
                        .map(consumer -> consumer.consumer()
                                + (consumer.state() == Presence.State.PAUSED ? " pauses (" : " is out of service (")
                                + consumer.why() + ")")
                        .collect(Collectors.joining(", "));
    }

    private boolean areAllOut() {
        return staying().stream().allMatch(consumer -> consumer.state() == Presence.State.OUT_OF_SERVICE);
    }

    private List<Presence> staying() {
        return roster.present().stream()
                .filter(consumer -> consumer.state() != Presence.State.LEAVING)
                .toList();
    }
}
