package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.sluice.reporting.BatchDirectory;

/** The example suite gives each of its twenty cases the verdict that its page promises, with either solver. */
@EnabledOnOs(OS.LINUX)
class FlowSuiteTest {
    private static final List<String> PASS = List.of(
            "channel-slow",
            "channel-steady",
            "channel-couette",
            "channel-fine",
            "channel-licence-1",
            "channel-licence-2",
            "advection-river",
            "advection-estuary",
            "advection-sharp",
            "advection-tracer",
            "basin-seiche",
            "basin-gauges",
            "basin-dry",
            "basin-harbour",
            "levels-dike",
            "levels-coast");

    private static final Map<String, String> DO_NOT = Map.of(
            "advection-tide", "differs: flow.his differs from reference.his: 19 of 42 numbers, largest at line 11: ",
            "basin-unstable", "failed: solver was killed by signal 6 (ABRT)",
            "levels-endless", "timed out: ran longer than 2.0s (timeout)",
            "levels-gpu", "skipped: solver exited 77, the skip code");

    @TempDir
    private Path dir;

    private Path flow;
    private Site site;

    @BeforeEach
    void copyTheSuite() throws IOException {
        site = new Site(dir);
        Path source = Path.of("..", "examples", "flow");
        flow = dir.resolve("flow");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path relative = source.relativize(file);
                if (!relative.startsWith("bin")) {
                    Files.copy(file, flow.resolve(relative.toString()));
                }
            }
        }
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void withAwkEveryCaseHasItsVerdict() throws Exception {
        run();

        assertThat(flow.resolve("cases/levels-dike/flow.log")).content().contains("(awk)");
    }

    @Test
    void withFortranEveryCaseHasItsVerdict() throws Exception {
        assumeThat(Arrays.stream(System.getenv("PATH").split(":")).map(path -> Path.of(path, "gfortran")))
                .as("a Fortran compiler")
                .anyMatch(Files::isExecutable);
        Ran build = Ran.run(flow, Map.of("FC", "gfortran"), List.of("./build"));
        assertThat(build.exit()).as(build.out() + build.err()).isZero();

        run();

        assertThat(flow.resolve("cases/levels-dike/flow.log")).content().contains("(Fortran)");
    }

    private void run() throws Exception {
        Sluice run = site.start("run", "-j4", "flow/flow.inp");

        run.awaitExit(1);
        BatchOutcome outcome = site.outcome();
        Map<String, String> found = new LinkedHashMap<>();
        outcome.results().values().forEach(result -> found.put(result.name(), told(result)));
        assertThat(found)
                .hasSize(20)
                .containsOnlyKeys(
                        Stream.concat(PASS.stream(), DO_NOT.keySet().stream()).toList());
        assertThat(found)
                .allSatisfy(
                        (name, told) -> assertThat(told).as(name).startsWith(DO_NOT.getOrDefault(name, "passed: ")));
        assertThat(outcome.flaky()).extracting(JobResult::name).containsExactly("advection-tracer");
        assertThat(outcome.earlier().get(outcome.flaky().get(0).job()))
                .extracting(JobResult::verdict, JobResult::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Verdict.FAILED, "with-licence exited 3"));
        assertThat(Files.readString(flow.resolve("cases/advection-sharp/flow.his")))
                .as("its reference is off by 1e-9")
                .contains("6.035398350216E-01")
                .isNotEqualTo(Files.readString(flow.resolve("cases/advection-sharp/reference.his")));
        Path gauges = new BatchDirectory(dir.resolve("sluice-out/latest"))
                .job(13, "basin-gauges")
                .resolve("files");
        assertThat(gauges.resolve("flow.his")).hasSameTextualContentAs(flow.resolve("cases/basin-gauges/flow.his"));
        assertThat(run.err())
                .contains("\n1 flaky: passed after a retry\n")
                .endsWith(": 16 passed (1 flaky), 1 failed, 1 differs, 1 timed out, 1 skipped\n");
    }

    private static String told(JobResult result) {
        return result.verdict().label() + ": " + result.reason();
    }
}
