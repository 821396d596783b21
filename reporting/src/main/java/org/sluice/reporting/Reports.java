package org.sluice.reporting;

import java.io.IOException;
import org.sluice.job.BatchOutcome;

/** The files that are drawn from a batch's journal. */
public final class Reports {
    private Reports() {}

    /**
     * Writes every report into the batch's directory: {@link BatchDirectory#reportHtml},
     * {@link BatchDirectory#joblog}, {@link BatchDirectory#junitXml}, {@link BatchDirectory#resultsCsv} and {@link BatchDirectory#trace}. A reader of one sees either the old one or the whole new one.
     *
     * @throws IOException if one cannot be written; the others may have been
     */
    public static void write(BatchOutcome outcome, BatchDirectory directory) throws IOException {
        Joblog.write(outcome, directory.joblog());
        JunitXml.write(outcome, directory, directory.junitXml());
        ResultsCsv.write(outcome, directory.resultsCsv());
        Timeline timeline = Timeline.of(outcome);
        TraceJson.write(outcome, timeline, directory.trace());
        ReportPage.write(outcome, directory, timeline, directory.reportHtml());
    }
}
