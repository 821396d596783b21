package org.sluice.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.sluice.job.Capability;
import org.sluice.job.Placement;
import org.sluice.messaging.SlotSession;
import org.sluice.messaging.Subscription;

/**
 * Sees to it that the jobs of a consumer never take more slots than it has, and says what each slot waits for.
 *
 * <p>A slot that waits has itself reserved, and can begin a job of one slot the moment it comes. When a wider one comes, it
 * calls back as many of the others that wait as the job takes, which lasts milliseconds; if too many of them run jobs, it
 * gives the job back, and does not wait for such jobs again until there is room, or, if it is this consumer's part to make
 * room, no slot begins another job until there is: the consumer drains.
 *
 * <p>A slot waits at one queue at a time. Where there are several it looks at them in turn, and when none has anything it
 * stays at each for a part of a quarter of a second.
 *
 * <p>All that is called with the number of a slot is called on that slot's own thread.
 */
final class Turns {
    /** One wait of a slot; it is woken when something has changed. */
    static final Duration LONG = Duration.ofSeconds(30);
    /** After the room is made, the job that it was made for comes at once, or somebody else has it. */
    static final Duration DRAINED = Duration.ofMillis(60);
    /** After so long it is tried again whether a job can be run here that could not be. */
    static final Duration AGAIN = Duration.ofSeconds(1);
    /** What is on a queue comes within a few milliseconds. */
    private static final Duration LOOK = Duration.ofMillis(20);
    /** A queue that had nothing is not looked at again so soon, if others may have something: each look costs {@link #LOOK}. */
    private static final Duration MEANWHILE = Duration.ofSeconds(1);
    /** How long a slot takes to look at all queues once, when none has anything. */
    private static final Duration ROUND = Duration.ofMillis(250);

    private enum State {
        /** It neither waits for a job nor runs one. */
        IDLE,
        WAITS,
        /** It waits and is to stop that. */
        CALLED_BACK,
        WORKS
    }

    private static final class Seat {
        private State state = State.IDLE;
        private int held;
        private SlotSession session;
        private Placement queue;
        private long waitsUntil;
    }

    private final Capability capability;
    private final LongSupplier nanoTime;
    private final Map<Integer, Seat> seats = new HashMap<>();
    private final Map<Placement, Long> shunnedUntil = new HashMap<>();
    private final Map<String, Long> takenUntil = new HashMap<>();
    private Set<Placement> servable = Set.of(Placement.ANYWHERE);
    private int free;
    private boolean isWidening;
    private Optional<Placement> drainsFor = Optional.empty();
    private Seat drained;
    private final Map<Placement, Long> lookedAt = new HashMap<>();
    private final Map<Placement, Long> emptySince = new HashMap<>();

    /** @param nanoTime a clock as {@link System#nanoTime} is one */
    Turns(Capability capability, LongSupplier nanoTime) {
        this.capability = capability;
        this.nanoTime = nanoTime;
        this.free = capability.slots();
        lookedAt.put(Placement.ANYWHERE, nanoTime.getAsLong());
        for (int number = 1; number <= capability.slots(); number++) {
            seats.put(number, new Seat());
        }
    }

    /** The queues that there are now, as far as jobs on them can run here. */
    synchronized void serve(Collection<Placement> placements) {
        Set<Placement> now = new HashSet<>(Set.of(Placement.ANYWHERE));
        placements.stream().filter(capability::canRun).forEach(now::add);
        if (!now.equals(servable)) {
            servable = Set.copyOf(now);
            shunnedUntil.keySet().retainAll(servable);
            emptySince.keySet().retainAll(servable);
            lookedAt.keySet().retainAll(servable);
            servable.forEach(queue -> lookedAt.putIfAbsent(queue, nanoTime.getAsLong()));
            if (drainsFor.filter(placement -> !servable.contains(placement)).isPresent()) {
                endDrain();
            }
            refresh(State.WAITS);
        }
    }

    /** A slot is about to wait with this session. */
    synchronized void sits(int number, SlotSession session) {
        seats.get(number).session = session;
    }

    /** It waits with it no longer. */
    synchronized void stands(int number) {
        seats.get(number).session = null;
        done(number);
    }

    /**
     * What the slot waits for now. To be asked each time before it waits, as the answer also depends on whether it has waited
     * in vain.
     */
    synchronized Subscription wanted(int number) {
        Seat seat = seats.get(number);
        long now = nanoTime.getAsLong();
        if (seat.queue != null && seat.waitsUntil - now <= 0) {
            wasInVain(seat, now);
        }
        if (seat.state == State.CALLED_BACK) {
            release(seat);
        }
        if (seat.state == State.IDLE && !reserve(seat)) {
            return Subscription.NOTHING;
        }
        if (seat == drained) {
            return waitFor(seat, drainsFor.orElseThrow(), DRAINED);
        }
        shunnedUntil.values().removeIf(until -> until - now <= 0);
        takenUntil.values().removeIf(until -> until - now <= 0);
        List<Placement> queues = new ArrayList<>(servable);
        queues.removeIf(this::isShunned);
        if (queues.isEmpty()) {
            return Subscription.NOTHING.within(LOOK);
        }
        if (queues.size() == 1) {
            return waitFor(seat, queues.get(0), shunnedUntil.isEmpty() && takenUntil.isEmpty() ? LONG : AGAIN);
        }
        // the one that was longest not looked at, of those that may have something before the others
        List<Placement> promising =
                queues.stream().filter(queue -> !isKnownToBeEmpty(queue, now)).toList();
        Placement next = (promising.isEmpty() ? queues : promising)
                .stream().min(Comparator.comparing(lookedAt::get)).orElseThrow();
        lookedAt.put(next, now);
        return waitFor(
                seat, next, promising.isEmpty() ? ROUND.dividedBy(queues.size()).plus(LOOK) : LOOK);
    }

    private Subscription waitFor(Seat seat, Placement queue, Duration atMost) {
        seat.queue = queue;
        seat.waitsUntil = nanoTime.getAsLong() + atMost.toNanos();
        return Subscription.of(queue).within(atMost);
    }

    private boolean isKnownToBeEmpty(Placement queue, long now) {
        Long since = emptySince.get(queue);
        return since != null && now - since < MEANWHILE.toNanos();
    }

    private void wasInVain(Seat seat, long now) {
        if (seat == drained) {
            // somebody else has the job
            drained = null;
            release(seat);
            endDrain();
        } else {
            emptySince.put(seat.queue, now);
        }
        seat.queue = null;
    }

    private boolean reserve(Seat seat) {
        if (isWidening) {
            return false;
        }
        int width = 1;
        if (drainsFor.isPresent()) {
            width = capability.width(drainsFor.get());
            if (drained != null || free < width) {
                return false;
            }
            drained = seat;
        }
        if (free < width) {
            return false;
        }
        free -= width;
        seat.held = width;
        seat.state = State.WAITS;
        return true;
    }

    private void release(Seat seat) {
        free += seat.held;
        seat.held = 0;
        seat.state = State.IDLE;
        notifyAll();
    }

    /** Something has come for the slot. */
    synchronized void received(int number) {
        Seat seat = seats.get(number);
        seat.state = State.WORKS;
        emptySince.remove(seat.queue);
        seat.queue = null;
        notifyAll();
    }

    /**
     * Reserves what a job takes that the slot has received.
     *
     * @return false if there is no room for it now
     */
    synchronized boolean widen(int number, Placement placement) throws InterruptedException {
        Seat seat = seats.get(number);
        int width = capability.width(placement);
        if (seat == drained) {
            drained = null;
            drainsFor = Optional.empty();
            refresh(State.IDLE);
        }
        if (seat.held >= width) {
            return true;
        }
        if (isWidening || drainsFor.isPresent() || width > canBeHad(seat)) {
            return false;
        }
        isWidening = true;
        try {
            while (seat.held + free < width && width <= canBeHad(seat)) {
                callBack(width - seat.held - free);
                wait();
            }
            if (seat.held + free < width) {
                return false;
            }
            free -= width - seat.held;
            seat.held = width;
            return true;
        } finally {
            isWidening = false;
            refresh(State.IDLE);
        }
    }

    /** How many slots it could have, if all that wait could be called back. */
    private int canBeHad(Seat seat) {
        return seat.held
                + free
                + seats.values().stream()
                        .filter(other -> other.state == State.WAITS || other.state == State.CALLED_BACK)
                        .mapToInt(other -> other.held)
                        .sum();
    }

    /** Calls slots back that wait, until those that are called back hold so many. */
    private void callBack(int missing) {
        int called = 0;
        for (Seat seat : seats.values()) {
            if (seat.state == State.CALLED_BACK) {
                called += seat.held;
            }
        }
        for (Seat seat : seats.values()) {
            if (called < missing && seat.state == State.WAITS) {
                seat.state = State.CALLED_BACK;
                called += seat.held;
                seat.session.refresh();
            }
        }
    }

    /** The slot does not work any more, and does not wait either. */
    synchronized void done(int number) {
        Seat seat = seats.get(number);
        if (seat == drained) {
            drained = null;
        }
        seat.queue = null;
        release(seat);
        boolean hasRoom = shunnedUntil.keySet().removeIf(placement -> !isTooWideNow(placement));
        if (hasRoom) {
            refresh(State.WAITS);
        }
        refresh(State.IDLE);
    }

    /** Whether there is no room for such a job, as many jobs as run here. */
    synchronized boolean isTooWideNow(Placement placement) {
        return capability.width(placement) > free();
    }

    /** How many slots run nothing. */
    synchronized int free() {
        return capability.slots()
                - seats.values().stream()
                        .filter(seat -> seat.state == State.WORKS)
                        .mapToInt(seat -> seat.held)
                        .sum();
    }

    /** Waits for jobs of this placement no more for a while, or until something changes. */
    synchronized void shun(Placement placement) {
        shunnedUntil.put(placement, nanoTime.getAsLong() + AGAIN.toNanos());
        refresh(State.WAITS);
    }

    /** Waits for jobs that need this lock no more for a while, or until it is free. */
    synchronized void shun(String lock) {
        takenUntil.put(lock, nanoTime.getAsLong() + AGAIN.toNanos());
        refresh(State.WAITS);
    }

    /** This lock may be free: jobs that need it may be waited for again. */
    synchronized void lockIsFree(String lock) {
        if (takenUntil.remove(lock) != null) {
            refresh(State.WAITS);
        }
    }

    /** Jobs for which there is no room, or a lock of which is taken, as far as is known. */
    private boolean isShunned(Placement placement) {
        return shunnedUntil.containsKey(placement) || placement.locks().stream().anyMatch(takenUntil::containsKey);
    }

    /** Begins no other job until there is room for one of this placement. */
    synchronized void drainFor(Placement placement) {
        if (drainsFor.isEmpty()) {
            drainsFor = Optional.of(placement);
            for (Seat seat : seats.values()) {
                if (seat.state == State.WAITS) {
                    seat.state = State.CALLED_BACK;
                    seat.session.refresh();
                }
            }
            refresh(State.IDLE);
        }
    }

    /** For which jobs no other one is begun. */
    synchronized Optional<Placement> drainsFor() {
        return drainsFor;
    }

    /** The job that room was to be made for is gone. */
    synchronized void endDrain() {
        // a slot that waits for just that job finds it out by itself
        if (drained == null) {
            drainsFor = Optional.empty();
            refresh(State.IDLE);
        }
    }

    private void refresh(State state) {
        seats.values().stream()
                .filter(seat -> seat.state == state)
                .map(seat -> seat.session)
                .filter(Objects::nonNull)
                .forEach(SlotSession::refresh);
    }
}
