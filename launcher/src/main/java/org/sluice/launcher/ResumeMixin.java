package org.sluice.launcher;

import java.time.Clock;
import java.util.List;
import org.sluice.job.BatchListener;
import org.sluice.job.ExitCode;
import org.sluice.producer.Ledger;
import org.sluice.producer.jobfile.JobFileException;
import org.sluice.reporting.BatchDirectory;
import picocli.CommandLine.Option;

/** The choice between a new batch and one that was begun before. */
final class ResumeMixin {
    @Option(
            names = "--resume",
            paramLabel = "BATCH",
            arity = "0..1",
            fallbackValue = OutMixin.LATEST,
            description = "Goes on with a batch that was begun before, the last one unless its id is given: posts what"
                    + " was not posted and collects what has no verdict. No FILE is given then.")
    private String batch;

    Ledger open(String file, SelectionMixin selection, OutMixin out, List<BatchListener> listeners)
            throws JobFileException {
        if (batch == null) {
            return NewBatch.of(selection.read(file, out), out, listeners);
        }
        if (file != null) {
            throw new UsageException(
                    "--resume goes on with the jobs of the batch as they were posted; it takes no job file ('" + file
                            + "'). If that is the id of the batch: --resume=" + file,
                    ExitCode.USAGE);
        }
        BatchDirectory directory = out.existing(batch);
        selection.refuseWith("--resume");
        return Ledger.resume(directory, Clock.systemUTC(), listeners);
    }
}
