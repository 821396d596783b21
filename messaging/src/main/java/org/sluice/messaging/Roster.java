package org.sluice.messaging;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sluice.job.Placement;

/**
 * Who is there, as far as it was heard: consumers announce themselves, and one that is silent for long or says good-bye
 * is not there any more. Like all that notices tell, it is a hint.
 */
public final class Roster {
    /** How often a consumer announces itself at least. */
    public static final Duration REPEAT = Duration.ofSeconds(5);

    /** Who was not heard for longer is not there any more. */
    public static final Duration SILENCE = REPEAT.multipliedBy(3);

    /** So long after the question who is there, everybody has answered. */
    private static final long ANSWER_NANOS = Duration.ofSeconds(1).toNanos();

    private record Heard(Presence presence, long at) {}

    private final LongSupplier nanoTime;
    private final Map<String, Heard> heard = new LinkedHashMap<>();
    private Optional<Long> askedAt = Optional.empty();

    /** @param nanoTime a clock as {@link System#nanoTime} is one */
    public Roster(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes in what is heard; notices about other things are of no matter. */
    public synchronized void heard(Notice notice) {
        if (notice instanceof Presence presence) {
            if (presence.state() == Presence.State.GONE) {
                heard.remove(presence.id());
            } else {
                heard.put(presence.id(), new Heard(presence, nanoTime.getAsLong()));
            }
        } else if (notice instanceof Notice.Attempted attempted) {
            heard.computeIfPresent(
                    attempted.consumer(),
                    (id, known) -> new Heard(known.presence().withTried(attempted.tried()), known.at()));
        }
    }

    /** Somebody has asked who is there, over a new connection: what is known is not all before there was time to answer. */
    public synchronized void asked() {
        askedAt = Optional.of(nanoTime.getAsLong());
    }

    /** How long it takes until everybody who is there has had time to answer; zero when that is so. */
    public synchronized Duration untilAnswered() {
        long left = askedAt.map(at -> at + ANSWER_NANOS - nanoTime.getAsLong()).orElse(ANSWER_NANOS);
        return Duration.ofNanos(Math.max(0, left));
    }

    /** The consumers that are there, in the order in which they were first heard. */
    public synchronized List<Presence> present() {
        long now = nanoTime.getAsLong();
        heard.values().removeIf(known -> now - known.at() > SILENCE.toNanos());
        return heard.values().stream().map(Heard::presence).toList();
    }

    /** The consumers that take jobs of such a placement. */
    public List<Presence> takers(Placement placement) {
        return present().stream()
                .filter(consumer -> consumer.takesJobs() && consumer.offers(placement))
                .toList();
    }

    /** Who runs the job, if anybody does. */
    public Optional<Presence> runnerOf(String batch, int job) {
        return present().stream().filter(consumer -> consumer.runs(batch, job)).findFirst();
    }

    /** How many attempts at the job anybody has told of; 0 when nobody has. */
    public int attempts(String batch, int job) {
        return present().stream()
                .flatMap(consumer -> consumer.tried().stream())
                .filter(tried -> tried.isOf(batch, job))
                .mapToInt(Presence.Tried::attempts)
                .max()
                .orElse(0);
    }

    /** Whether somebody takes the job who has not tried it, other than the consumer with this id. */
    public boolean hasUntriedTaker(String id, String batch, int job, Placement placement) {
        return takers(placement).stream().anyMatch(other -> !other.id().equals(id) && !other.hasTried(batch, job));
    }

    /** Whether somebody takes the job who may be able to run it, other than the consumer with this id. */
    public boolean hasAbleTaker(String id, String batch, int job, Placement placement) {
        return takers(placement).stream().anyMatch(other -> !other.id().equals(id) && !other.isUnableToRun(batch, job));
    }
}
