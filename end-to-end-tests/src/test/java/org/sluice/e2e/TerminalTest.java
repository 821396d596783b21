package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A terminal sends a Ctrl-C to every process of its foreground group; a job in it died although it was to end. */
@EnabledOnOs(OS.LINUX)
class TerminalTest {
    private static final int CTRL_C = 3;

    /** Who runs these tests in the background of a script has INT ignored for all that they start. */
    private static final String WITH_SIGNAL = "env --default-signal=INT";

    @TempDir
    private Path dir;

    @Test
    void aTypedCtrlCDoesNotReachTheRunningJob() throws Exception {
        Path script = Path.of("/usr/bin/script"); // util-linux: runs a command in a terminal of its own
        assumeThat(script).isExecutable();
        assumeThat(Path.of("/usr/bin/setsid")).isExecutable();
        Ran env = Ran.run(dir, Map.of(), List.of("sh", "-c", WITH_SIGNAL + " true"));
        assumeThat(env.exit()).as("coreutils 8.31 or later").isZero();
        try (Site site = new Site(dir)) {
            String jobs = site.jobFile("ab.inp", List.of("a", "b"));
            site.hold("a");
            String command = WITH_SIGNAL + " " + String.join(" ", Sluice.words(List.of("run", "-j", "1", jobs)));
            Path typescript = dir.resolve("typescript");
            Process terminal = new ProcessBuilder(
                            script.toString(), "--quiet", "--return", "--command", command, typescript.toString())
                    .directory(site.dir().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("screen").toFile())
                    .start();
            try (OutputStream keys = terminal.getOutputStream()) {
                site.awaitStart("a", 1);
                keys.write(CTRL_C);
                keys.flush();
                await("what the first Ctrl-C does")
                        .atMost(Sluice.GUARD)
                        .until(() -> Files.readString(dir.resolve("screen")).contains("cancelled  b"));
                assertThat(site.ends("a")).isEmpty();

                site.release("a");

                assertThat(terminal.waitFor(Sluice.GUARD.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(terminal.exitValue()).isEqualTo(130);
                assertThat(site.outcome().counts()).hasToString("{PASSED=1, CANCELLED=1}");
            } finally {
                terminal.descendants().forEach(ProcessHandle::destroyForcibly);
                terminal.destroyForcibly().waitFor();
            }
        }
    }
}
