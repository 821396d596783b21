package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Case;
import org.sluice.job.EnvironmentChange;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Preparation;
import org.sluice.job.Program;

class ShellCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aPlainProgramIsTypedAsItIs() {
        assertThat(command("", Map.of(), direct("./solver", "flume.mdu", "--tolerance=1e-6")))
                .isEqualTo("./solver flume.mdu --tolerance=1e-6");
    }

    @Test
    void directoryAndEnvironmentComeBeforeEachProgram() {
        assertThat(command("cases/flume", Map.of("OMP_NUM_THREADS", "4"), direct("preproc"), direct("solver")))
                .isEqualTo("(cd cases/flume && env OMP_NUM_THREADS=4 preproc && env OMP_NUM_THREADS=4 solver)");
    }

    @Test
    void aShellLineGetsItsValuesAsPositionalParameters() {
        Program shell = new Program.Shell("grep -c ${1} log | sort", List.of("it's"), "unused");

        assertThat(command("", Map.of(), shell)).isEqualTo("sh -c 'grep -c ${1} log | sort' sh 'it'\\''s'");
    }

    @Test
    void whatATerminalWouldObeyIsSpelledOut() {
        assertThat(command("", Map.of(), direct("echo", "\u001b[31m"))).isEqualTo("echo ''\"$(printf '\\033')\"'[31m'");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRealShellHandsTheProgramTheVeryWords() throws Exception {
        String[] hostile = {
            "",
            " ",
            "a b",
            "it's",
            "\"",
            "\\",
            "$HOME",
            "`id`",
            "$(id)",
            "*",
            "~",
            "!",
            "#",
            "a=b",
            "-n",
            "tab\there",
            "two\nlines\n",
            "\n",
            "\r",
            "\u001b[31m\u0007",
            "Prüfung 日本 😀",
            "\u202E",
            "%s%n\\033",
            "'\u0001'",
            ";&|<>"
        };
        for (String word : hostile) {
            String output = run(command("", Map.of(), direct("printf", "[%s][%s]", word, word)));

            assertThat(output).isEqualTo("[" + word + "][" + word + "]");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRealShellDoesTheSameAsTheJob() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("-it's $odd"));
        Program shell =
                new Program.Shell("printf '%s|' \"$ODD\" \"${1}\" \"${2}\"; pwd", List.of("$(id)", "b\nc"), "unused");

        String output = run(command("-it's $odd", Map.of("ODD", "x y'z"), direct("true"), shell));

        assertThat(output).isEqualTo("x y'z|$(id)|b\nc|" + odd.toRealPath() + "\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void afterAProgramThatFailsNoOtherIsRun() throws Exception {
        assertThat(run(command("", Map.of(), direct("false"), direct("echo", "ran"))))
                .isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRealShellChangesTheEnvironmentAsTheJobDoes() throws Exception {
        List<EnvironmentChange> changes = List.of(
                new EnvironmentChange("LIST", EnvironmentChange.Kind.APPEND, "it's $b", ":"),
                new EnvironmentChange("LIST", EnvironmentChange.Kind.PREPEND, "c", "}$x\""),
                new EnvironmentChange("EMPTY", EnvironmentChange.Kind.APPEND, "only", ";"),
                new EnvironmentChange("GONE", EnvironmentChange.Kind.UNSET, "", ""));
        Map<String, String> variables = new LinkedHashMap<>(Map.of("LIST", "a", "GONE", "x", "EMPTY", ""));
        Program shell =
                new Program.Shell("printf '%s|%s|%s' \"$LIST\" \"$EMPTY\" \"${GONE-unset}\"", List.of(), "unused");
        Job job = new Job(1, "job", List.of(shell), "", variables, Optional.empty())
                .withPreparation(new Preparation(Optional.empty(), List.of(), changes));

        String output = run(ShellCommand.of(job));

        changes.forEach(change -> change.in(variables));
        assertThat(output)
                .isEqualTo(variables.get("LIST") + "|" + variables.get("EMPTY") + "|unset")
                .isEqualTo("c}$x\"a:it's $b|only|unset");
    }

    @Test
    void casesFollowOneAnotherEachInItsOwnDirectory() {
        Case first = new Case(
                "a",
                List.of(direct("true")),
                "x",
                Map.of("A", "2"),
                Preparation.NONE,
                Optional.empty(),
                Judging.DEFAULT,
                List.of());
        Case second = new Case(
                "b",
                List.of(direct("solver")),
                "",
                Map.of(),
                Preparation.NONE,
                Optional.empty(),
                Judging.DEFAULT,
                List.of());
        Job job = new Job(1, "job", List.of(direct("unused")), "", Map.of("A", "1"), Optional.empty())
                .withCases(List.of(first, second));

        assertThat(ShellCommand.of(job)).isEqualTo("(cd x && env A=2 true); env A=1 solver");
    }

    @Test
    void theChecksStandBehindTheProgramsUnlessTheyAreNeverReached() {
        assertThat(ShellCommand.of(checked(false))).isEqualTo("solver && compare a");
        assertThat(ShellCommand.of(checked(true))).isEqualTo("solver");
    }

    private static Job checked(boolean willFail) {
        Judging judging = new Judging(List.of(direct("compare", "a")), List.of(0), List.of(), willFail);
        return new Job(1, "job", List.of(direct("solver"))).withJudging(judging);
    }

    private String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }

    private static Program direct(String... words) {
        return new Program.Direct(List.of(words));
    }

    private static String command(String directory, Map<String, String> environment, Program... programs) {
        return ShellCommand.of(new Job(1, "job", List.of(programs), directory, environment, Optional.empty()));
    }
}
