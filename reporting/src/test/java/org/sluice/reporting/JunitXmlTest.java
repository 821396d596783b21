package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.job.Job;
import org.sluice.job.Verdict;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class JunitXmlTest {
    @TempDir
    private Path path;

    @Test
    void theSuiteTellsWhatWasRunAndCountsEveryJob() throws Exception {
        Element suite = write(SampleBatch.ofEveryVerdict());

        assertThat(suite.getAttribute("name")).isEqualTo("server");
        assertThat(suite.getAttribute("tests")).isEqualTo("9");
        assertThat(suite.getAttribute("failures")).isEqualTo("3");
        assertThat(suite.getAttribute("errors")).isEqualTo("4");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("time")).isEqualTo("7.000");
        assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-11-24T09:15:00Z");
        assertThat(Files.readString(path.resolve("junit.xml")))
                .contains(
                        "<property name=\"batch\" value=\"b1\"/><property name=\"source\" value=\"cases/server.inp\"/>");
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void everyVerdictHasItsElement(Verdict verdict) throws Exception {
        Element testcase = testcase(write(new SampleBatch().job("Test 1").verdict(verdict, "because")));

        String element = switch (verdict) {
            case PASSED -> "system-out";
            case FAILED, DIFFERS, TIMED_OUT -> "failure";
            case ERROR, LOST, CANCELLED -> "error";
            case SKIPPED -> "skipped";
        };
        Element first = (Element) testcase.getFirstChild();
        assertThat(first.getTagName()).isEqualTo(element);
        if (verdict == Verdict.SKIPPED) {
            assertThat(first.getTextContent()).isEqualTo("because");
        }
        if (!verdict.isSuccess()) {
            assertThat(first.getAttribute("message")).isEqualTo("because");
            assertThat(first.getAttribute("type")).isEqualTo(verdict.label());
        }
    }

    @Test
    void aFailureTellsItsProgramsAndWhereTheyRan() throws Exception {
        Element testcase = testcase(write(new SampleBatch().job("Test 1").verdict(Verdict.FAILED, "it broke")));

        assertThat(testcase.getAttribute("name")).isEqualTo("Test 1");
        assertThat(testcase.getAttribute("classname")).isEqualTo("server");
        assertThat(testcase.getAttribute("time")).isEqualTo("1.500");
        assertThat(text(testcase, "failure")).isEqualTo("it broke\n./run-case.sh 'Test 1': exit 3 after 1.5s\n");
        assertThat(text(testcase, "system-out")).isEqualTo("[sluice: consumer lab1, slot 2, delivery 1]\n");
        assertThat(testcase.getElementsByTagName("system-err").getLength()).isZero();
    }

    @Test
    void aJobWithoutAVerdictIsAnError() throws Exception {
        Element testcase = testcase(write(new SampleBatch().job("Test 1")));

        Element error = (Element) testcase.getFirstChild();
        assertThat(error.getTagName()).isEqualTo("error");
        assertThat(error.getAttribute("type")).isEqualTo("no verdict");
    }

    @ParameterizedTest
    @CsvSource({
        "server.inp, server",
        "/a.b/cases, cases",
        "C:\\cases\\flume.v2.inp, flume.v2",
        ".inp, .inp",
        "-, standard-input"
    })
    void theJobFileNamesTheSuite(String source, String name) throws Exception {
        assertThat(write(new SampleBatch().source(source).job("Test 1")).getAttribute("name"))
                .isEqualTo(name);
    }

    @Test
    void theOutputOfAJobIsInItsTestCase() throws Exception {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.PASSED, "");
        keep(batch, "out <&> ]]> \u001b[32mgreen\u001b[0m\n".getBytes(UTF_8), "err\n".getBytes(UTF_8));

        Element testcase = testcase(write(batch));

        assertThat(text(testcase, "system-out"))
                .isEqualTo("[sluice: consumer lab1, slot 2, delivery 1]\nout <&> ]]> green\n");
        assertThat(text(testcase, "system-err")).isEqualTo("err\n");
    }

    @Test
    void ofAHugeOutputTheEndIsThere() throws Exception {
        SampleBatch batch = new SampleBatch().job("Test 1").verdict(Verdict.FAILED, "it broke");
        keep(batch, ("😀".repeat(1_000_000) + "end").getBytes(UTF_8), new byte[0]);

        String output = text(testcase(write(batch)), "system-out");

        assertThat(output).contains("]\n[sluice: 3,934,468 bytes cut here]\n😀").endsWith("😀end");
        assertThat(output.getBytes(UTF_8)).hasSizeLessThan(66_000);
    }

    @Test
    void hostileNamesReasonsAndOutputLeaveALegalDocument() throws Exception {
        byte[] everyByte = new byte[256];
        StringBuilder everyChar = new StringBuilder();
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
            everyChar.append((char) i);
        }
        String hostile = everyChar + "<![CDATA[ ]]> --> <?x?> &amp; \uD83D \uDE00 \uFFFE\uFFFF \uD83D\uDE00 \"'";
        SampleBatch batch = new SampleBatch()
                .source(hostile + ".inp")
                .job(hostile)
                .verdict(Verdict.FAILED, hostile)
                .job(hostile + 2)
                .verdict(Verdict.SKIPPED, hostile);
        keep(batch, everyByte, "\uFFFE ]]> \u0000".getBytes(UTF_8));

        Element testcase = testcase(write(batch));

        assertThat(testcase.getAttribute("name"))
                .isEqualTo(SafeText.line(hostile))
                .contains("\\ud83d", "\\ufffe");
        assertThat(text(testcase, "failure")).startsWith(SafeText.lines(hostile));
        assertThat(text(testcase, "system-out")).contains("\\u0000", "ABC", "\uFFFD");
        assertThat(text(testcase, "system-err")).isEqualTo("\\ufffe ]]> \\u0000");
    }

    @Test
    void theUsersLocaleDoesNotChangeANumber() throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            Element testcase = testcase(write(new SampleBatch().job("Test 1").verdict(Verdict.PASSED, "")));

            assertThat(testcase.getAttribute("time")).isEqualTo("1.500");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** Writes the report, and gives back its root if it keeps the rules of Jenkins's schema and of our narrower one. */
    private Element write(SampleBatch batch) throws Exception {
        Path file = path.resolve("junit.xml");
        JunitXml.write(batch.outcome(), new BatchDirectory(path), file);
        for (String schema : new String[] {"jenkins-junit.xsd", "junit.xsd"}) {
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(JunitXmlTest.class.getResource(schema))
                    .newValidator()
                    .validate(new StreamSource(file.toFile()));
        }
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    private void keep(SampleBatch batch, byte[] stdout, byte[] stderr) throws IOException {
        BatchDirectory directory = new BatchDirectory(path);
        Job job = batch.outcome().batch().job(1);
        Files.createDirectories(directory.job(1, job.name()));
        Files.write(directory.stdout(1, job.name()), stdout);
        Files.write(directory.stderr(1, job.name()), stderr);
    }

    private static Element testcase(Element suite) {
        return (Element) suite.getElementsByTagName("testcase").item(0);
    }

    private static String text(Element testcase, String name) {
        Node element = testcase.getElementsByTagName(name).item(0);
        return element.getTextContent();
    }
}
