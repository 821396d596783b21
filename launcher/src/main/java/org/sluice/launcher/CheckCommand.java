package org.sluice.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a job file and lists what would be posted. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Lists the jobs of a job file.", "It posts and runs nothing."},
        footer = {"", "Examples:", "  sluice check server.inp", "  ./make-jobs | sluice check -"})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The job file; - reads standard input.")
    private String file;

    @Override
    public Integer call() throws Exception {
        return JobList.print(file, spec.commandLine());
    }
}
