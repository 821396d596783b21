package org.sluice.producer.jobfile;

import java.util.List;
import java.util.Set;
import org.sluice.producer.jobfile.Word.Kind;

/**
 * Decides how a run line is executed: directly if what the user wrote means the same to the shell, else by the shell.
 * GNU make decides in the same way (its {@code construct_command_argv}).
 */
final class RunLine {
    private static final String SPECIAL_IN_BARE_WORDS = "|&;<>()$`'\"*?[]~";
    private static final String SPECIAL_IN_QUOTES = "$`";

    /** The shell's own commands and reserved words; a program of that name does not exist or does something else. */
    private static final Set<String> OF_THE_SHELL = Set.of(
            ".",
            ":",
            "!",
            "alias",
            "break",
            "case",
            "cd",
            "command",
            "continue",
            "eval",
            "exec",
            "exit",
            "export",
            "for",
            "getopts",
            "hash",
            "if",
            "local",
            "read",
            "readonly",
            "return",
            "set",
            "shift",
            "times",
            "trap",
            "type",
            "ulimit",
            "umask",
            "unalias",
            "unset",
            "until",
            "wait",
            "while");

    private final String text;
    private final Complaints complaints;

    private RunLine(String text, Complaints complaints) {
        this.text = text;
        this.complaints = complaints;
    }

    /** Reads the arguments of {@code run}; there is at least one. */
    static ProgramTemplate of(String text, List<Word> words, Complaints complaints) {
        return new RunLine(text, complaints).read(words);
    }

    /** Reads a part of the text as if it stood after {@code run}. */
    static ProgramTemplate ofText(String text, int start, int end, Complaints complaints) {
        Lexer.Line line = new Lexer(text, start, end).programLine();
        Lexer.Problem problem = line.problem();
        if (problem != null) {
            complaints.add(
                    problem.offset(), problem.length(), problem.what(), problem.expected(), Keyword.RUN.example());
            return new ProgramTemplate.Mistaken(start);
        }
        RunLine reader = new RunLine(text, complaints);
        return line.words().isEmpty() ? reader.noProgram(start, end) : reader.read(line.words());
    }

    /** Reads what stands between the braces of a line that is one group: the shell's language alone. */
    static ProgramTemplate ofGroup(String text, Word group, Complaints complaints) {
        return new RunLine(text, complaints).group(group);
    }

    private ProgramTemplate read(List<Word> words) {
        Word first = words.get(0);
        if (words.size() == 1 && first.is(Kind.BRACED)) {
            return group(first);
        }
        if (isJobText(words)) {
            return new ProgramTemplate.JobText(first.start());
        }
        if (first.value().parts().isEmpty()) {
            return noProgram(first.start(), first.end());
        }
        if (needsShell(words)) {
            int end = words.get(words.size() - 1).end();
            List<Word> groups = words.stream().filter(w -> w.is(Kind.BRACED)).toList();
            return ShellLine.translate(text, first.start(), end, groups, complaints);
        }
        return direct(words);
    }

    private ProgramTemplate group(Word group) {
        int start = group.start() + 1;
        int end = group.end() - 1;
        while (start < end && Lexer.isSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && Lexer.isSpace(text.charAt(end - 1))) {
            end--;
        }
        if (start == end) {
            return noProgram(group.start(), group.end());
        }
        Lexer lexer = new Lexer(text, start, end);
        Lexer.Line line = lexer.programLine();
        boolean isOneLine = lexer.isAtEnd();
        if (isOneLine && line.problem() == null) {
            if (isJobText(line.words())) {
                return new ProgramTemplate.JobText(start);
            }
            if (line.words().stream().noneMatch(this::meansSomethingElseToTheShell) && !needsShell(line.words())) {
                return direct(line.words());
            }
        }
        return ShellLine.translate(text, start, end, List.of(), complaints);
    }

    private ProgramTemplate direct(List<Word> words) {
        for (Word word : words) {
            if (word.badEscape() >= 0) {
                complaints.add(
                        word.badEscape(),
                        2,
                        "a backslash that means nothing here",
                        Escape.EXPECTED,
                        "run grep {a\\.b} result.log");
                return new ProgramTemplate.Mistaken(word.start());
            }
        }
        boolean usesSlot = words.stream()
                .flatMap(w -> w.value().holes().stream())
                .anyMatch(h -> h.placeholder() == Placeholder.SLOT);
        return usesSlot
                ? ShellLine.ofWords(text, words)
                : new ProgramTemplate.Direct(
                        words.get(0).start(), words.stream().map(Word::value).toList());
    }

    private static boolean isJobText(List<Word> words) {
        return words.size() == 1
                && words.get(0).is(Kind.BARE)
                && words.get(0).value().parts().size() == 1
                && words.get(0).value().parts().get(0) instanceof Template.Hole hole
                && hole.placeholder() == Placeholder.TEXT;
    }

    private boolean needsShell(List<Word> words) {
        Word first = words.get(0);
        if (first.is(Kind.BARE) && (OF_THE_SHELL.contains(first.text()) || isAssignment(first.text()))) {
            return true;
        }
        return words.stream().anyMatch(this::hasShellCharacters);
    }

    private static boolean isAssignment(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && EnvironmentWords.isVariableName(word.substring(0, equals));
    }

    private boolean hasShellCharacters(Word word) {
        if (word.is(Kind.BRACED)) {
            return false;
        }
        String special = word.is(Kind.BARE) ? SPECIAL_IN_BARE_WORDS : SPECIAL_IN_QUOTES;
        if (word.is(Kind.BARE) && text.charAt(word.start()) == '#') {
            return true;
        }
        for (int i = word.start(); i < word.end(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (special.indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word of a line that is meant for the shell would be read differently here. */
    private boolean meansSomethingElseToTheShell(Word word) {
        if (word.is(Kind.BRACED)) {
            return true;
        }
        for (int i = word.start(); i < word.end() - 1; i++) {
            if (text.charAt(i) == '\\') {
                char escaped = text.charAt(++i);
                boolean same =
                        word.is(Kind.BARE) ? !Character.isLetterOrDigit(escaped) : "\\\"$`".indexOf(escaped) >= 0;
                if (!same) {
                    return true;
                }
            }
        }
        return false;
    }

    private ProgramTemplate noProgram(int start, int end) {
        complaints.add(
                start,
                Math.max(1, end - start),
                "no program to run",
                "a program and its arguments",
                Keyword.RUN.example());
        return new ProgramTemplate.Mistaken(start);
    }
}
