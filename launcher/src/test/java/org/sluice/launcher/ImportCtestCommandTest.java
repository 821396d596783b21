package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCtestCommandTest {
    @TempDir
    private Path temp;

    private final StringWriter err = new StringWriter();

    @Test
    void aDirectoryWithoutTestsIsAMistakeOfTheUser() {
        assertThat(execute("import", "ctest", temp.toString())).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("sluice: " + temp + " is no build tree with tests")
                .endsWith("Try 'sluice import ctest --help'." + System.lineSeparator());
    }

    @Test
    void aKindOfSuiteIsNamed() {
        assertThat(execute("import")).isEqualTo(2);
        assertThat(err.toString()).startsWith("sluice: No kind of suite is named; there is one: ctest.");
    }

    @Test
    void theHelpFitsATerminal() {
        String help = Main.commandLine()
                .getSubcommands()
                .get("import")
                .getSubcommands()
                .get("ctest")
                .setUsageHelpWidth(80)
                .getUsageMessage();

        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(help).contains("-C, --build-config", "--partial", "sluice import ctest build > suite.inp");
    }

    @Test
    void itsOptionsCanStandInAPropertiesFile() throws Exception {
        Path file = Files.writeString(temp.resolve("some.properties"), "partial=true\nctest.build-config=Release\n");
        String[] arguments = {"--config", file.toString(), "import", "ctest", temp.toString()};
        CommandLine commandLine = Main.commandLine();

        Defaults defaults = Defaults.of(arguments, Map.of(), commandLine);

        CommandLine ctest =
                commandLine.getSubcommands().get("import").getSubcommands().get("ctest");
        assertThat(defaults.defaultValue(ctest.getCommandSpec().findOption("--partial")))
                .isEqualTo("true");
        assertThat(defaults.defaultValue(ctest.getCommandSpec().findOption("-C")))
                .isEqualTo("Release");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(err, true));
        commandLine.setExecutionExceptionHandler(new ErrorReport(false));
        return commandLine.execute(arguments);
    }
}
