package org.sluice.consumer.compare;

/** A comparison or a search was given up because its job was cut short. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Tells that it was given up. */
    public StoppedException() {
        super("it was given up, for the job was cut short");
    }
}
