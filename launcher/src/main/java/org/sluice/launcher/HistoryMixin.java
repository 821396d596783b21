package org.sluice.launcher;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.sluice.producer.Ledger;
import org.sluice.producer.history.HistoryKeeper;
import picocli.CommandLine.Option;

/** The options that say where what came of the jobs is remembered. */
final class HistoryMixin {
    /** Where it is unless something else is said, from the job file's directory on. */
    static final Path USUAL_PLACE = Path.of(".sluice", "history");

    @Option(
            names = "--history",
            paramLabel = "PATH",
            description = "Remembers how long jobs took and how they ended in this file (default: .sluice/history"
                    + " beside the job file).")
    private Path path;

    @Option(
            names = "--no-history",
            fallbackValue = "true",
            description = "Remembers nothing, and makes no use of what is remembered.")
    private boolean off;

    /** Has the batch remembered; empty if that is not wanted. To be called before the batch is opened. */
    Optional<HistoryKeeper> keep(Ledger ledger) {
        if (off) {
            return Optional.empty();
        }
        Path file = path == null ? ledger.base().resolve(USUAL_PLACE) : path;
        HistoryKeeper keeper = HistoryKeeper.open(file, Clock.systemUTC(), ledger::note);
        ledger.remark(keeper::remark);
        ledger.listen(keeper);
        return Optional.of(keeper);
    }
}
