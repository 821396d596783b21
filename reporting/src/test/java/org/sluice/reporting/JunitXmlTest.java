package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.sluice.job.Usage;
import org.sluice.job.Verdict;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class JunitXmlTest {
    /** What stands before the output of every job of a sample batch. */
    private static final String PROPERTIES = """
            [[PROPERTY|consumer=lab1]]
            [[PROPERTY|slot=2]]
            [[PROPERTY|delivery=1]]
            [[PROPERTY|attempts=1]]
            """;

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
                        "<property name=\"batch\" value=\"b1\"/><property name=\"source\" value=\"cases/server.inp\"/><property name=\"flaky\" value=\"0\"/>");
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
            assertThat(first.getAttribute("message")).isEqualTo("because");
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
        assertThat(text(testcase, "system-out")).isEqualTo(PROPERTIES);
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

        assertThat(text(testcase, "system-out")).isEqualTo(PROPERTIES + "out <&> ]]> green\n");
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
    void aFlakyJobHasWhatItFailedWithAndIsCounted() throws Exception {
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.FAILED, "solver exited 3", 3)
                .retried("lab3", Verdict.ERROR, "program solver is not there")
                .retried("lab4", Verdict.TIMED_OUT, "ran longer than 1s", 143)
                .verdict(Verdict.PASSED, "");
        BatchDirectory directory = new BatchDirectory(path);
        Files.createDirectories(directory.attempt(1, "Test 1", 1));
        Files.writeString(directory.stdout(1, "Test 1", 1), "step 1\n");
        Files.writeString(directory.stderr(1, "Test 1", 1), "no convergence\n");

        Element suite = write(batch);
        Element testcase = testcase(suite);

        assertThat(Files.readString(path.resolve("junit.xml"))).contains("<property name=\"flaky\" value=\"1\"/>");
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(elements(testcase)).containsExactly("flakyFailure", "flakyFailure", "system-out");
        Element first = (Element) testcase.getFirstChild();
        assertThat(first.getAttribute("type")).isEqualTo("failed");
        assertThat(first.getAttribute("message")).isEqualTo("solver exited 3");
        assertThat(text(first, "stackTrace")).isEqualTo("solver exited 3\n./run-case.sh 'Test 1': exit 3 after 1.5s\n");
        assertThat(text(first, "system-out"))
                .startsWith("[[PROPERTY|consumer=lab2]]\n")
                .endsWith("]]\nstep 1\n");
        assertThat(text(first, "system-err")).isEqualTo("no convergence\n");
        assertThat(testcase.getLastChild().getTextContent())
                .contains(
                        "[[PROPERTY|attempts=4]]\n[[PROPERTY|flaky=yes]]\n",
                        "[[PROPERTY|error on lab3=program solver is not there]]\n");
    }

    @Test
    void anErrorElsewhereMakesNothingFlaky() throws Exception {
        Element testcase = testcase(write(new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.ERROR, "program solver is not there")
                .verdict(Verdict.PASSED, "")));

        assertThat(elements(testcase)).containsExactly("system-out");
        assertThat(text(testcase, "system-out"))
                .contains("[[PROPERTY|error on lab2=program solver is not there]]")
                .doesNotContain("flaky");
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, failure rerunFailure rerunError system-out",
        "SKIPPED, rerunFailure skipped system-out",
        "ERROR, rerunFailure error rerunError system-out",
        "CANCELLED, rerunFailure error rerunError system-out"
    })
    void aJobThatDidNotPassHasItsEarlierAttemptsBehindItsVerdict(Verdict verdict, String expected) throws Exception {
        Element testcase = testcase(write(new SampleBatch()
                .job("Test 1")
                .retried("lab2", Verdict.ERROR, "program solver is not there")
                .retried("lab3", Verdict.FAILED, "solver exited 3", 3)
                .verdict(verdict, "because")));

        assertThat(elements(testcase)).containsExactly(expected.split(" "));
    }

    @Test
    void anAttemptWithoutAVerdictAfterItIsToldToo() throws Exception {
        Element testcase =
                testcase(write(new SampleBatch().job("Test 1").retried("lab3", Verdict.FAILED, "solver exited 3", 3)));

        assertThat(elements(testcase)).containsExactly("rerunFailure", "error");
    }

    @Test
    void whatAJobTookAndWhatIsToBeRemarkedArePropertiesBeforeItsOutput() throws Exception {
        Usage usage = new Usage(Duration.ofMillis(1234), Duration.ofMillis(50), 1_048_576);
        SampleBatch batch = new SampleBatch()
                .job("Test 1")
                .labels("nightly", "3d")
                .verdict(Verdict.PASSED, "")
                .with(usage, "left 2 processes behind, killed");

        assertThat(text(testcase(write(batch)), "system-out")).isEqualTo("""
                [[PROPERTY|consumer=lab1]]
                [[PROPERTY|slot=2]]
                [[PROPERTY|delivery=1]]
                [[PROPERTY|user=1.234]]
                [[PROPERTY|system=0.050]]
                [[PROPERTY|peak-bytes=1048576]]
                [[PROPERTY|remark=left 2 processes behind, killed]]
                [[PROPERTY|attempts=1]]
                [[PROPERTY|label=nightly]]
                [[PROPERTY|label=3d]]
                """);
    }

    @Test
    void eachCaseOfAJobIsATestCaseAndTheOutputStandsOnce() throws Exception {
        SampleBatch batch = new SampleBatch()
                .jobOfCases("database", "set up", "query", "clean up")
                .retried("lab2", Verdict.FAILED, "2 of 3 cases did not pass", 3)
                .casesBefore(Verdict.PASSED, Verdict.FAILED, Verdict.TIMED_OUT)
                .verdict(Verdict.FAILED, "1 of 3 cases did not pass: clean up failed")
                .cases(Verdict.PASSED, Verdict.PASSED, Verdict.FAILED);
        keep(batch, "out\n".getBytes(UTF_8), new byte[0]);

        Element suite = write(batch);

        assertThat(List.of("tests", "failures", "errors", "skipped"))
                .extracting(suite::getAttribute)
                .containsExactly("3", "1", "0", "0");
        List<Element> cases = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            cases.add((Element) suite.getElementsByTagName("testcase").item(i));
        }
        assertThat(cases)
                .extracting(
                        each -> each.getAttribute("classname") + "|" + each.getAttribute("name") + "|" + elements(each))
                .containsExactly(
                        "server.database|set up|[system-out]",
                        "server.database|query|[flakyFailure, system-out]",
                        "server.database|clean up|[failure, rerunFailure, system-out]");
        assertThat(text(cases.get(2), "failure")).startsWith("clean up did not\n");
        assertThat(text(cases.get(0), "system-out")).endsWith("]]\nout\n");
        assertThat(cases.get(1).getTextContent()).contains("flaky=yes").doesNotContain("out\n");
    }

    @Test
    void casesOfAJobThatWasNotRunHaveItsVerdictAndThoseOfOneWithoutVerdictNone() throws Exception {
        Element suite = write(new SampleBatch()
                .jobOfCases("database", "set up", "query")
                .verdict(Verdict.LOST, "it killed 3 consumers")
                .jobOfCases("files", "write", "read"));

        assertThat(suite.getAttribute("errors")).isEqualTo("4");
        assertThat(List.of(0, 1, 2, 3))
                .extracting(i -> ((Element) suite.getElementsByTagName("error").item(i)).getAttribute("type"))
                .containsExactly("lost", "lost", "no verdict", "no verdict");
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
        for (String schema : new String[] {"junit-10.xsd", "surefire-test-report.xsd", "junit.xsd"}) {
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

    private static List<String> elements(Element testcase) {
        List<String> names = new ArrayList<>();
        for (Node child = testcase.getFirstChild(); child != null; child = child.getNextSibling()) {
            names.add(child.getNodeName());
        }
        return names;
    }

    private static Element testcase(Element suite) {
        return (Element) suite.getElementsByTagName("testcase").item(0);
    }

    private static String text(Element testcase, String name) {
        Node element = testcase.getElementsByTagName(name).item(0);
        return element.getTextContent();
    }
}
