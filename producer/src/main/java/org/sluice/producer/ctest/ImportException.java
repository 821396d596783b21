package org.sluice.producer.ctest;

import java.io.Serial;
import org.sluice.job.ExitCode;

/** A suite cannot be imported. The message is for the user. */
public final class ImportException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    ImportException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What the command tells its caller. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
