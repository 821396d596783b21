package org.sluice.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a job file and lists what would be posted. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Lists the jobs of a job file.", "It posts and runs nothing."},
        footer = {
            "",
            "Examples:",
            "  sluice check server.inp",
            "  sluice check -R flume server.inp",
            "  ./make-jobs | sluice check -"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The job file; - reads standard input.")
    private String file;

    @Mixin
    private SelectionMixin selection;

    @Mixin
    private OutMixin out;

    @Override
    public Integer call() throws Exception {
        return JobList.print(selection.read(file, out), spec.commandLine());
    }
}
