package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpOfACommandFitsATerminalAndHasExamplesThatAreRight(String command) {
        CommandLine all = Main.commandLine();
        String help = all.getSubcommands().get(command).setUsageHelpWidth(80).getUsageMessage();

        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(help.substring(help.indexOf("Examples:")).lines().skip(1))
                .as("no example is broken over two lines")
                .allMatch(line -> line.startsWith("  ") && line.contains("sluice " + command));
        List<String> examples = examples(help, command);
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            String[] words = example.strip().split(" {2,}")[0].split(" ");
            CommandLine fresh = Main.commandLine();
            fresh.parseArgs(List.of(words).subList(1, words.length).toArray(String[]::new));
        }
    }

    @Test
    void theHelpOfTheWholeFitsATerminalAndNamesEveryCommandAndExitCode() {
        String help = Main.commandLine().setUsageHelpWidth(80).getUsageMessage();

        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(commands()).isNotEmpty().allSatisfy(name -> assertThat(help).contains("  " + name + " "));
        for (org.sluice.job.ExitCode exitCode : org.sluice.job.ExitCode.values()) {
            assertThat(help).containsPattern("\\b" + exitCode.code() + "\\b");
        }
    }

    /** As GNU parallel, CTest and make call the same thing. */
    @Test
    void optionsHaveTheNamesThatUsersKnow() {
        Map<String, List<String>> known = Map.of(
                "run", List.of("-j", "--resume", "--dry-run", "-R", "-E", "-L", "-LE", "--rerun-failed", "--retries"),
                "producer",
                        List.of(
                                "--timeout",
                                "--resume",
                                "--dry-run",
                                "-R",
                                "-E",
                                "-L",
                                "-LE",
                                "--rerun-failed",
                                "--retries"),
                "consumer", List.of("-j", "--timeout"));

        known.forEach((command, options) -> assertThat(Main.commandLine()
                        .getSubcommands()
                        .get(command)
                        .getCommandSpec()
                        .optionsMap())
                .containsKeys(options.toArray(String[]::new)));
    }

    private static List<String> examples(String help, String command) {
        List<String> examples = new ArrayList<>();
        help.lines().filter(line -> line.startsWith("  sluice " + command)).forEach(examples::add);
        return examples;
    }
}
