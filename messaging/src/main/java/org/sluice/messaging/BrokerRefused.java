package org.sluice.messaging;

/** The broker is there and does not let us do this, now or later. The message says who may. */
public final class BrokerRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
