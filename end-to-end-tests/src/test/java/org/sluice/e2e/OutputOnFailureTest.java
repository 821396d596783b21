package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The output of a failure is there while the others still run, if that is wanted, and else in the summary. */
@DisabledOnOs(OS.WINDOWS)
class OutputOnFailureTest {
    @TempDir
    private Path dir;

    private Site site;

    @BeforeEach
    void makeTheSite() throws Exception {
        site = new Site(dir);
        Files.writeString(dir.resolve("two.inp"), """
                run ./case.sh {name}
                job broken { run sh -c {echo step 1; echo no convergence >&2; exit 3} }
                job held
                """);
        site.hold("held");
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void itIsPrintedBelowTheLineOfItsJobBeforeTheBatchHasEnded() throws Exception {
        Sluice run = site.start("run", "-j1", "--output-on-failure", "two.inp");
        run.awaitErr("\nstep 1\n----\n");
        assertThat(run.err())
                .containsSubsequence(
                        "1/2  failed     broken",
                        "sh exited 3\n---- stderr of broken (",
                        "/jobs/1-broken/stderr)\nno convergence\n----\n---- stdout of broken (",
                        "/jobs/1-broken/stdout)\nstep 1\n----\n")
                .doesNotContain("1 failed: sh exited 3");

        site.release("held");
        run.awaitExit(1);

        assertThat(run.err()).contains("1 failed: sh exited 3").doesNotContain("| no convergence");
        Sluice report = site.start("report", "sluice-out/latest");
        report.awaitExit(1);
        assertThat(report.err()).as("a report has no progress in which it was").contains("| no convergence");
    }

    @Test
    void withoutItTheEndOfItIsInTheSummary() throws Exception {
        site.release("held");
        Sluice run = site.start("run", "-j1", "two.inp");
        run.awaitExit(1);

        assertThat(run.err()).contains("      | no convergence\n").doesNotContain("\n----");
    }

    @Test
    void whoeverCollectsTheBatchCanHaveItToo() throws Exception {
        site.release("held");
        BrokerProcess broker = BrokerProcess.start(site);
        broker.asProducer("producer", "--detach", "two.inp").awaitExit(0);
        Sluice consumer = broker.consumer("lab3");
        Sluice collect = broker.asProducer("collect", "--output-on-failure", "latest");

        collect.awaitExit(1);
        consumer.awaitExit(0);

        assertThat(collect.err())
                .containsSubsequence("failed     broken", "---- stderr of broken (", "\nno convergence\n----\n")
                .doesNotContain("| no convergence");
    }

    @Test
    void itComesFromTheEnvironmentToo() throws Exception {
        site.release("held");
        Sluice run = site.start(Map.of("SLUICE_OUTPUT_ON_FAILURE", "true"), "run", "-j1", "two.inp");
        run.awaitExit(1);

        assertThat(run.err()).contains("---- stderr of broken (");
    }
}
