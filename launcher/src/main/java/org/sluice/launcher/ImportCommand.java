package org.sluice.launcher;

import org.sluice.job.ExitCode;
import picocli.CommandLine.Command;

/** Groups the commands that make a job file of a suite that exists. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "SUITE",
        description = "Makes a job file of a test suite that exists already.",
        footer = {"", "Examples:", "  sluice import ctest build"},
        subcommands = ImportCtestCommand.class)
final class ImportCommand implements Runnable {
    @Override
    public void run() {
        throw new UsageException("No kind of suite is named; there is one: ctest.", ExitCode.USAGE);
    }
}
