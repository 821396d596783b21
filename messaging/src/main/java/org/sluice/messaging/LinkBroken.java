package org.sluice.messaging;

/**
 * The connection to the broker is gone, and with it every message that was taken and not acknowledged. The broker hands
 * those out again; who wants to go on opens a new connection.
 */
public final class LinkBroken extends Exception {
    private static final long serialVersionUID = 1L;

    LinkBroken(String what, Throwable cause) {
        super(what + ": " + Reason.of(cause), cause);
    }

    LinkBroken(String what) {
        super(what);
    }
}
