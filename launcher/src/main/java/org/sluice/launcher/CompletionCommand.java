package org.sluice.launcher;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script with which a shell completes what is typed. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints the script with which a shell completes commands, options and files.",
            "The Debian package has it installed already."
        },
        footer = {
            "",
            "For bash, put it into ~/.local/share/bash-completion/completions/sluice, or have ~/.bashrc read it. For zsh,"
                    + " put it as _sluice into a directory of $fpath.",
            "",
            "Examples:",
            "  sluice completion bash",
            "  sluice completion zsh",
            "  source <(sluice completion bash)   for this shell alone"
        })
final class CompletionCommand implements Runnable {
    /** A shell, as it is typed. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "For which shell: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(script(shell));
        out.flush();
    }

    static String script(Shell shell) {
        CommandLine all = Main.commandLine();
        return switch (shell) {
            case bash -> AutoComplete.bash("sluice", CompletedValue.typed(all));
            case zsh -> new ZshCompletion(all.getCommandSpec()).script();
        };
    }
}
