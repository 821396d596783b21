package org.sluice.launcher;

import java.util.List;
import java.util.function.Function;
import org.sluice.job.BatchListener;
import org.sluice.reporting.BatchDirectory;
import org.sluice.reporting.OutputAsItHappens;
import org.sluice.reporting.PlainProgress;
import picocli.CommandLine.Option;

/** What a command that waits for verdicts tells of them meanwhile. */
final class OutputOnFailureMixin {
    @Option(
            names = "--output-on-failure",
            fallbackValue = "true",
            description = "Prints the output of a job that does not pass at once, not in the summary at the end.")
    private boolean asItHappens;

    boolean isAsItHappens() {
        return asItHappens;
    }

    /**
     * Those who tell of the batch while it runs.
     *
     * @param directories where the batch with this id is kept
     */
    List<BatchListener> listeners(Function<String, BatchDirectory> directories) {
        PlainProgress progress = new PlainProgress(System.err);
        return asItHappens ? List.of(progress, new OutputAsItHappens(directories, System.err)) : List.of(progress);
    }
}
