package org.sluice.reporting;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/**
 * The JUnit XML report: one test suite, with a test case a job in the order of the batch. It keeps the rules of the
 * schema {@code junit-10.xsd} of Jenkins's xUnit plugin, and therefore has no properties in a test case: a line before
 * its output tells which consumer it ran on.
 *
 * <p>A job that was cancelled or has no verdict is an error, not a skipped one: a batch that did not run to its end
 * must not look green. What XML does not allow is escaped as {@link SafeText} does.
 */
final class JunitXml {
    /** How much of each stream of a job goes into the report; all of it is in the batch's directory. */
    private static final int OUTPUT_LIMIT = 64 * 1024;

    private static final String NO_VERDICT = "no verdict";

    private final BatchOutcome outcome;
    private final BatchDirectory directory;
    private final XMLStreamWriter xml;

    private JunitXml(BatchOutcome outcome, BatchDirectory directory, XMLStreamWriter xml) {
        this.outcome = outcome;
        this.directory = directory;
        this.xml = xml;
    }

    /**
     * Writes the report, in one step for whoever reads it.
     *
     * @param directory where the output of the jobs is read; one that is not there is left out
     * @throws IOException if the report cannot be written
     */
    static void write(BatchOutcome outcome, BatchDirectory directory, Path file) throws IOException {
        AtomicFile.write(file, writer -> write(outcome, directory, writer));
    }

    private static void write(BatchOutcome outcome, BatchDirectory directory, Writer writer) throws IOException {
        try {
            // The JDK's own, whatever else is on the class path: its escaping is what the tests have seen.
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(writer);
            new JunitXml(outcome, directory, xml).writeSuite();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void writeSuite() throws XMLStreamException {
        Batch batch = outcome.batch();
        String suite = suiteName(batch.source());
        Tally tally = Tally.of(outcome);
        xml.writeStartDocument("UTF-8", "1.0");
        newLine();
        xml.writeStartElement("testsuite");
        attribute("name", suite);
        attribute("tests", String.valueOf(batch.jobs().size()));
        attribute("failures", String.valueOf(tally.failures()));
        attribute("errors", String.valueOf(tally.errors()));
        attribute("skipped", String.valueOf(tally.skipped()));
        attribute("time", Seconds.of(Makespan.of(outcome)));
        attribute("timestamp", batch.created().truncatedTo(ChronoUnit.SECONDS).toString());
        newLine();
        xml.writeStartElement("properties");
        property("batch", batch.id());
        property("source", batch.source());
        xml.writeEndElement();
        newLine();
        for (Job job : batch.jobs()) {
            writeCase(suite, job, outcome.results().get(job.number()));
        }
        xml.writeEndElement();
        newLine();
        xml.writeEndDocument();
    }

    private void writeCase(String suite, Job job, JobResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("name", job.name());
        attribute("classname", suite);
        if (result == null) {
            attribute("time", "0.000");
            problem("error", NO_VERDICT, "the batch ended before this job had a verdict", "");
        } else {
            attribute("time", Seconds.of(result.wall()));
            writeVerdict(result);
            writeOutput(job, result.attempt());
        }
        xml.writeEndElement();
        newLine();
    }

    private void writeVerdict(JobResult result) throws XMLStreamException {
        Verdict verdict = result.verdict();
        switch (Kind.of(verdict)) {
            case PASSED -> {}
            case FAILURE -> problem("failure", verdict.label(), result.reason(), programs(result));
            case ERROR -> problem("error", verdict.label(), result.reason(), programs(result));
            case SKIPPED -> {
                // its reason is content: the schema that Jenkins publishes gives the element no attributes
                xml.writeStartElement("skipped");
                xml.writeCharacters(SafeText.lines(result.reason()));
                xml.writeEndElement();
            }
        }
    }

    private void problem(String element, String type, String message, String details) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("type", type);
        attribute("message", message);
        xml.writeCharacters(SafeText.lines(message + "\n" + details));
        xml.writeEndElement();
    }

    private static String programs(JobResult result) {
        StringBuilder programs = new StringBuilder();
        for (ProgramRun run : result.programs()) {
            programs.append(run.program())
                    .append(": exit ")
                    .append(run.exit())
                    .append(" after ")
                    .append(Durations.format(run.wall()))
                    .append('\n');
        }
        return programs.toString();
    }

    private void writeOutput(Job job, Attempt attempt) throws XMLStreamException {
        KeptOutput stdout = KeptOutput.endOf(directory.stdout(job.number(), job.name()), OUTPUT_LIMIT);
        KeptOutput stderr = KeptOutput.endOf(directory.stderr(job.number(), job.name()), OUTPUT_LIMIT);
        xml.writeStartElement("system-out");
        xml.writeCharacters("[sluice: consumer " + SafeText.line(attempt.consumer()) + ", slot " + attempt.slot()
                + ", delivery " + attempt.delivery() + "]\n");
        xml.writeCharacters(stdout.withMark());
        xml.writeEndElement();
        if (!stderr.isEmpty()) {
            xml.writeStartElement("system-err");
            xml.writeCharacters(stderr.withMark());
            xml.writeEndElement();
        }
    }

    private void property(String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, SafeText.line(value));
    }

    private void newLine() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    /** The job file's name without directories and extension. */
    private static String suiteName(String source) {
        if (source.equals("-")) {
            return "standard-input";
        }
        String file = source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** What JUnit XML can say of a test case. */
    private enum Kind {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED;

        static Kind of(Verdict verdict) {
            return switch (verdict) {
                case PASSED -> PASSED;
                case FAILED, DIFFERS, TIMED_OUT -> FAILURE;
                case ERROR, LOST, CANCELLED -> ERROR;
                case SKIPPED -> SKIPPED;
            };
        }
    }

    /** The counts of the test suite, from those of the batch. */
    private record Tally(int failures, int errors, int skipped) {

        static Tally of(BatchOutcome outcome) {
            return new Tally(
                    count(outcome, Kind.FAILURE),
                    count(outcome, Kind.ERROR) + outcome.missing().size(),
                    count(outcome, Kind.SKIPPED));
        }

        private static int count(BatchOutcome outcome, Kind wanted) {
            return outcome.counts().entrySet().stream()
                    .filter(entry -> Kind.of(entry.getKey()) == wanted)
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }
}
