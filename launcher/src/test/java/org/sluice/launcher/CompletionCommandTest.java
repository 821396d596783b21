package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.launcher.CompletionCommand.Shell;
import picocli.CommandLine;

class CompletionCommandTest {
    @ParameterizedTest
    @EnumSource
    void everyCommandAndEveryOptionCanBeCompleted(Shell shell) {
        String script = CompletionCommand.script(shell);

        assertThat(names(Main.commandLine()))
                .hasSizeGreaterThan(50)
                .allSatisfy(name ->
                        assertThat(script).containsPattern("[ '{,\"(]" + Pattern.quote(name) + "[ '+=},:)\"-]"));
    }

    @ParameterizedTest
    @EnumSource
    void theCommandPrintsIt(Shell shell) {
        StringWriter out = new StringWriter();

        int exit = Main.commandLine().setOut(new PrintWriter(out)).execute("completion", shell.name());

        assertThat(exit).isZero();
        assertThat(out).hasToString(CompletionCommand.script(shell));
    }

    @Test
    void zshGetsTheGistOfADescriptionAndWhatAValueMayBe() {
        String script = CompletionCommand.script(Shell.zsh);

        assertThat(script)
                .startsWith("#compdef sluice\n")
                .contains("'(-j --slots)'{-j+,--slots=}'[How many jobs run at once]:N: '")
                .contains("(--out)'--out='[Keeps every batch in a directory of its own below this one]:DIR:_files -/'")
                .contains("--resume=-'[")
                .contains("'*'{-L+,--label-regex=}'[")
                .contains("'cancel:Ends a batch, also one whose producer is gone'")
                .contains("':SHELL:(bash zsh)'");
    }

    private static List<String> names(CommandLine command) {
        List<String> names = new ArrayList<>();
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> names.addAll(List.of(option.names())));
        command.getSubcommands().forEach((name, sub) -> {
            names.add(name);
            names.addAll(names(sub));
        });
        return names;
    }
}
