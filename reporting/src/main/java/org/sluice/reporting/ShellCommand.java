package org.sluice.reporting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.job.Case;
import org.sluice.job.EnvironmentChange;
import org.sluice.job.Job;
import org.sluice.job.Program;

/**
 * A job as a line for a POSIX shell that does the same by hand. It is harmless to show: of what a terminal would obey,
 * only line breaks and tabs stand in it; the rest is spelled out for {@code printf}.
 */
final class ShellCommand {
    /** An equals sign is plain in an option alone: at the start of a line {@code a=b} would be an assignment. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+:,./-]+|-[A-Za-z0-9_@%+=:,./-]*");

    private ShellCommand() {}

    /**
     * The line, to be typed in the directory that the consumer was given, for example
     * {@code (cd cases/flume && env OMP_NUM_THREADS=4 solver flume.mdu)}. The programs of its
     * checks are part of it; comparisons, the time limit and the exit codes that count as a pass are not. Cases of the job
     * follow one another, whatever became of those before.
     */
    static String of(Job job) {
        List<EnvironmentChange> changes = job.preparation().changes();
        if (job.cases().isEmpty()) {
            return line(job.directory(), job.environment(), changes, job.lines());
        }
        List<String> lines = new ArrayList<>();
        for (Case each : job.cases()) {
            Map<String, String> environment = new LinkedHashMap<>(job.environment());
            environment.putAll(each.environment());
            List<EnvironmentChange> all = new ArrayList<>(changes);
            all.addAll(each.preparation().changes());
            lines.add(line(each.directory(), environment, all, lines(each)));
        }
        return String.join("; ", lines);
    }

    private static List<Program> lines(Case each) {
        Stream<Program> checks =
                each.checks().stream().filter(Program.class::isInstance).map(Program.class::cast);
        return Stream.concat(each.programs().stream(), checks).toList();
    }

    private static String line(
            String directory, Map<String, String> variables, List<EnvironmentChange> changes, List<Program> lines) {
        String programs = lines.stream()
                .map(program -> (changes.isEmpty() ? environment(variables) : "") + program(program))
                .collect(Collectors.joining(" && "));
        String inPlace = directory.isEmpty() ? programs : "cd " + directory(directory) + " && " + programs;
        if (!changes.isEmpty()) {
            return "(" + exports(variables, changes) + inPlace + ")";
        }
        return directory.isEmpty() ? programs : "(" + inPlace + ")";
    }

    /** What depends on the variables that are there is for the shell to work out. */
    private static String exports(Map<String, String> variables, List<EnvironmentChange> changes) {
        StringBuilder exports = new StringBuilder();
        variables.forEach((name, value) -> exports.append("export " + name + "=" + quoted(value) + "; "));
        for (EnvironmentChange change : changes) {
            String name = change.name();
            // the old value, and the separator if there is an old value
            String old = "\"$" + name + "\"";
            String between = "\"${" + name + ":+" + change.separator().replaceAll("[\"$`\\\\}]", "\\\\$0") + "}\"";
            exports.append(
                    switch (change.kind()) {
                        case UNSET -> "unset " + name;
                        case APPEND -> "export " + name + "=" + old + between + quoted(change.value());
                        case PREPEND -> "export " + name + "=" + quoted(change.value()) + between + old;
                    });
            exports.append("; ");
        }
        return exports.toString();
    }

    private static String environment(Map<String, String> environment) {
        if (environment.isEmpty()) {
            return "";
        }
        StringJoiner words = new StringJoiner(" ", "env ", " ");
        environment.forEach((name, value) ->
                words.add(name.matches("[A-Za-z0-9_]+") ? name + "=" + quoted(value) : quoted(name + "=" + value)));
        return words.toString();
    }

    private static String program(Program program) {
        if (program instanceof Program.Shell shell) {
            String values = shell.values().isEmpty() ? "" : " sh " + words(shell.values());
            return "sh -c " + quoted(shell.line()) + values;
        }
        return words(((Program.Direct) program).words());
    }

    /** A directory whose name starts with a dash would be an option, {@code -} alone the directory before. */
    private static String directory(String name) {
        return quoted(name.startsWith("-") ? "./" + name : name);
    }

    private static String words(List<String> words) {
        return words.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "));
    }

    /** The word, in single quotes unless nothing in it means anything to a shell. */
    private static String quoted(String word) {
        if (PLAIN.matcher(word).matches()) {
            return word;
        }
        StringBuilder quoted = new StringBuilder("'");
        word.codePoints().forEach(codePoint -> {
            if (codePoint == '\'') {
                quoted.append("'\\''");
            } else if (SafeText.isSafe(codePoint) || codePoint == '\n' || codePoint == '\t') {
                quoted.appendCodePoint(codePoint);
            } else {
                quoted.append("'\"$(printf '").append(octal(codePoint)).append("')\"'");
            }
        });
        return quoted.append('\'').toString();
    }

    private static String octal(int codePoint) {
        StringBuilder octal = new StringBuilder();
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            octal.append(String.format(Locale.ROOT, "\\%03o", b & 0xFF));
        }
        return octal.toString();
    }
}
