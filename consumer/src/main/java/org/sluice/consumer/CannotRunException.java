package org.sluice.consumer;

import java.io.Serial;

/** A program cannot be run on this machine. The message says what, where and the remedy, for the user to read. */
final class CannotRunException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    CannotRunException(String message) {
        super(message);
    }

    CannotRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
