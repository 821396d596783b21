package org.sluice.producer.ctest;

import java.io.Serial;

/** A test has something that a job file cannot say. The message is a phrase that names it. */
final class RefusedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
