package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the line for the shell from what stands in the job file: as it is written, with a quoted positional parameter for
 * each placeholder and a quoted word for each brace group.
 */
final class ShellLine {
    private static final String SLOT_VARIABLE = "SLUICE_SLOT";

    private final String text;
    private final Complaints complaints;
    private final List<Placeholder> values = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final Template.Builder display = new Template.Builder();
    private boolean mistaken;

    private ShellLine(String text, Complaints complaints) {
        this.text = text;
        this.complaints = complaints;
    }

    /**
     * Translates a part of the text.
     *
     * @param groups its brace groups; braces elsewhere are the shell's
     */
    static ProgramTemplate translate(String text, int start, int end, List<Word> groups, Complaints complaints) {
        return new ShellLine(text, complaints).translate(start, end, groups);
    }

    /** The line for words that need no shell but to learn a value that is known no earlier than there. */
    static ProgramTemplate ofWords(String text, List<Word> words) {
        ShellLine shell = new ShellLine(text, (offset, length, what, expected, example) -> {});
        for (Word word : words) {
            if (shell.line.length() > 0) {
                shell.line.append(' ');
                shell.display.add(' ');
            }
            shell.group(word.value());
            shell.show(word.value());
        }
        return shell.result(words.get(0).start());
    }

    private ProgramTemplate translate(int start, int end, List<Word> groups) {
        Map<Integer, Word> groupAt = new HashMap<>();
        groups.forEach(group -> groupAt.put(group.start(), group));
        ShellQuoting quoting = new ShellQuoting(text, start, end);
        int i = start;
        while (i < end) {
            Placeholder placeholder = isShellVariable(i, start) ? null : Placeholder.at(text, i, end);
            ShellQuoting.Place place = quoting.place();
            Word group = groupAt.get(i);
            int literal = literalPlaceholder(i, end, place);
            if (text.startsWith("\\\n", i)) {
                line.append(' ');
                display.add(' ');
                i = Lexer.afterContinuation(text, i, end);
                quoting.skipSpace(i);
            } else if (literal > 0) {
                String sign = text.substring(i, literal).replace("\\", "");
                line.append(sign);
                display.add(sign);
                i = literal;
            } else if (group != null && place == ShellQuoting.Place.UNQUOTED) {
                group(group.value());
                display.add('{');
                show(group.value());
                display.add('}');
                i = group.end();
            } else if (placeholder != null && place != ShellQuoting.Place.IN_COMMENT) {
                value(placeholder, i, place, quoting);
                i += placeholder.sign().length();
            } else {
                int next = Math.min(quoting.read(i), end);
                line.append(text, i, next);
                display.add(text.substring(i, next));
                i = next;
            }
        }
        int quote = quoting.openQuote();
        if (quote >= 0) {
            complaints.add(
                    quote,
                    1,
                    "a quote of the shell is opened here and never closed",
                    "a closing " + text.charAt(quote) + ", or a backslash before the character if it is none",
                    "run echo \"it's done\" > log");
            mistaken = true;
        }
        return mistaken ? new ProgramTemplate.Mistaken(start) : result(start);
    }

    private ProgramTemplate result(int offset) {
        return new ProgramTemplate.Shell(offset, line.toString(), values, display.build());
    }

    private boolean isShellVariable(int brace, int start) {
        return brace > start && text.charAt(brace - 1) == '$' && !(brace - 1 > start && text.charAt(brace - 2) == '\\');
    }

    /**
     * The end of a placeholder that is written with backslashes because it is meant literally, or -1. Between quotes the
     * shell would keep the backslashes.
     */
    private int literalPlaceholder(int at, int end, ShellQuoting.Place place) {
        boolean quoted = place == ShellQuoting.Place.IN_DOUBLE_QUOTES || place == ShellQuoting.Place.IN_SINGLE_QUOTES;
        if (!quoted || !text.startsWith("\\{", at)) {
            return -1;
        }
        for (Placeholder placeholder : Placeholder.values()) {
            String inner = placeholder.sign().substring(1, placeholder.sign().length() - 1);
            for (String written : List.of("\\{" + inner + "}", "\\{" + inner + "\\}")) {
                if (text.startsWith(written, at) && at + written.length() <= end) {
                    return at + written.length();
                }
            }
        }
        return -1;
    }

    private void value(Placeholder placeholder, int at, ShellQuoting.Place place, ShellQuoting quoting) {
        display.hole(placeholder, at);
        boolean inArithmetic = place == ShellQuoting.Place.IN_ARITHMETIC;
        if (place == ShellQuoting.Place.UNSURE || (inArithmetic && !placeholder.isNumber())) {
            String where = inArithmetic ? "within $((...))" : quoting.whyUnsure();
            complaints.add(
                    at,
                    placeholder.sign().length(),
                    placeholder.sign() + " cannot be used " + where + ": its value could be read as shell source",
                    "a variable that is set before",
                    "run {case=" + placeholder.sign() + "; ./solver \"${case%.inp}\"}");
            mistaken = true;
            return;
        }
        String reference = reference(placeholder);
        line.append(
                switch (place) {
                    case IN_DOUBLE_QUOTES, IN_ARITHMETIC -> reference;
                    case IN_SINGLE_QUOTES -> "'\"" + reference + "\"'";
                    default -> "\"" + reference + "\"";
                });
    }

    private String reference(Placeholder placeholder) {
        if (placeholder == Placeholder.SLOT) {
            return "${" + SLOT_VARIABLE + "}";
        }
        if (!values.contains(placeholder)) {
            values.add(placeholder);
        }
        return "${" + (values.indexOf(placeholder) + 1) + "}";
    }

    private void group(Template content) {
        if (content.parts().isEmpty()) {
            line.append("''");
        }
        for (Template.Part part : content.parts()) {
            if (part instanceof Template.Literal literal) {
                line.append('\'').append(literal.text().replace("'", "'\\''")).append('\'');
            } else {
                line.append('"')
                        .append(reference(((Template.Hole) part).placeholder()))
                        .append('"');
            }
        }
    }

    private void show(Template content) {
        for (Template.Part part : content.parts()) {
            if (part instanceof Template.Literal literal) {
                display.add(literal.text());
            } else {
                Template.Hole hole = (Template.Hole) part;
                display.hole(hole.placeholder(), hole.offset());
            }
        }
    }
}
