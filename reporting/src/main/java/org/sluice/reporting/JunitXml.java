package org.sluice.reporting;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
import org.sluice.reporting.TestCase.Kind;

/**
 * The JUnit XML report: one test suite, with a test case a job in the order of the batch; the cases of a job that
 * has some are test cases instead. It keeps the rules of two
 * schemas, {@code junit-10.xsd} of Jenkins's xUnit plugin, which refuses a whole file for one element that it does not know,
 * and {@code surefire-test-report.xsd} 3.0.2 of Maven Surefire. Neither has properties in a test case, so that what is known
 * of a job stands in lines {@code [[PROPERTY|name=value]]} before its output.
 *
 * <p>A job that was cancelled or has no verdict is an error, not a skipped one: a batch that did not run to its end
 * must not look green. A job that passed after a failure has a {@code flakyFailure} for each; one that did not pass has a
 * {@code rerunFailure} or {@code rerunError} for each attempt before the last. What XML does not allow is escaped as
 * {@link SafeText} does.
 */
final class JunitXml {
    /** How much of each stream of a job goes into the report; all of it is in the batch's directory. */
    private static final int OUTPUT_LIMIT = 64 * 1024;

    private static final String NO_VERDICT = "no verdict";

    private final BatchOutcome outcome;
    private final BatchDirectory directory;
    private final XMLStreamWriter xml;
    private final Runs runs;

    private JunitXml(BatchOutcome outcome, BatchDirectory directory, XMLStreamWriter xml) {
        this.outcome = outcome;
        this.directory = directory;
        this.xml = xml;
        this.runs = new Runs(outcome);
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
        List<TestCase> cases = TestCase.of(outcome, runs, suite);
        xml.writeStartDocument("UTF-8", "1.0");
        newLine();
        xml.writeStartElement("testsuite");
        attribute("name", suite);
        attribute("tests", String.valueOf(cases.size()));
        attribute("failures", count(cases, Kind.FAILURE));
        attribute("errors", count(cases, Kind.ERROR));
        attribute("skipped", count(cases, Kind.SKIPPED));
        attribute("time", Seconds.of(Makespan.of(outcome)));
        attribute("timestamp", batch.created().truncatedTo(ChronoUnit.SECONDS).toString());
        newLine();
        xml.writeStartElement("properties");
        property("batch", batch.id());
        property("source", batch.source());
        property(
                "flaky", String.valueOf(cases.stream().filter(TestCase::isFlaky).count()));
        xml.writeEndElement();
        newLine();
        for (TestCase each : cases) {
            writeCase(each);
        }
        xml.writeEndElement();
        newLine();
        xml.writeEndDocument();
    }

    private static String count(List<TestCase> cases, Kind kind) {
        return String.valueOf(cases.stream().filter(each -> each.kind() == kind).count());
    }

    private void writeCase(TestCase each) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("name", each.name());
        attribute("classname", each.classname());
        attribute("time", Seconds.of(each.end().map(TestCase.End::wall).orElse(Duration.ZERO)));
        writeVerdict(each);
        if (each.result().isPresent()) {
            writeOutput(each, each.result().get());
        }
        xml.writeEndElement();
        newLine();
    }

    /** In the order in which Surefire's schema wants the elements. */
    private void writeVerdict(TestCase each) throws XMLStreamException {
        Kind kind = each.kind();
        if (kind == Kind.FAILURE) {
            problem("failure", each.end().orElseThrow());
        }
        writeEarlier(each, each.isFlaky() ? "flakyFailure" : "rerunFailure", Kind.FAILURE);
        if (kind == Kind.SKIPPED) {
            String reason = each.end().orElseThrow().reason();
            xml.writeStartElement("skipped");
            attribute("message", reason);
            xml.writeCharacters(SafeText.lines(reason));
            xml.writeEndElement();
        }
        if (each.end().isEmpty()) {
            problem("error", NO_VERDICT, "the batch ended before this job had a verdict", "");
        } else if (kind == Kind.ERROR) {
            problem("error", each.end().get());
        }
        // of a job that passed an error elsewhere is no failure, not even a flaky one: a property tells of it
        if (kind == Kind.FAILURE || kind == Kind.ERROR) {
            writeEarlier(each, "rerunError", Kind.ERROR);
        }
    }

    private void writeEarlier(TestCase each, String element, Kind wanted) throws XMLStreamException {
        Job job = each.job();
        for (TestCase.Before before : each.earlier()) {
            if (Kind.of(before.end().verdict()) != wanted) {
                continue;
            }
            xml.writeStartElement(element);
            attribute("type", before.end().verdict().label());
            attribute("message", before.end().reason());
            xml.writeStartElement("stackTrace");
            xml.writeCharacters(SafeText.lines(before.end().reason() + "\n" + programs(before.end())));
            xml.writeEndElement();
            xml.writeStartElement("system-out");
            writeProperties(before.result());
            if (each.isFirst()) {
                xml.writeCharacters(kept(directory.stdout(job.number(), job.name(), before.attempt()))
                        .withMark());
            }
            xml.writeEndElement();
            if (each.isFirst()) {
                writeErrors(kept(directory.stderr(job.number(), job.name(), before.attempt())));
            }
            xml.writeEndElement();
        }
    }

    private void problem(String element, TestCase.End end) throws XMLStreamException {
        problem(element, end.verdict().label(), end.reason(), programs(end));
    }

    private void problem(String element, String type, String message, String details) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("type", type);
        attribute("message", message);
        xml.writeCharacters(SafeText.lines(message + "\n" + details));
        xml.writeEndElement();
    }

    private static String programs(TestCase.End end) {
        StringBuilder programs = new StringBuilder();
        for (ProgramRun run : end.programs()) {
            programs.append(run.program())
                    .append(": exit ")
                    .append(run.exit())
                    .append(" after ")
                    .append(Durations.format(run.wall()))
                    .append('\n');
        }
        return programs.toString();
    }

    private void writeOutput(TestCase each, JobResult result) throws XMLStreamException {
        Job job = each.job();
        xml.writeStartElement("system-out");
        writeProperties(result);
        writeLine("attempts", String.valueOf(runs.count(job.number())));
        if (each.isFlaky()) {
            writeLine("flaky", "yes");
        }
        for (JobResult before : runs.earlier(job.number())) {
            if (Kind.of(before.verdict()) == Kind.ERROR) {
                writeLine("error on " + before.attempt().consumer(), before.reason());
            }
        }
        for (String label : job.labels()) {
            writeLine("label", label);
        }
        if (each.isFirst()) {
            xml.writeCharacters(kept(directory.stdout(job.number(), job.name())).withMark());
        }
        xml.writeEndElement();
        if (each.isFirst()) {
            writeErrors(kept(directory.stderr(job.number(), job.name())));
        }
    }

    private void writeProperties(JobResult result) throws XMLStreamException {
        writeLine("consumer", result.attempt().consumer());
        writeLine("slot", String.valueOf(result.attempt().slot()));
        writeLine("delivery", String.valueOf(result.attempt().delivery()));
        if (result.usage().isPresent()) {
            Usage usage = result.usage().get();
            writeLine("user", Seconds.of(usage.user()));
            writeLine("system", Seconds.of(usage.system()));
            if (usage.peakBytes() > 0) {
                writeLine("peak-bytes", String.valueOf(usage.peakBytes()));
            }
        }
        for (String remark : result.remarks()) {
            writeLine("remark", remark);
        }
    }

    /** The form in which test management tools find properties where a schema has no place for them. */
    private void writeLine(String name, String value) throws XMLStreamException {
        xml.writeCharacters("[[PROPERTY|" + SafeText.line(name) + "=" + SafeText.line(value) + "]]\n");
    }

    private void writeErrors(KeptOutput stderr) throws XMLStreamException {
        if (!stderr.isEmpty()) {
            xml.writeStartElement("system-err");
            xml.writeCharacters(stderr.withMark());
            xml.writeEndElement();
        }
    }

    private static KeptOutput kept(Path file) {
        return KeptOutput.endOf(file, OUTPUT_LIMIT);
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
}
