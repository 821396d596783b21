package org.sluice.job;

/** What a command tells its caller. */
public enum ExitCode {
    /** Every job passed or was skipped. */
    PASSED(0),
    /** Every job has its verdict, and some did not pass. */
    NOT_PASSED(1),
    /** The command line or the job file is wrong; nothing was done. */
    USAGE(2),
    /** The broker or this machine failed, or some job has no verdict. */
    INCOMPLETE(3),
    /** There was nothing to run. */
    NOTHING_TO_RUN(4),
    /** The user stopped the batch. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number for the operating system. */
    public int code() {
        return code;
    }
}
