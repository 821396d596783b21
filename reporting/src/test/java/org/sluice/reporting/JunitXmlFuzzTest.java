package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Case;
import org.sluice.job.Job;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Whatever jobs are called and write, the report is a document that keeps all schemas and has each job or case once. */
class JunitXmlFuzzTest {
    private static final List<Schema> SCHEMAS = Stream.of("junit-10.xsd", "surefire-test-report.xsd")
            .map(JunitXmlFuzzTest::schema)
            .toList();

    @TempDir
    private Path directory;

    static Stream<byte[]> samples() {
        return FuzzedBatch.samples();
    }

    private static Schema schema(String name) {
        try {
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(JunitXmlFuzzTest.class.getResource(name));
        } catch (SAXException e) {
            throw new IllegalStateException(name, e);
        }
    }

    @MethodSource("samples")
    @FuzzTest
    void theReportKeepsItsSchemasAndHasEachJobOnce(byte[] input) throws Exception {
        BatchOutcome outcome = FuzzedBatch.of(input, directory);
        Path file = directory.resolve("junit.xml");
        JunitXml.write(outcome, new BatchDirectory(directory), file);

        String text = Files.readString(file);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        for (Schema schema : SCHEMAS) {
            schema.newValidator().validate(new DOMSource(document));
        }
        assertThat(names(document)).isEqualTo(expectedNames(outcome));
        Element suite = document.getDocumentElement();
        assertThat(suite.getAttribute("tests"))
                .isEqualTo(String.valueOf(expectedNames(outcome).size()));
        long bad = Stream.of("failures", "errors")
                .mapToLong(count -> Long.parseLong(suite.getAttribute(count)))
                .sum();
        boolean green = outcome.isComplete()
                && outcome.results().values().stream()
                        .allMatch(result -> result.verdict().isSuccess());
        assertThat(bad == 0).as("green by the report").isEqualTo(green);
    }

    private static List<String> names(Document document) {
        List<String> names = new ArrayList<>();
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            names.add(((Element) cases.item(i)).getAttribute("name"));
        }
        return names;
    }

    private static List<String> expectedNames(BatchOutcome outcome) {
        List<String> names = new ArrayList<>();
        for (Job job : outcome.batch().jobs()) {
            if (job.cases().isEmpty()) {
                names.add(SafeText.line(job.name()));
            }
            job.cases().stream().map(Case::name).map(SafeText::line).forEach(names::add);
        }
        return names;
    }
}
