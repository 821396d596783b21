package org.sluice.consumer;

import org.sluice.job.Program;

/** Says in a sentence how a program ended that did not pass. */
final class ExitReason {
    private static final int LONGEST_LINE = 60;
    private static final int SIGNALLED = 128;
    private static final int LAST_CLASSIC_SIGNAL = 31;

    private ExitReason() {}

    /**
     * What is to be said of a program.
     *
     * @param exit its exit code, or 128 and the number of a signal
     * @param isCrash which of the two
     */
    static String of(Program program, int exit, boolean isCrash) {
        String name = nameOf(program);
        if (isCrash) {
            int signal = exit - SIGNALLED;
            String signalName = nameOf(signal);
            return name + " was killed by signal " + signal + (signalName.isEmpty() ? "" : " (" + signalName + ")");
        }
        // Windows gives a negative number to a program that crashed; its documentation has them in this form
        String exited = name + " exited " + (exit < 0 ? String.format("0x%08X", exit) : Integer.toString(exit));
        return program instanceof Program.Shell ? exited + hint(exit) : exited;
    }

    /** Whether the exit code is one that stands for a signal, as shells have it and the JDK. */
    static boolean isSignal(int exit) {
        return exit > SIGNALLED && exit <= SIGNALLED + LAST_CLASSIC_SIGNAL && !ProgramFile.WINDOWS;
    }

    private static String hint(int exit) {
        return switch (exit) {
            case 126 -> ": the shell found a program that it could not execute (stderr names it)";
            case 127 -> ": the shell did not find a program (stderr names it)";
            default -> "";
        };
    }

    private static String nameOf(Program program) {
        if (program instanceof Program.Direct direct) {
            String path = direct.words().get(0);
            return oneLine(path.substring(path.lastIndexOf('/') + 1));
        }
        return "'" + oneLine(program.display()) + "'";
    }

    /** The text without line breaks and control characters, cut if it is long. */
    static String oneLine(String text) {
        String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
    }

    /** The names of the signals that have the same number on Linux, macOS and the BSDs, and of Linux's bus error. */
    private static String nameOf(int signal) {
        return switch (signal) {
            case 1 -> "HUP";
            case 2 -> "INT";
            case 3 -> "QUIT";
            case 4 -> "ILL";
            case 5 -> "TRAP";
            case 6 -> "ABRT";
            case 7 -> "BUS";
            case 8 -> "FPE";
            case 9 -> "KILL";
            case 11 -> "SEGV";
            case 13 -> "PIPE";
            case 14 -> "ALRM";
            case 15 -> "TERM";
            case 24 -> "XCPU";
            case 25 -> "XFSZ";
            default -> "";
        };
    }
}
