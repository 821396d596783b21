package org.sluice.launcher;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What can be proposed for the value of an option or parameter: its label in --help tells. */
enum CompletedValue {
    FILE,
    DIRECTORY,
    HOST,
    NOTHING;

    static CompletedValue of(ArgSpec argument) {
        String label = argument.paramLabel();
        if (label.equals("FILE") || label.equals("PATH")) {
            return FILE;
        }
        if (label.equals("DIR") || label.endsWith("_DIR")) {
            return DIRECTORY;
        }
        return label.equals("URL") ? HOST : NOTHING;
    }

    /** Gives every file and directory the type of one, also those that may be something else, such as - for standard input. */
    static CommandLine typed(CommandLine all) {
        type(all.getCommandSpec());
        all.getSubcommands().values().forEach(CompletedValue::typed);
        return all;
    }

    private static void type(CommandSpec command) {
        for (OptionSpec option : List.copyOf(command.options())) {
            if (isFile(option)) {
                command.remove(option);
                // built anew: a copy keeps the type that it had
                command.addOption(OptionSpec.builder(option.names())
                        .paramLabel(option.paramLabel())
                        .arity(option.arity().toString())
                        .type(Path.class)
                        .build());
            }
        }
        for (PositionalParamSpec parameter : List.copyOf(command.positionalParameters())) {
            if (isFile(parameter)) {
                command.remove(parameter);
                command.addPositional(PositionalParamSpec.builder()
                        .paramLabel(parameter.paramLabel())
                        .arity(parameter.arity().toString())
                        .type(Path.class)
                        .build());
            }
        }
    }

    private static boolean isFile(ArgSpec argument) {
        CompletedValue value = of(argument);
        return value == FILE || value == DIRECTORY;
    }
}
