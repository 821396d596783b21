package org.sluice.reporting;

import java.io.IOException;
import org.sluice.job.BatchOutcome;

/** The files about a batch that other programs read. */
public final class Reports {
    private Reports() {}

    /**
     * Writes every report into the batch's directory: {@link BatchDirectory#joblog} and
     * {@link BatchDirectory#junitXml}. A reader of one sees either the old one or the whole new one.
     *
     * @throws IOException if one cannot be written; the others may have been
     */
    public static void write(BatchOutcome outcome, BatchDirectory directory) throws IOException {
        Joblog.write(outcome, directory.joblog());
        JunitXml.write(outcome, directory, directory.junitXml());
    }
}
