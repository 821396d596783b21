package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** One batch in which jobs end in every way there is, and what each artefact says of it. */
@DisabledOnOs(OS.WINDOWS)
class ArtefactsAgreeTest {
    private static final String JOBS = """
            run ./case.sh {name}
            job passes
            job fails        { run sh -c {echo wrong >&2; exit 3} }
            job dies         { run sh -c {kill -SEGV $$} }
            job "runs on"    {
                timeout 1
                run sleep 100
            }
            job misses       { run ./no-such-program }
            job deadly
            job held
            job "comes late"
            job never
            """;

    private static final Map<String, String> VERDICTS = Map.of(
            "passes", "passed",
            "fails", "failed",
            "dies", "failed",
            "runs on", "timed out",
            "misses", "error",
            "deadly", "lost",
            "held", "passed",
            "comes late", "cancelled",
            "never", "cancelled");

    @TempDir
    private Path dir;

    @Test
    void journalJoblogJunitXmlSummaryAndExitCodeTellTheSame() throws Exception {
        try (Site site = new Site(dir)) {
            Files.writeString(dir.resolve("every.inp"), JOBS);
            site.makeDeadly("deadly");
            site.hold("held");
            BrokerProcess broker = BrokerProcess.start(site);
            Sluice producer = broker.asProducer("producer", "every.inp");
            assertThat(broker.consumer("victim", "--max-deliveries", "1").awaitExit())
                    .isEqualTo(137);
            Sluice consumer = broker.consumer("survivor", "--max-deliveries", "1");
            site.awaitStart("held", 1);
            producer.signal("TERM");
            producer.awaitErr("cancelled  never");
            site.release("held");

            producer.awaitExit(130);
            consumer.awaitExit(0);

            assertThat(journal(site)).isEqualTo(VERDICTS);
            assertThat(joblog()).isEqualTo(VERDICTS);
            assertJunitXml();
            String summary = summary(producer);
            assertThat(summary).startsWith("interrupted: 9 jobs");
            VERDICTS.values()
                    .forEach(verdict -> assertThat(summary)
                            .contains(Collections.frequency(VERDICTS.values(), verdict) + " " + verdict));
            assertThat(site.outcome().results().get(6).reason()).contains("victim");

            byte[] xml = Files.readAllBytes(batch("junit.xml"));
            byte[] joblog = Files.readAllBytes(batch("joblog"));
            Sluice report = site.start("report", "sluice-out/latest");
            report.awaitExit(130);
            assertThat(summary(report)).isEqualTo(summary);
            assertThat(batch("junit.xml")).hasBinaryContent(xml);
            assertThat(batch("joblog")).hasBinaryContent(joblog);
        }
    }

    @Test
    void whatWasTriedMoreThanOnceIsToldAlikeInEveryArtefact() throws Exception {
        try (Site site = new Site(dir)) {
            Files.writeString(dir.resolve("again.inp"), """
                    run ./case.sh {name}
                    job held
                    job elsewhere { run ./only-here x }
                    job flaky     { run sh -c {test "$SLUICE_ATTEMPT" -gt 1 || exit 3}
                                    retries 2 }
                    job unstable  { run sh -c {echo "attempt $SLUICE_ATTEMPT" >&2; exit 4}
                                    retries 1 }
                    """);
            Files.copy(dir.resolve("case.sh"), dir.resolve("only-here"), StandardCopyOption.COPY_ATTRIBUTES);
            site.hold("held");
            BrokerProcess broker = BrokerProcess.start(site);
            Sluice producer = broker.asProducer("producer", "again.inp");
            Sluice full = broker.consumer("full");
            site.awaitStart("held", 1);
            Sluice bare = broker.consumer(
                    "bare", "--root", Files.createDirectory(dir.resolve("bare")).toString());
            bare.awaitErr("elsewhere");
            producer.awaitErr("program ./only-here is not there");
            site.release("held");

            producer.awaitExit(1);
            full.awaitExit(0);
            bare.awaitExit(0);

            BatchOutcome outcome = site.outcome();
            assertThat(outcome.flaky()).extracting(JobResult::name).containsExactly("flaky");
            assertThat(outcome.earlier().values())
                    .flatExtracting(before -> before)
                    .extracting(before -> before.name() + " " + before.verdict().label())
                    .containsExactlyInAnyOrder("elsewhere error", "flaky failed", "unstable failed");
            assertThat(joblogOf("Attempts", "Flaky", "Verdict"))
                    .isEqualTo(Map.of(
                            "held", "1 no passed",
                            "elsewhere", "2 no passed",
                            "flaky", "2 yes passed",
                            "unstable", "2 no failed"));
            assertThat(junitElements())
                    .isEqualTo(Map.of(
                            "held", "system-out",
                            "elsewhere", "system-out",
                            "flaky", "flakyFailure system-out",
                            "unstable", "failure rerunFailure system-out system-err"));
            assertThat(Files.readString(batch("junit.xml")))
                    .contains(
                            "[[PROPERTY|error on bare=program ./only-here is not there",
                            "<system-err>attempt 1\n</system-err></rerunFailure>",
                            "<property name=\"flaky\" value=\"1\"/>");
            assertThat(producer.err())
                    .containsPattern(
                            "\n {5}error      elsewhere +\\S+  bare  program ./only-here .*; it is run again\n")
                    .containsPattern("\n {5}failed     flaky +\\S+  \\w+  sh exited 3; it is run again\n")
                    .containsPattern("\n\\d/4  passed     flaky .*  flaky: it did not pass at once\n")
                    .contains("\n1 flaky: passed after a retry\n  flaky: attempt 1 on ", ": the same\n")
                    .containsPattern("\n4 jobs in .*: 3 passed \\(1 flaky\\), 1 failed\n$");

            byte[] xml = Files.readAllBytes(batch("junit.xml"));
            byte[] joblog = Files.readAllBytes(batch("joblog"));
            Sluice report = site.start("report", "sluice-out/" + outcome.batch().id());
            report.awaitExit(1);
            assertThat(producer.err()).endsWith(report.err());
            assertThat(batch("junit.xml")).hasBinaryContent(xml);
            assertThat(batch("joblog")).hasBinaryContent(joblog);
        }
    }

    /** By name, what the joblog has in these columns. */
    private Map<String, String> joblogOf(String... wanted) throws IOException {
        List<String> lines = Files.readAllLines(batch("joblog"));
        List<String> columns = List.of(lines.get(0).split("\t"));
        return lines.stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .collect(Collectors.toMap(
                        words -> words[columns.indexOf("Name")],
                        words -> Stream.of(wanted)
                                .map(column -> words[columns.indexOf(column)])
                                .collect(Collectors.joining(" "))));
    }

    /** By name, the elements of each test case. */
    private Map<String, String> junitElements() throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(batch("junit.xml").toFile())
                .getElementsByTagName("testcase");
        return IntStream.range(0, cases.getLength())
                .mapToObj(cases::item)
                .collect(Collectors.toMap(
                        one -> ((Element) one).getAttribute("name"),
                        one -> IntStream.range(0, one.getChildNodes().getLength())
                                .mapToObj(i -> one.getChildNodes().item(i).getNodeName())
                                .collect(Collectors.joining(" "))));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsToBeRemarkedOfAJobThatPassedStandsInEveryArtefact() throws Exception {
        String remark = "left 1 process behind, killed";
        try (Site site = new Site(dir)) {
            Files.writeString(dir.resolve("leaves.inp"), "job leaves { run {sleep 1000 >&- 2>&- &} }\n");
            Sluice run = site.start("run", "leaves.inp");
            run.awaitExit(0);

            assertThat(site.outcome().results().get(1).remarks()).containsExactly(remark);
            assertThat(joblogOf("Verdict", "Remarks")).isEqualTo(Map.of("leaves", "passed " + remark));
            assertThat(Files.readString(batch("junit.xml"))).contains("[[PROPERTY|remark=" + remark + "]]");
            assertThat(run.err())
                    .containsPattern("1/1  passed     leaves .*  " + remark + "\n")
                    .contains("\n1 passed or skipped with a remark\n  leaves: " + remark + "\n");
        }
    }

    private static Map<String, String> journal(Site site) throws IOException {
        return site.outcome().results().values().stream()
                .collect(Collectors.toMap(
                        result -> result.name(), result -> result.verdict().label()));
    }

    private Map<String, String> joblog() throws IOException {
        List<String> lines = Files.readAllLines(batch("joblog"));
        List<String> columns = List.of(lines.get(0).split("\t"));
        return lines.stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .collect(Collectors.toMap(
                        words -> words[columns.indexOf("Name")], words -> words[columns.indexOf("Verdict")]));
    }

    /** A failure is a job that did not end as it should, an error one that could not be judged. */
    private void assertJunitXml() throws Exception {
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(batch("junit.xml").toFile())
                .getDocumentElement();
        NodeList cases = root.getElementsByTagName("testcase");
        Map<String, String> kinds = IntStream.range(0, cases.getLength())
                .mapToObj(i -> (Element) cases.item(i))
                .collect(Collectors.toMap(one -> one.getAttribute("name"), ArtefactsAgreeTest::kind));
        assertThat(kinds)
                .isEqualTo(Map.of(
                        "passes", "passed",
                        "fails", "failure",
                        "dies", "failure",
                        "runs on", "failure",
                        "misses", "error",
                        "deadly", "error",
                        "held", "passed",
                        "comes late", "error",
                        "never", "error"));
        Element suite = root.getTagName().equals("testsuite")
                ? root
                : (Element) root.getElementsByTagName("testsuite").item(0);
        assertThat(List.of("tests", "failures", "errors", "skipped"))
                .extracting(suite::getAttribute)
                .containsExactly("9", "3", "4", "0");
    }

    private static String kind(Element testcase) {
        for (String kind : List.of("failure", "error", "skipped")) {
            if (testcase.getElementsByTagName(kind).getLength() > 0) {
                return kind;
            }
        }
        return "passed";
    }

    private static String summary(Sluice command) {
        List<String> lines = command.err().lines().toList();
        return lines.get(lines.size() - 1);
    }

    private Path batch(String file) {
        return dir.resolve("sluice-out/latest").resolve(file);
    }
}
