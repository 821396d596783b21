package org.sluice.messaging;

/** The broker could not be reached now; it may be reached later. */
public final class BrokerUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    BrokerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
