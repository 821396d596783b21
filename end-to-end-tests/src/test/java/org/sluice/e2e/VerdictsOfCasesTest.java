package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the words of the job file that judge a case make of it, from the job file to the reports. */
@DisabledOnOs(OS.WINDOWS)
class VerdictsOfCasesTest {
    private static final String JOBS = """
            run   ./solver {#}.log
            check grep -q done {#}.log
            check test -s {#}.log
            job checked
            job differs          { check grep -q undone {#}.log }
            job "not comparable" { check ./no-such-program }
            job compared         { compare {#}.log reference.log -rel 1e-6 }
            job "wrong number"   { run ./solver {#}.log 0 1.0021
                                   compare {#}.log reference.log -rel 1e-6 }
            job "known code"     { run ./solver {#}.log 2
                                   exit 0 2 }
            job skipped          { run ./solver {#}.log 77 }
            job "own skip code"  { run ./solver {#}.log 4
                                   skip-code 4 }
            job "fails as meant" { run ./solver {#}.log 3
                                   will-fail yes }
            job "passes instead" { will-fail yes }
            job stubborn         { run {trap '' TERM; while :; do sleep 0.05; done}
                                   timeout 300ms
                                   grace   100ms }
            """;

    private static final Map<String, String> VERDICTS = new LinkedHashMap<>();

    static {
        VERDICTS.put("checked", "passed|0|passed|");
        VERDICTS.put("differs", "differs|1|failure|check grep exited 1");
        VERDICTS.put("not comparable", "error|-1|error|program ./no-such-program is not there");
        VERDICTS.put("compared", "passed|0|passed|");
        VERDICTS.put(
                "wrong number",
                "differs|-1|failure|5.log differs from reference.log: "
                        + "1 of 1 numbers, largest at line 1: 1.0021 for 1.0000");
        VERDICTS.put("known code", "passed|0|passed|");
        VERDICTS.put("skipped", "skipped|0|skipped|solver exited 77, the skip code");
        VERDICTS.put("own skip code", "skipped|0|skipped|solver exited 4, the skip code");
        VERDICTS.put("fails as meant", "passed|0|passed|");
        VERDICTS.put("passes instead", "failed|-1|failure|it was expected to fail and passed");
        VERDICTS.put("stubborn", "timed out|-1|failure|ran longer than 0.30s (timeout)");
    }

    @TempDir
    private Path dir;

    @Test
    void eachVerdictIsTheSameInJoblogJunitXmlSummaryAndExitCode() throws Exception {
        try (Site site = new Site(dir)) {
            Sluice run = run(site, JOBS);

            run.awaitExit(1);
            assertThat(found()).isEqualTo(VERDICTS);
            assertThat(run.err()).contains("4 passed", "1 failed", "2 differs", "1 timed out", "2 skipped", "1 error");
        }
    }

    @Test
    void aBatchThatPassesOrIsSkippedIsASuccess() throws Exception {
        try (Site site = new Site(dir)) {
            Sluice run = run(site, """
                    run ./solver {#}.log 77
                    job skipped
                    exit 77
                    job passes
                    """);

            run.awaitExit(0);
            assertThat(found())
                    .containsExactly(
                            Map.entry("skipped", "skipped|0|skipped|solver exited 77, the skip code"),
                            Map.entry("passes", "passed|0|passed|"));
        }
    }

    /** The solver writes its log and exits with its second argument. */
    private Sluice run(Site site, String jobs) throws Exception {
        Path solver =
                Files.writeString(dir.resolve("solver"), "#!/bin/sh\necho done ${3:-1.0000004} > $1\nexit ${2:-0}\n");
        assertThat(solver.toFile().setExecutable(true)).isTrue();
        Files.writeString(dir.resolve("reference.log"), "done 1.0000\n");
        Files.writeString(dir.resolve("cases.inp"), jobs);
        return site.start("run", "-j1", "cases.inp");
    }

    /** By name, what the artefacts tell: the verdict and its number in the joblog, its kind in the XML, the reason in both. */
    private Map<String, String> found() throws Exception {
        Map<String, String> kinds = kinds();
        List<String> lines = Files.readAllLines(batch("joblog"));
        List<String> columns = List.of(lines.get(0).split("\t"));
        Map<String, String> found = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> values = new ArrayList<>(List.of(line.split("\t", -1)));
            String name = values.get(columns.indexOf("Name"));
            String reason = values.get(columns.indexOf("Reason")).replaceAll(" \\(looked .*", "");
            assertThat(kinds.get(name)).as(name).contains(reason);
            found.put(
                    name,
                    String.join(
                            "|",
                            values.get(columns.indexOf("Verdict")),
                            values.get(columns.indexOf("Exitval")),
                            kinds.get(name).lines().findFirst().orElseThrow(),
                            reason));
        }
        assertThat(found).hasSameSizeAs(kinds);
        return found;
    }

    /** By name, the kind of each test case on the first line, and what the file says of it. */
    private Map<String, String> kinds() throws Exception {
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(batch("junit.xml").toFile())
                .getDocumentElement();
        NodeList cases = root.getElementsByTagName("testcase");
        Map<String, String> kinds = new LinkedHashMap<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            List<String> kind = List.of("failure", "error", "skipped").stream()
                    .filter(name -> one.getElementsByTagName(name).getLength() > 0)
                    .toList();
            kinds.put(
                    one.getAttribute("name"),
                    kind.isEmpty()
                            ? "passed"
                            : kind.stream().collect(Collectors.joining()) + "\n"
                                    + one.getElementsByTagName(kind.get(0))
                                            .item(0)
                                            .getTextContent());
        }
        return kinds;
    }

    private Path batch(String file) {
        return dir.resolve("sluice-out/latest").resolve(file);
    }
}
