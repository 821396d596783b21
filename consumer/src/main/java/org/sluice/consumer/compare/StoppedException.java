package org.sluice.consumer.compare;

/** A comparison was given up because its job was cut short. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("the comparison was stopped");
    }
}
