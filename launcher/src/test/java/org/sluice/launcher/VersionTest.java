package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class VersionTest {
    static Stream<List<String>> waysToAsk() {
        List<List<String>> ways = new ArrayList<>();
        ways.add(List.of("version"));
        collect(Main.commandLine(), List.of(), ways);
        return ways.stream();
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> ways) {
        if (command.getCommandSpec().findOption("--version") != null) {
            List<String> way = new ArrayList<>(words);
            way.add("--version");
            ways.add(way);
        }
        command.getSubcommands().forEach((name, sub) -> {
            List<String> deeper = new ArrayList<>(words);
            deeper.add(name);
            collect(sub, deeper, ways);
        });
    }

    @ParameterizedTest
    @MethodSource("waysToAsk")
    void everyCommandTellsTheVersionTheJavaAndTheSystem(List<String> way) {
        StringWriter out = new StringWriter();

        int exit = Main.commandLine().setOut(new PrintWriter(out)).execute(way.toArray(String[]::new));

        assertThat(exit).isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("sluice "))
                .anyMatch(line -> line.equals("Java " + Runtime.version() + ", " + System.getProperty("java.home")))
                .anyMatch(line -> line.startsWith(System.getProperty("os.name") + " ")
                        && line.endsWith(System.getProperty("os.arch")));
    }

    @Test
    void aCommitIsShortAndSaysWhenItIsNotAllThatWasBuilt() {
        String commit = "0123456789abcdef0123456789abcdef01234567";

        assertThat(Version.describe(commit, "2026-01-31")).isEqualTo("commit 0123456789ab of 2026-01-31");
        assertThat(Version.describe(commit + "-dirty", "2026-01-31"))
                .isEqualTo("commit 0123456789ab of 2026-01-31 with changes");
    }
}
