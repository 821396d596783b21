package org.sluice.job;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What a consumer does with jobs since some moment, as a producer has heard it. Consumers tell it in notices, which may be
 * missed: it is for people, and nothing that a batch promises hangs on it.
 *
 * @param id unique among all consumers that ever were, other than the name
 * @param consumer its name, as in attempts
 * @param slots how many jobs it runs at most; at least 1
 * @param kind what it does
 * @param why why it takes no jobs, in one sentence without a full stop; {@code ""} when it takes some, or did not say
 * @param since since when, by the producer's clock; of one that is {@link Kind#SILENT}, when it was heard last
 */
public record ConsumerState(String id, String consumer, int slots, Kind kind, String why, Instant since) {

    /** What a consumer does with jobs. */
    public enum Kind {
        /** It takes them. */
        IN_SERVICE("in service"),
        /** It takes none until the machine can run some again. */
        PAUSED("paused"),
        /** It takes none any more, since jobs cannot be run on it. */
        OUT_OF_SERVICE("out of service"),
        /** It takes none any more and goes when those that it runs have ended. */
        LEAVING("leaving"),
        /** It has said good-bye. */
        GONE("gone"),
        /** It was not heard any more, and has not said good-bye. */
        SILENT("silent");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word for it in journals and reports, for example {@code out of service}. */
        public String label() {
            return label;
        }

        /** Whether the consumer was there. */
        public boolean isThere() {
            return this != GONE && this != SILENT;
        }

        /** The kind with this {@link #label()}, or empty when there is none. */
        public static Optional<Kind> ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label.equals(label))
                    .findFirst();
        }
    }

    public ConsumerState {
        Objects.requireNonNull(id);
        Objects.requireNonNull(consumer);
        if (slots < 1) {
            throw new IllegalArgumentException("consumer " + consumer + " has " + slots + " slots");
        }
        Objects.requireNonNull(kind);
        Objects.requireNonNull(why);
        Objects.requireNonNull(since);
    }

    /** Whether the other says the same of the same consumer, be it since another moment. */
    public boolean saysTheSameAs(ConsumerState other) {
        return id.equals(other.id) && slots == other.slots && kind == other.kind && why.equals(other.why);
    }
}
