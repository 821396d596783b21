package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads every report back: whoever counts in one must come to the same as in another. */
class ReportsAgreeTest {
    private static final int FLAKY = 4;

    @TempDir
    private Path path;

    private BatchOutcome outcome;

    /** How many jobs have each verdict, by its label. */
    private Map<String, Integer> expected;

    @BeforeEach
    void writeTheReportsOfABatchWithADifferentNumberOfEveryVerdict() throws IOException {
        SampleBatch batch = new SampleBatch();
        for (Verdict verdict : Verdict.values()) {
            for (int i = 0; i <= verdict.ordinal(); i++) {
                batch.job(verdict.label() + " " + i).verdict(verdict, "because");
            }
        }
        batch.job("waits 1").job("waits 2");
        for (int i = 1; i <= FLAKY; i++) {
            batch.job("flaky " + i)
                    .retried("lab2", Verdict.TIMED_OUT, "because", 143)
                    .verdict(Verdict.PASSED, "")
                    .with(null, "left 2 processes behind, killed");
        }
        batch.job("elsewhere").retried("lab2", Verdict.ERROR, "because").verdict(Verdict.PASSED, "");
        outcome = batch.outcome();
        expected = new TreeMap<>();
        outcome.counts().forEach((verdict, count) -> expected.put(verdict.label(), count));
        Reports.write(outcome, new BatchDirectory(path));
    }

    @Test
    void theJoblogCountsAsTheOutcomeDoes() throws IOException {
        try (Stream<String> lines = Files.lines(path.resolve("joblog"))) {
            assertThat(lines.skip(1)
                            .map(line -> line.split("\t")[9])
                            .collect(Collectors.toMap(verdict -> verdict, verdict -> 1, Integer::sum)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void theTableCountsAsTheOutcomeDoes() throws IOException {
        expected.put("", outcome.missing().size());
        try (Stream<String> lines = Files.lines(path.resolve("results.csv"))) {
            assertThat(lines.skip(1)
                            .map(line -> line.split(",")[2])
                            .collect(Collectors.toMap(verdict -> verdict, verdict -> 1, Integer::sum)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void theTraceHasAnEventForEachAttemptThatWasRun() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        for (JsonNode event :
                new ObjectMapper().readTree(path.resolve("trace.json").toFile()).path("traceEvents")) {
            if (event.path("ph").textValue().equals("X")) {
                found.merge(event.path("cat").textValue(), 1, Integer::sum);
            }
        }

        // of these nothing was run
        expected.keySet().removeAll(List.of("lost", "cancelled"));
        expected.merge("timed out", FLAKY, Integer::sum);
        expected.merge("error", 1, Integer::sum);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void thePageCountsAsTheOutcomeDoes() throws IOException {
        WrittenPage page = WrittenPage.read(path.resolve("report.html"));
        Map<String, Integer> told = new TreeMap<>();
        Pattern.compile("data-verdict=\"([a-z ]+)\">.*?<b>(\\d+)</b>")
                .matcher(page.markup())
                .results()
                .forEach(count -> told.put(count.group(1), Integer.valueOf(count.group(2))));
        Map<String, Integer> listed = new TreeMap<>();
        for (JsonNode row : page.data("page-data").path("jobs")) {
            int verdict = row.get(2).intValue();
            listed.merge(verdict < 0 ? "no verdict" : Verdict.values()[verdict].label(), 1, Integer::sum);
            listed.merge("flaky", row.get(8).intValue(), Integer::sum);
        }

        expected.put("no verdict", outcome.missing().size());
        expected.put("flaky", FLAKY);
        assertThat(told).isEqualTo(expected);
        assertThat(listed).isEqualTo(expected);
        assertThat(page.markup()).contains("30 of 43 jobs did not pass, 2 have no verdict");
    }

    @Test
    void theTestSuiteCountsItsTestCasesRight() throws Exception {
        Element suite = suite();

        assertThat(suite.getAttribute("tests"))
                .isEqualTo(count(suite, "testcase"))
                .isEqualTo("43");
        assertThat(suite.getAttribute("failures")).isEqualTo(count(suite, "failure"));
        assertThat(suite.getAttribute("errors")).isEqualTo(count(suite, "error"));
        assertThat(suite.getAttribute("skipped")).isEqualTo(count(suite, "skipped"));
    }

    @Test
    void theTestCasesCountAsTheOutcomeDoes() throws Exception {
        Map<String, Integer> found = new TreeMap<>();
        NodeList cases = suite().getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element first = (Element) cases.item(i).getFirstChild();
            String verdict = switch (first.getTagName()) {
                case "failure", "error" -> first.getAttribute("type");
                case "skipped" -> "skipped";
                case "flakyFailure" -> "passed";
                default -> "passed";
            };
            found.merge(verdict, 1, Integer::sum);
        }

        expected.put("no verdict", outcome.missing().size());
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void everyReportTellsOfTheSameFlakyJobs() throws Exception {
        assertThat(outcome.flaky()).hasSize(FLAKY);
        try (Stream<String> lines = Files.lines(path.resolve("joblog"))) {
            assertThat(lines.map(line -> line.split("\t"))
                            .filter(words -> words[16].equals("yes"))
                            .map(words -> words[13] + " " + words[15] + words[21]))
                    .containsExactlyElementsOf(outcome.flaky().stream()
                            .map(result -> result.name() + " 2left 2 processes behind, killed")
                            .toList());
        }
        assertThat(count(suite(), "flakyFailure")).isEqualTo("4");
        assertThat(summary())
                .contains(
                        "\n4 flaky: passed after a retry\n",
                        "\n4 passed or skipped with a remark\n",
                        " 6 passed (4 flaky),")
                .contains("  flaky 3: attempt 1 on lab2: timed out, because; passed on lab1\n")
                .contains("  flaky 3: left 2 processes behind, killed\n")
                .doesNotContain("elsewhere");
    }

    @Test
    void theSummaryCountsAsTheOutcomeDoes() {
        String lastLine = summary().lines().reduce((a, b) -> b).orElseThrow().replace(" (4 flaky)", "");

        expected.put("without a verdict", outcome.missing().size());
        assertThat(lastLine).startsWith("43 jobs in ");
        assertThat(Pattern.compile("(\\d+) ([a-z ]+)(?:,|$)")
                        .matcher(lastLine.substring(lastLine.indexOf(':')))
                        .results()
                        .collect(Collectors.toMap(
                                (MatchResult part) -> part.group(2), part -> Integer.valueOf(part.group(1)))))
                .isEqualTo(expected);
    }

    private String summary() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Summary.print(outcome, new BatchDirectory(path), new PrintStream(bytes, true, UTF_8), "", true);
        return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }

    private Element suite() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(path.resolve("junit.xml").toFile())
                .getDocumentElement();
    }

    private static String count(Element suite, String element) {
        return String.valueOf(suite.getElementsByTagName(element).getLength());
    }
}
