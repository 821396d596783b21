package org.sluice.reporting;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.job.BatchOutcome;

/**
 * What ran when on which slot. Attempts stand where the clock of their consumer has them, the coming and going of consumers where
 * the producer's has it.
 *
 * @param start the first start of an attempt
 * @param length how long it is to the last end of one, in microseconds
 * @param consumers in the order of their names, numbers in those as numbers
 */
record Timeline(Instant start, long length, List<ConsumerLanes> consumers) {
    Timeline {
        consumers = List.copyOf(consumers);
    }

    static Timeline of(BatchOutcome outcome) {
        return new TimelineMaking(outcome).timeline();
    }

    /** The lanes of all consumers, in their order. */
    Stream<Lane> lanes() {
        return consumers.stream().flatMap(one -> one.lanes().stream());
    }

    /** Whether the journal tells of all consumers how many slots they had, and when they were there. */
    boolean isToldOf() {
        return consumers.stream().allMatch(ConsumerLanes::isToldOf);
    }

    /** An instant, in microseconds since the start. */
    long at(Instant instant) {
        return micros(start, instant);
    }

    static long micros(Instant from, Instant to) {
        return micros(Duration.between(from, to));
    }

    /** A duration in microseconds, be it of thousands of years: a clock may be wrong. */
    static long micros(Duration duration) {
        return duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000;
    }

    static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
