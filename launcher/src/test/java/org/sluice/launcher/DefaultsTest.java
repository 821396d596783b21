package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.messaging.BrokerAddress;
import picocli.CommandLine;

class DefaultsTest {
    private static final Map<String, String> NO_VARIABLES = Map.of();

    @TempDir
    Path temp;

    @Test
    void theCommandLineComesFirstThenTheEnvironmentThenTheFileThenWhatIsBuiltIn() throws IOException {
        Path file = properties("slots=4", "max-deliveries=7");
        Map<String, String> environment = Map.of("SLUICE_SLOTS", "3");

        assertThat(value("--slots", environment, "run", "--config", file.toString(), "-j", "2", "x"))
                .isEqualTo(2);
        assertThat(value("--slots", environment, "run", "--config", file.toString(), "x"))
                .isEqualTo(3);
        assertThat(value("--slots", NO_VARIABLES, "run", "--config=" + file, "x"))
                .isEqualTo(4);
        assertThat(value("--max-deliveries", NO_VARIABLES, "run", "--config", file.toString(), "x"))
                .isEqualTo(7);
        assertThat(value("--max-deliveries", NO_VARIABLES, "run", "x")).isEqualTo(3);
    }

    @Test
    void aKeyWithTheNameOfACommandIsForThatCommandAlone() throws IOException {
        String file = properties("slots=4", "consumer.slots=9", "broker=lab3").toString();

        assertThat(value("--slots", NO_VARIABLES, "consumer", "--config", file)).isEqualTo(9);
        assertThat(value("--slots", NO_VARIABLES, "run", "--config", file, "x")).isEqualTo(4);
        assertThat(value("--broker", NO_VARIABLES, "consumer", "--config", file))
                .isEqualTo(BrokerAddress.parse("lab3"));
    }

    @Test
    void theFileIsAlsoNamedByTheEnvironmentOrFoundInTheUsersConfiguration() throws IOException {
        Path file = properties("slots=4");
        assertThat(value("--slots", Map.of("SLUICE_CONFIG", file.toString()), "run", "x"))
                .isEqualTo(4);

        Path home = Files.createDirectories(temp.resolve("config").resolve("sluice"));
        Files.writeString(home.resolve("sluice.properties"), "slots=5\n");
        assertThat(value(
                        "--slots",
                        Map.of("XDG_CONFIG_HOME", temp.resolve("config").toString()),
                        "run",
                        "x"))
                .isEqualTo(5);
    }

    @Test
    void aSwitchThatIsOnEverywhereIsOn() throws IOException {
        String file = properties("stay=true", "broker=lab3").toString();

        assertThat(value("--stay", NO_VARIABLES, "consumer", "--config", file)).isEqualTo(true);
        assertThat(value("--stay", NO_VARIABLES, "consumer", "--config", file, "--stay"))
                .isEqualTo(true);
        assertThat(value("--stay", Map.of("SLUICE_STAY", "true"), "consumer", "--broker", "lab3", "--stay"))
                .isEqualTo(true);
        assertThat(value("--stay", Map.of("SLUICE_STAY", "false"), "consumer", "--config", file))
                .isEqualTo(false);
        assertThat(value("--stay", Map.of("SLUICE_STAY", "false"), "consumer", "--config", file, "--stay"))
                .isEqualTo(true);
    }

    @Test
    void anUnknownKeyIsAnErrorThatNamesTheNearestOne() throws IOException {
        Path file = properties("sluts=4");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> value("--slots", NO_VARIABLES, "run", "--config", file.toString(), "x"))
                .withMessageContaining(file.toString())
                .withMessageContaining("'sluts'")
                .withMessageContaining("'slots'");
    }

    @Test
    void aFileThatIsNotThereIsAnErrorWhenItWasAskedFor() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> value("--slots", NO_VARIABLES, "run", "--config", "missing.properties", "x"))
                .withMessageContaining("There is no properties file missing.properties");
    }

    @Test
    void everySwitchTurnsOnWhatItNamesWhateverItsDefaultIs() {
        for (CommandLine command : Main.commandLine().getSubcommands().values()) {
            assertThat(command.getCommandSpec().options())
                    .filteredOn(option -> option.typeInfo().isBoolean() && !option.usageHelp() && !option.versionHelp())
                    .as(command.getCommandName())
                    .allSatisfy(option -> assertThat(option.fallbackValue())
                            .as(option.longestName())
                            .isEqualTo("true"));
        }
    }

    @Test
    void verboseIsHeardWhereverItIsAskedFor() throws IOException {
        String file = properties("report.verbose=true").toString();
        String nowhere = temp.resolve("nowhere").toString();
        try {
            assertThat(errorsOf(NO_VARIABLES, "report", nowhere)).doesNotContain("\tat ");
            assertThat(errorsOf(Map.of("SLUICE_VERBOSE", "true"), "report", nowhere))
                    .contains("\tat ");
            assertThat(errorsOf(NO_VARIABLES, "report", "--config", file, nowhere))
                    .contains("\tat ");
        } finally {
            System.clearProperty(LogSettings.VERBOSE);
        }
    }

    private static String errorsOf(Map<String, String> environment, String... args) {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true));
        try {
            assertThat(Main.run(environment, args)).isEqualTo(2);
        } finally {
            System.setErr(before);
        }
        return err.toString();
    }

    private Path properties(String... lines) throws IOException {
        return Files.write(temp.resolve("my.properties"), Arrays.asList(lines));
    }

    private Object value(String option, Map<String, String> environment, String... args) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setDefaultValueProvider(Defaults.of(args, environment, commandLine));
        commandLine.parseArgs(args);
        return commandLine
                .getSubcommands()
                .get(args[0])
                .getCommandSpec()
                .findOption(option)
                .getValue();
    }
}
