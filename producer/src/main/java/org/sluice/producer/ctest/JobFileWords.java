package org.sluice.producer.ctest;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes words so that a job file has them as they are: no placeholder, no variable and no shell is found in them. */
final class JobFileWords {
    private static final String PLAIN = "[A-Za-z0-9_@%+:,./-]+";

    private JobFileWords() {}

    /** The word, in quotes when it is not plain, or would say that there is none. */
    static String word(String text) {
        return text.matches(PLAIN) && !text.equals("none") ? text : quoted(text);
    }

    static String words(List<String> texts) {
        return texts.stream().map(JobFileWords::word).collect(Collectors.joining(" "));
    }

    /** A program and its arguments; in quotes, a program is never a command of the shell. */
    static String command(List<String> words) {
        String program = words.get(0);
        String first = program.contains("/") ? word(program) : quoted(program);
        return words.size() == 1 ? first : first + " " + words(words.subList(1, words.size()));
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\\', '"', '{', '}', '$', '`' -> quoted.append('\\').append(c);
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** The text as a comment can have it: on one line, without braces, which would count. */
    static String comment(String text) {
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ")
                .replace("{", "(")
                .replace("}", ")");
    }
}
