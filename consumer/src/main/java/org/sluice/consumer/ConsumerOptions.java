package org.sluice.consumer;

import java.time.Duration;
import java.util.Optional;

/**
 * How a consumer works.
 *
 * @param name under which it appears in results; for people, and best unique
 * @param slots how many jobs it runs at once; at least 1
 * @param stay whether it waits for the next batch when there is none, instead of leaving
 * @param idle how long it waits for a first batch before it leaves; no matter when it stays
 * @param maxDeliveries how often a job may be delivered before it is given up as lost; at least 1
 * @param patience how long the broker may be away before the consumer gives up; empty: for ever
 */
public record ConsumerOptions(
        String name, int slots, boolean stay, Duration idle, int maxDeliveries, Optional<Duration> patience) {
    /** How often a job may be delivered before it is given up, when nothing else is asked for. */
    public static final int DEFAULT_MAX_DELIVERIES = 3;

    public ConsumerOptions {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a consumer has a name");
        }
        if (slots < 1) {
            throw new IllegalArgumentException("a consumer has at least one slot, not " + slots);
        }
        if (maxDeliveries < 1) {
            throw new IllegalArgumentException("a job is delivered at least once, not " + maxDeliveries + " times");
        }
    }
}
