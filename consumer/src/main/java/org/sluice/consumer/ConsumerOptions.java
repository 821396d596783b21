package org.sluice.consumer;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.job.Capability;

/**
 * How a consumer works.
 *
 * @param name under which it appears in results; for people, and best unique
 * @param slots how many jobs it runs at once; at least 1
 * @param stay whether it waits for the next batch when there is none, instead of leaving
 * @param idle how long it waits for a first batch before it leaves; no matter when it stays
 * @param maxDeliveries how often a job may be delivered before it is given up as lost; at least 1
 * @param patience how long the broker may be away before the consumer gives up; empty: for ever
 * @param labels what it offers to jobs that need something; those of the machine itself are always among them
 * @param maxErrors after so many jobs in a row that could not be run it takes no more; 0: it never stops for that
 */
public record ConsumerOptions(
        String name,
        int slots,
        boolean stay,
        Duration idle,
        int maxDeliveries,
        Optional<Duration> patience,
        SortedSet<String> labels,
        int maxErrors) {
    /** How often a job may be delivered before it is given up, when nothing else is asked for. */
    public static final int DEFAULT_MAX_DELIVERIES = 3;
    /** How many jobs in a row may not be runnable, when nothing else is asked for. */
    public static final int DEFAULT_MAX_ERRORS = 5;

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
        if (maxErrors < 0) {
            throw new IllegalArgumentException("there cannot be " + maxErrors + " errors");
        }
        labels = MachineLabels.with(labels);
    }

    /** A consumer that offers no labels but those of the machine. */
    public ConsumerOptions(
            String name, int slots, boolean stay, Duration idle, int maxDeliveries, Optional<Duration> patience) {
        this(name, slots, stay, idle, maxDeliveries, patience, new TreeSet<>(), DEFAULT_MAX_ERRORS);
    }

    /** What it has to offer to jobs. */
    public Capability capability() {
        return Capability.of(labels, slots);
    }

    /** The same, offering these labels too. */
    public ConsumerOptions withLabels(SortedSet<String> other) {
        return new ConsumerOptions(name, slots, stay, idle, maxDeliveries, patience, other, maxErrors);
    }

    /** The same, stopping after another number of errors. */
    public ConsumerOptions withMaxErrors(int other) {
        return new ConsumerOptions(name, slots, stay, idle, maxDeliveries, patience, labels, other);
    }
}
