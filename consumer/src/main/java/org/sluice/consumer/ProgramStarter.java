package org.sluice.consumer;

import java.util.ArrayList;
import java.util.List;
import org.sluice.job.Program;

/** Starts the programs of a job. */
final class ProgramStarter {
    private final Start start;

    ProgramStarter(Start start) {
        this.start = start;
    }

    /** @throws CannotRunException if it cannot be run on this machine */
    RunningProgram start(Program program) throws CannotRunException {
        return start.start(words(program));
    }

    private static List<String> words(Program program) {
        if (program instanceof Program.Direct direct) {
            return direct.words();
        }
        Program.Shell shell = (Program.Shell) program;
        List<String> words = new ArrayList<>();
        words.addAll(List.of(ProgramFile.WINDOWS ? "sh" : "/bin/sh", "-c", shell.line(), "sluice"));
        words.addAll(shell.values());
        return words;
    }
}
