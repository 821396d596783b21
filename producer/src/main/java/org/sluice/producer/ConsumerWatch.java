package org.sluice.producer;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.sluice.job.ConsumerState;
import org.sluice.messaging.Notice;
import org.sluice.messaging.Presence;
import org.sluice.messaging.Roster;

/**
 * Has written down when consumers come and go, and when they stop and begin to take jobs. What comes and goes between two
 * looks is not seen.
 */
final class ConsumerWatch {
    private static final long SILENCE_NANOS = Roster.SILENCE.toNanos();

    /** Who looks less often has been asleep, and has still to hear what was said meanwhile. */
    private static final long ASLEEP_NANOS = Roster.REPEAT.toNanos();

    private record Heard(Presence presence, Instant at, long atNanos) {}

    private final Ledger ledger;
    private final Clock clock;
    private final LongSupplier nanoTime;
    /** The latest of each consumer, by its id. */
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    /** Since when everybody who is there could have been heard. */
    private long listensSince;

    private long lookedAt;

    /** @param nanoTime a clock as {@link System#nanoTime} is one */
    ConsumerWatch(Ledger ledger, Clock clock, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.listensSince = nanoTime.getAsLong();
        this.lookedAt = listensSince;
    }

    /** A connection was made over which everybody can be heard. */
    void listens() {
        listensSince = nanoTime.getAsLong();
    }

    /** May be called from any thread. */
    void heard(Notice notice) {
        if (notice instanceof Presence presence) {
            heard.put(presence.id(), new Heard(presence, clock.instant(), nanoTime.getAsLong()));
        }
    }

    /** Has written down what has changed. */
    void look() {
        long now = nanoTime.getAsLong();
        if (now - lookedAt > ASLEEP_NANOS) {
            listensSince = now;
        }
        lookedAt = now;
        for (Heard one : List.copyOf(heard.values())) {
            news(state(one));
            if (one.presence().state() == Presence.State.GONE) {
                heard.remove(one.presence().id(), one);
            }
        }
        if (now - listensSince > SILENCE_NANOS) {
            List.copyOf(ledger.state().consumers().values()).stream()
                    .filter(state -> state.kind().isThere())
                    .forEach(state -> missIfSilent(state, now));
        }
    }

    private void news(ConsumerState now) {
        ConsumerState before = ledger.state().consumers().get(now.id());
        boolean isNews = before == null ? now.kind().isThere() : !now.saysTheSameAs(before);
        if (isNews) {
            ledger.consumer(now);
        }
    }

    private void missIfSilent(ConsumerState state, long now) {
        Heard last = heard.get(state.id());
        if (last == null) {
            // it was there before this program was
            ledger.consumer(silent(state, state.since()));
        } else if (now - last.atNanos() > SILENCE_NANOS && heard.remove(state.id(), last)) {
            ledger.consumer(silent(state, last.at()));
        }
    }

    private static ConsumerState silent(ConsumerState state, Instant since) {
        return new ConsumerState(state.id(), state.consumer(), state.slots(), ConsumerState.Kind.SILENT, "", since);
    }

    private static ConsumerState state(Heard heard) {
        Presence presence = heard.presence();
        return new ConsumerState(
                presence.id(), presence.consumer(), presence.slots(), kind(presence), presence.why(), heard.at());
    }

    private static ConsumerState.Kind kind(Presence presence) {
        return switch (presence.state()) {
            case IN_SERVICE, DRAINING -> ConsumerState.Kind.IN_SERVICE;
            case PAUSED -> ConsumerState.Kind.PAUSED;
            case OUT_OF_SERVICE -> ConsumerState.Kind.OUT_OF_SERVICE;
            case LEAVING -> ConsumerState.Kind.LEAVING;
            case GONE -> ConsumerState.Kind.GONE;
        };
    }
}
