package org.sluice.job;

import java.util.Arrays;
import java.util.Optional;

/** The one final judgement on a job. */
public enum Verdict {
    /** Every program ended as it should. */
    PASSED("passed"),
    /** A program ended otherwise than it should. */
    FAILED("failed"),
    /** The programs ended as they should, a check of their results did not. */
    DIFFERS("differs"),
    /** The job took longer than its time limit and was ended. */
    TIMED_OUT("timed out"),
    /** The job said of itself that it does not apply here. */
    SKIPPED("skipped"),
    /** The job could not be run here: a program or directory is missing. */
    ERROR("error"),
    /** The job took its consumers with it, more often than is allowed. */
    LOST("lost"),
    /** The batch was stopped before the job had ended. */
    CANCELLED("cancelled");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** The word for it in messages, journals and reports, for example {@code timed out}. */
    public String label() {
        return label;
    }

    /** Whether a batch whose jobs all have such verdicts is a success. */
    public boolean isSuccess() {
        return this == PASSED || this == SKIPPED;
    }

    /** Whether it may come of the case's own instability, so that a retry can end otherwise. */
    public boolean isOfTheCase() {
        return this == FAILED || this == DIFFERS || this == TIMED_OUT;
    }

    /** The verdict with this {@link #label()}, or empty when there is none. */
    public static Optional<Verdict> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.label.equals(label))
                .findFirst();
    }
}
