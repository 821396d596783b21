package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Path;
import org.sluice.job.BatchOutcome;
import org.sluice.reporting.BatchDirectory;
import org.sluice.reporting.Reports;
import org.sluice.reporting.Summary;

/** What every command that tells of a batch does at the end: writes the reports and says how it went. */
final class BatchEnd {
    private BatchEnd() {}

    /**
     * Returns the exit code.
     *
     * @param withOutput whether the summary shows the output of what did not pass
     */
    static int report(Path base, BatchOutcome outcome, BatchDirectory directory, boolean withOutput)
            throws IOException {
        Reports.write(outcome, directory);
        Path here = Path.of("").toAbsolutePath().normalize();
        String prefix = base.equals(here) ? "" : "cd '" + base.toString().replace("'", "'\\''") + "' && ";
        Summary.print(outcome, directory, System.err, prefix, withOutput);
        return outcome.exitCode().code();
    }
}
