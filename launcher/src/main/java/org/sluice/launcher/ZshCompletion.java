package org.sluice.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The completion of zsh, with what each option is for. picocli's script for bash can be read by zsh, too, but it changes
 * settings of the shell that reads it (COMPLETE_ALIASES, an alias). The form is that of {@code _arguments} in zshcompsys(1).
 */
final class ZshCompletion {
    private static final Pattern END_OF_GIST = Pattern.compile("(?s)(\\.(\\s|$)|[;:](\\s|$)| \\().*");

    private final CommandSpec all;
    private final StringBuilder script = new StringBuilder();

    ZshCompletion(CommandSpec all) {
        this.all = all;
    }

    /** The file {@code _sluice}. */
    String script() {
        script.append("#compdef ").append(all.name()).append('\n');
        function(all);
        // zsh reads this file as the body of the function when it is needed first
        line("");
        line("_" + all.name() + " \"$@\"");
        return script.toString();
    }

    private void function(CommandSpec command) {
        List<CommandSpec> below = subcommands(command);
        line("");
        line(name(command) + "() {");
        if (below.isEmpty()) {
            line("    _arguments" + arguments(command));
        } else {
            line("    local curcontext=\"$curcontext\" context state line");
            line("    typeset -A opt_args");
            line("    _arguments -C" + arguments(command) + " \\");
            line("        ': :->command' \\");
            line("        '*:: :->arguments' && return");
            line("    case $state in");
            line("    command)");
            line("        local -a commands=(");
            below.forEach(sub -> line("            " + quoted(sub.name() + ":" + brief(sub))));
            line("        )");
            line("        _describe command commands");
            line("        ;;");
            line("    arguments)");
            line("        case $words[1] in");
            below.forEach(sub -> line("        " + sub.name() + ") " + name(sub) + " ;;"));
            line("        esac");
            line("        ;;");
            line("    esac");
        }
        line("}");
        below.forEach(this::function);
    }

    private static List<CommandSpec> subcommands(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(sub -> !sub.usageMessage().hidden())
                .distinct()
                .toList();
    }

    /** Each on a line of its own. */
    private static String arguments(CommandSpec command) {
        StringJoiner lines = new StringJoiner("");
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                lines.add(" \\\n        " + option(option));
            }
        }
        if (subcommands(command).isEmpty()) {
            for (PositionalParamSpec parameter : command.positionalParameters()) {
                boolean optional = parameter.arity().min() == 0;
                lines.add(" \\\n        " + quoted((optional ? "::" : ":") + value(parameter)));
            }
        }
        return lines.toString();
    }

    /** {@code '(-j --slots)'{-j+,--slots=}'[text]:label:values'}. */
    private static String option(OptionSpec option) {
        String value = "";
        String inOneWord = "";
        if (option.arity().max() > 0) {
            boolean optional = option.arity().min() == 0;
            value = (optional ? "::" : ":") + value(option);
            // "-": the value is in the same word or not there; "+" and "=" let it also be the next one
            inOneWord = optional ? "-" : "";
        }
        List<String> names = new ArrayList<>();
        for (String name : option.names()) {
            String separator = value.isEmpty() ? "" : name.startsWith("--") ? "=" : inOneWord.isEmpty() ? "+" : "";
            names.add(name + separator + inOneWord);
        }
        String text = quoted(
                "[" + brief(String.join(" ", option.description())).replaceAll("[\\[\\]]", "\\\\$0") + "]" + value);
        String first = option.isMultiValue() ? "'*'" : "'(" + String.join(" ", option.names()) + ")'";
        return first + (names.size() == 1 ? names.get(0) : "{" + String.join(",", names) + "}") + text;
    }

    private static String value(ArgSpec argument) {
        String label = argument.paramLabel().replace(":", "\\:") + ":";
        if (argument.completionCandidates() != null) {
            return label + "(" + String.join(" ", argument.completionCandidates()) + ")";
        }
        return label
                + switch (CompletedValue.of(argument)) {
                    case FILE -> "_files";
                    case DIRECTORY -> "_files -/";
                    case HOST -> "_hosts";
                    case NOTHING -> " ";
                };
    }

    private static String brief(CommandSpec command) {
        String[] header = command.usageMessage().header();
        String[] description = command.usageMessage().description();
        String text = header.length > 0 ? header[0] : description.length > 0 ? description[0] : "";
        return brief(String.format(text));
    }

    /** As much of a description as fits beside a name: up to the first full stop, semicolon, colon or bracket. */
    private static String brief(String description) {
        return END_OF_GIST.matcher(description).replaceFirst("").strip();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String name(CommandSpec command) {
        return "_" + command.qualifiedName("_").replace('-', '_');
    }

    private void line(String text) {
        script.append(text).append('\n');
    }
}
