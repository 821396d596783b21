package org.sluice.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.sluice.job.ExitCode;
import org.sluice.job.NearestWord;
import org.sluice.producer.Ledger;
import org.sluice.producer.history.History;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what came of a job in earlier batches. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows what came of a job in earlier batches.",
            "Without a NAME it lists all jobs, that which usually takes longest first."
        },
        footer = {"", "Examples:", "  sluice history flume", "  sluice history --history suite/.sluice/history"})
final class HistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The name of the job.")
    private String name;

    @Option(
            names = "--history",
            paramLabel = "PATH",
            description = "The file that is read (default: .sluice/history here, else the one beside the job file of"
                    + " the last batch that was begun here).")
    private Path path;

    @Mixin
    private OutMixin out;

    @Override
    public Integer call() throws IOException {
        Path file = file();
        if (!Files.exists(file)) {
            throw new UsageException(
                    "There is no history at " + file + ". A batch makes it; --history names another.", ExitCode.USAGE);
        }
        History history = History.read(file);
        PrintWriter terminal = spec.commandLine().getOut();
        HistoryTable table = new HistoryTable(history, new Sparkline(charset()), ZoneId.systemDefault(), terminal);
        if (name == null) {
            table.printAll();
        } else if (history.names().contains(name)) {
            table.printJob(name);
        } else {
            String nearest = NearestWord.to(name, history.names())
                    .map(word -> "; the nearest name is '" + word + "'.")
                    .orElse("; without a name, all jobs are listed.");
            throw new UsageException("The history " + file + " has no job '" + name + "'" + nearest, ExitCode.USAGE);
        }
        terminal.flush();
        return ExitCode.PASSED.code();
    }

    private Path file() {
        if (path != null || Files.exists(HistoryMixin.USUAL_PLACE)) {
            return path == null ? HistoryMixin.USUAL_PLACE : path;
        }
        return Ledger.read(out.existing(OutMixin.LATEST)).base().resolve(HistoryMixin.USUAL_PLACE);
    }

    /** What standard output has characters for. */
    private static Charset charset() {
        String ofTheSystem =
                System.getProperty("native.encoding", Charset.defaultCharset().name());
        return Charset.forName(System.getProperty("stdout.encoding", ofTheSystem));
    }
}
