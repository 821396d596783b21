package org.sluice.launcher;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells which Sluice this is. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells which Sluice this is.",
            "It prints its version and the commit that it was built from, if that is known, then the Java that runs it,"
                    + " then the system. --version of every command prints the same."
        },
        footer = {"", "Examples:", "  sluice version"})
final class VersionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        for (String line : new Version().getVersion()) {
            out.println(line);
        }
        out.flush();
    }
}
