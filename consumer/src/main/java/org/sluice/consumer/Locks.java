package org.sluice.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.LongSupplier;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LockToken;
import org.sluice.messaging.Notice;

/**
 * The locks that jobs of this consumer hold. What has to hold whoever dies: no two jobs that lock the same name run at the
 * same time, anywhere.
 *
 * <p>The broker takes a token back from a consumer whose connection is gone. So a job whose connection is gone is killed at
 * once, and so is one whose consumer has not heard itself by way of the broker for longer than is safe: the broker may be
 * about to find the connection dead. And whoever takes a token that came back in this way lets it rest, until the other one
 * can be taken to have done so.
 */
final class Locks {
    /** How long a token rests with which a consumer has gone away. */
    static final Duration REST = Duration.ofSeconds(10);
    /** A token that nobody has comes within milliseconds. */
    private static final Duration FREE = Duration.ofMillis(40);
    /** A broker needs 10 s or more to find a connection dead, and then the token rests for longer than this. */
    private static final long SAFE_NANOS = Duration.ofSeconds(8).toNanos();
    /** How often a consumer with a lock makes itself heard. */
    private static final long PULSE_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long LOOK_MILLIS = 500;
    /** What the broker counts when a token was given back in order, however often: it marks it at its first delivery. */
    private static final int GIVEN_BACK = 2;

    private record Resting(LockToken token, Link link, long until) {}

    private final Turns turns;
    private final Runnable pulse;
    private final LongSupplier nanoTime;
    private final Set<String> held = new HashSet<>();
    private final Map<String, Resting> resting = new HashMap<>();
    private final Map<String, Integer> rested = new HashMap<>();
    private final List<Lease> leases = new ArrayList<>();
    private Link current;
    private long heardAt;
    private long pulseAt;
    private boolean wasSilent;
    private boolean ended;

    /**
     * @param pulse has the consumer announce itself, of which it will hear
     * @param nanoTime a clock as {@link System#nanoTime} is one
     */
    Locks(Turns turns, Runnable pulse, LongSupplier nanoTime) {
        this.turns = turns;
        this.pulse = pulse;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes all these locks, or none if one of them is not free or has to rest; jobs that need that one are not waited for
     * then until it is free.
     */
    Optional<Lease> take(SortedSet<String> names, Link link) throws LinkBroken {
        if (names.isEmpty()) {
            return Optional.of(Lease.ofNothing());
        }
        link.check();
        Optional<String> taken = claim(names, link);
        if (taken.isPresent()) {
            turns.shun(taken.get());
            return Optional.empty();
        }
        List<LockToken> tokens = new ArrayList<>();
        boolean complete = false;
        try {
            // always in this order, so that two jobs do not wait for one another
            for (String name : names) {
                Optional<LockToken> token = link.lock(name, FREE);
                if (token.isEmpty() || mustRest(token.get(), link)) {
                    turns.shun(name);
                    return Optional.empty();
                }
                tokens.add(token.get());
            }
            Lease lease = lease(names, tokens, link);
            complete = true;
            return Optional.of(lease);
        } finally {
            if (!complete) {
                tokens.forEach(LockToken::close);
                givenBack(tokens, link);
                giveUp(names);
                for (LockToken token : tokens) {
                    // somebody may have found it taken meanwhile
                    tellFree(token.lock(), countOf(token.lock()), link);
                }
            }
        }
    }

    private synchronized void givenBack(List<LockToken> tokens, Link link) {
        if (link == current && tokens.stream().noneMatch(LockToken::isGone)) {
            tokens.forEach(token -> rested.merge(token.lock(), GIVEN_BACK, Math::max));
        }
    }

    private synchronized int countOf(String lock) {
        return rested.getOrDefault(lock, 1);
    }

    /** Returns the one that another slot here has, if there is such a one. */
    private synchronized Optional<String> claim(SortedSet<String> names, Link link) {
        if (link != current) {
            current = link;
            // another broker may count from the beginning
            rested.clear();
            heardAt = nanoTime.getAsLong();
        }
        Optional<String> taken = names.stream()
                .filter(name -> held.contains(name) || resting.containsKey(name))
                .findFirst();
        if (taken.isEmpty()) {
            held.addAll(names);
        }
        return taken;
    }

    private synchronized void giveUp(Set<String> names) {
        held.removeAll(names);
    }

    private synchronized boolean mustRest(LockToken token, Link link) {
        if (token.count() <= rested.getOrDefault(token.lock(), 1)) {
            return false;
        }
        resting.put(token.lock(), new Resting(token, link, nanoTime.getAsLong() + REST.toNanos()));
        notifyAll();
        return true;
    }

    private synchronized Lease lease(SortedSet<String> names, List<LockToken> tokens, Link link) {
        Lease[] self = new Lease[1];
        self[0] = new Lease(tokens, () -> released(self[0], names, link));
        leases.add(self[0]);
        pulseAt = nanoTime.getAsLong();
        notifyAll();
        return self[0];
    }

    private void released(Lease lease, SortedSet<String> names, Link link) {
        Map<String, Integer> counts = new HashMap<>();
        synchronized (this) {
            leases.remove(lease);
            held.removeAll(names);
            if (!lease.isLost()) {
                givenBack(lease.tokens(), link);
            }
            names.forEach(name -> counts.put(name, rested.getOrDefault(name, 1)));
        }
        counts.forEach((name, count) -> tellFree(name, count, link));
    }

    private void tellFree(String name, int count, Link link) {
        try {
            link.notify(new Notice.LockFree(name, count));
        } catch (LinkBroken e) {
            // who waits for it looks again by himself
        }
        turns.lockIsFree(name);
    }

    /** Another consumer has given a lock back. */
    void heard(Notice.LockFree notice) {
        synchronized (this) {
            rested.merge(notice.lock(), notice.rested(), Math::max);
        }
        turns.lockIsFree(notice.lock());
    }

    /** The consumer has heard of itself: the way to the broker and back is open. */
    synchronized void heardSelf() {
        heardAt = nanoTime.getAsLong();
    }

    /** Watches over the locks until {@link #end} is called. */
    void watch() throws InterruptedException {
        while (await()) {
            look();
        }
        synchronized (this) {
            resting.values().forEach(rest -> rest.token().close());
            resting.clear();
        }
    }

    private synchronized boolean await() throws InterruptedException {
        if (!ended) {
            if (leases.isEmpty() && resting.isEmpty()) {
                wait();
            } else {
                wait(LOOK_MILLIS);
            }
        }
        return !ended;
    }

    /** Ends {@link #watch}. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** A connection may have broken: kills at once what must not go on without it. */
    void connectionMayBeGone() {
        List<Lease> gone;
        synchronized (this) {
            gone = leases.stream().filter(Lease::isGone).toList();
        }
        gone.forEach(Lease::lose);
    }

    /** Lets go what is lost, and ends the rest of tokens. */
    private void look() {
        List<Lease> lost = new ArrayList<>();
        List<Resting> over = new ArrayList<>();
        boolean pulseIsDue;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            boolean isSilent = now - heardAt > SAFE_NANOS;
            for (Lease lease : leases) {
                // twice: this process may have slept, and what it has heard is on its way
                if (lease.isGone() || (isSilent && wasSilent)) {
                    lost.add(lease);
                }
            }
            wasSilent = isSilent;
            pulseIsDue = !leases.isEmpty() && now - pulseAt > PULSE_NANOS;
            if (pulseIsDue) {
                pulseAt = now;
            }
            for (Iterator<Resting> each = resting.values().iterator(); each.hasNext(); ) {
                Resting rest = each.next();
                if (rest.token().isGone()) {
                    each.remove();
                } else if (rest.until() - now <= 0) {
                    each.remove();
                    if (rest.link() == current) {
                        rested.merge(rest.token().lock(), rest.token().count(), Math::max);
                    }
                    over.add(rest);
                }
            }
        }
        lost.forEach(Lease::lose);
        if (pulseIsDue) {
            pulse.run();
        }
        for (Resting rest : over) {
            rest.token().close();
            tellFree(rest.token().lock(), rest.token().count(), rest.link());
        }
    }
}
