package org.sluice.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sluice.job.ExitCode;
import org.sluice.producer.Ledger;
import org.sluice.reporting.BatchDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Draws the reports of a batch again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Draws the reports of a batch again.", "They come from its journal, as the summary does."},
        footer = {
            "",
            "The exit code is the one that the batch had.",
            "",
            "Examples:",
            "  sluice report sluice-out/latest",
            "  sluice report sluice-out/20260131-120000-3f2a"
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The directory of a batch.")
    private Path path;

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(path)) {
            throw new UsageException(
                    "There is no directory '" + path + "'. Give the directory of a batch, such as sluice-out/latest.",
                    ExitCode.USAGE);
        }
        BatchDirectory directory = new BatchDirectory(path);
        if (!Files.isRegularFile(directory.journal())) {
            throw new UsageException(
                    "There is no journal in '" + path + "'. Give the directory of a batch, such as sluice-out/latest.",
                    ExitCode.USAGE);
        }
        Ledger.Books books = Ledger.read(directory);
        return BatchEnd.report(books.base(), books.outcome(), directory, true);
    }
}
