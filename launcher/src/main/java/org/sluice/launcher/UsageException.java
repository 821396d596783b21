package org.sluice.launcher;

import org.sluice.job.ExitCode;

/** A command cannot do what is asked. The message is for the user: what, where, what was expected, the remedy. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    UsageException(String message, ExitCode exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    UsageException(String message, ExitCode exitCode, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
