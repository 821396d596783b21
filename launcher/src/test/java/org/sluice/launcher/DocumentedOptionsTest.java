package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The README's tables of commands and options, against what the program takes. */
class DocumentedOptionsTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern COMMAND_ROW = Pattern.compile("(?m)^\\| `sluice ([a-z]+)");
    private static final Pattern OPTION_ROW = Pattern.compile("(?m)^\\| `[^|]*?(--[a-z-]+)[^|]*\\| ([a-z, ]+) \\|");

    private final Map<String, CommandLine> commands = commands();

    @Test
    void theReadmeNamesEveryCommand() throws IOException {
        List<String> documented = COMMAND_ROW
                .matcher(Files.readString(README))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(commands.keySet());
    }

    @Test
    void theReadmeNamesEveryOptionOfEveryCommandAndNoOther() throws IOException {
        List<String> documented = new ArrayList<>();
        for (MatchResult row :
                OPTION_ROW.matcher(Files.readString(README)).results().toList()) {
            Iterable<String> whose = row.group(2).equals("all")
                    ? commands.keySet()
                    : List.of(row.group(2).split(", "));
            whose.forEach(command -> documented.add(command + " " + row.group(1)));
        }

        List<String> real = new ArrayList<>();
        commands.forEach((name, command) -> command.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp() && !option.hidden())
                .map(OptionSpec::longestName)
                .forEach(option -> real.add(name + " " + option)));

        assertThat(new TreeSet<>(documented)).isEqualTo(new TreeSet<>(real));
        assertThat(documented).doesNotHaveDuplicates();
    }

    private static Map<String, CommandLine> commands() {
        Map<String, CommandLine> commands = new TreeMap<>(Main.commandLine().getSubcommands());
        commands.remove("help");
        return commands;
    }
}
