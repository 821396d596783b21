package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told who asks, or who makes a mistake; and that a mistake leaves nothing behind. */
class UsageTest {
    @TempDir
    private Path dir;

    private Site site;

    @BeforeEach
    void makeTheSite() throws Exception {
        site = new Site(dir);
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void theHelpOfEveryCommandShowsAnExample() throws Exception {
        for (String command :
                List.of("run", "broker", "producer", "collect", "cancel", "consumer", "check", "report")) {
            Sluice help = site.start(command, "--help");
            help.awaitExit(0);
            assertThat(help.out()).contains("Usage: sluice " + command, "Examples:", "  sluice " + command + " ");
            assertThat(help.err()).isEmpty();
        }
        Sluice all = site.start("--help");
        all.awaitExit(0);
        assertThat(all.out()).contains("Exit codes: 0 all passed", "SLUICE_BROKER", "sluice run server.inp");
    }

    @Test
    void aMistakeIsNamedWithTheRemedyAndNothingIsMade() throws Exception {
        Files.writeString(dir.resolve("empty.inp"), "");
        Files.writeString(dir.resolve("wrong.inp"), "jbo x\njob \"open\n");
        Files.writeString(dir.resolve("right.inp"), "job true\n");
        Map<List<String>, List<String>> mistakes = new LinkedHashMap<>();
        mistakes.put(List.of("rnu", "right.inp"), List.of("There is no command 'rnu'", "'run'", "sluice --help"));
        mistakes.put(List.of("run", "--slot", "2", "right.inp"), List.of("no option '--slot'", "'--slots'"));
        mistakes.put(List.of("run"), List.of("No job file is given", "server.inp"));
        mistakes.put(List.of("run", "-j", "0", "right.inp"), List.of("--slots takes a number of 1 or more, not 0"));
        mistakes.put(List.of("run", "missing.inp"), List.of("missing.inp: there is no such file"));
        mistakes.put(List.of("run", "gates"), List.of("gates: this is a directory"));
        mistakes.put(List.of("run", "empty.inp"), List.of("empty.inp: the file is empty"));
        mistakes.put(
                List.of("run", "wrong.inp"), List.of("wrong.inp:1:1: unknown word 'jbo'", "'job'", "wrong.inp:2:5:"));
        mistakes.put(List.of("producer", "wrong.inp", "--broker", "127.0.0.1:1"), List.of("wrong.inp:2:5:"));
        mistakes.put(List.of("consumer"), List.of("--broker=URL", "sluice consumer --help"));
        mistakes.put(
                List.of("collect", "latest", "--broker", "127.0.0.1:1"), List.of("There is no batch yet", "--out"));
        mistakes.put(List.of("report", "gates"), List.of("There is no journal in 'gates'", "sluice-out/latest"));

        for (Map.Entry<List<String>, List<String>> mistake : mistakes.entrySet()) {
            Sluice command = site.start(mistake.getKey().toArray(String[]::new));
            command.awaitExit(2);
            assertThat(command.err()).contains(mistake.getValue()).doesNotContain("\tat ", "Exception");
        }
        assertThat(dir.resolve("sluice-out")).doesNotExist();
    }

    @Test
    void verboseShowsWhereItWentWrong() throws Exception {
        Sluice verbose = site.start("report", "--verbose", "gates");

        verbose.awaitExit(2);

        assertThat(verbose.err()).contains("There is no journal in 'gates'", "\tat org.sluice.launcher.ReportCommand");
    }
}
