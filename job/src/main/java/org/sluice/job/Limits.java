package org.sluice.job;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a job may take.
 *
 * @param timeout how long all programs and checks together may take; empty means without limit
 * @param grace how long what is asked to end may take before it is killed; empty means as long as the consumer has it
 * @param retries how often a job whose failing may be its own instability (failed, differs, timed out) is run again
 * @param repeats how often a job that passes is run in a row, to see whether it always does; from 1
 */
public record Limits(Optional<Duration> timeout, Optional<Duration> grace, int retries, int repeats) {
    /** The most retries that a person can mean. */
    public static final int MOST_RETRIES = 1000;

    /** For a job of which nothing is said. */
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), 0);

    public Limits {
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(grace);
        if (retries < 0) {
            throw new IllegalArgumentException("a job cannot be run again " + retries + " times");
        }
        if (repeats < 1) {
            throw new IllegalArgumentException("a job is run at least once, not " + repeats + " times");
        }
    }

    /** Limits of a job that is not repeated when it passes. */
    public Limits(Optional<Duration> timeout, Optional<Duration> grace, int retries) {
        this(timeout, grace, retries, 1);
    }

    /** The same, with another number of retries. */
    public Limits withRetries(int number) {
        return new Limits(timeout, grace, number, repeats);
    }

    /** The same, repeated another number of times. */
    public Limits withRepeats(int number) {
        return new Limits(timeout, grace, retries, number);
    }
}
