package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The example cases judge truly: they fail when the solver or the reference is wrong. */
@DisabledOnOs(OS.WINDOWS)
class HeatCasesTest {
    @TempDir
    private Path dir;

    private Path heat;
    private Path scratch;

    @BeforeEach
    void copyTheCases() throws IOException {
        Path source = Path.of("..", "examples", "heat");
        heat = dir.resolve("a checkout");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, heat.resolve(source.relativize(file).toString()));
            }
        }
        heat.resolve("run-case.sh").toFile().setExecutable(true);
        scratch = Files.createDirectory(dir.resolve("scratch"));
    }

    @Test
    void aRightSolverAgreesAndLeavesNothingBehind() throws Exception {
        Ran ran = runCase("Test 10");

        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).startsWith("42 numbers agree");
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void aWrongReferenceIsNamedByLineAndNumbers() throws Exception {
        edit("cases/Test 7/reference", "0.000600 6.28575846082", "0.000600 6.28675846082");

        Ran ran = runCase("Test 7");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).isEqualTo("line 4: 6.285758471 for 6.28675846082\n");
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void aWrongSolverDiffers() throws Exception {
        edit("solve.awk", "before - 2 * here", "before - 2.00001 * here");

        Ran ran = runCase("Test 2");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("Test 2: the temperatures differ");
    }

    @Test
    void aResultThatIsNoNumberDiffers() throws Exception {
        edit("solve.awk", "printf \"%.6f %.10g\\n\", i * dx, u[i]", "print i * dx, \"nan\"");

        assertThat(runCase("Test 1").exit()).isEqualTo(1);
    }

    @Test
    void anEmptyReferenceProvesNothing() throws Exception {
        Files.writeString(heat.resolve("cases/Test 1/reference"), "");

        Ran ran = runCase("Test 1");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEqualTo("the reference has no numbers\n");
    }

    @Test
    void anUnknownCaseSaysWhichFileIsMissing() throws Exception {
        Ran ran = runCase("Test 11");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("no case 'Test 11'", "cases/Test 11/input");
    }

    private Ran runCase(String name) throws Exception {
        return Ran.run(
                dir,
                Map.of("TMPDIR", scratch.toString()),
                List.of(heat.resolve("run-case.sh").toString(), name));
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(heat.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(heat.resolve(file), text.replace(from, to));
    }
}
