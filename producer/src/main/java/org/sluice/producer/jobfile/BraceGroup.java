package org.sluice.producer.jobfile;

/** What stands between braces: as it is, but for continued lines and placeholders. */
final class BraceGroup {
    private BraceGroup() {}

    /** The place of the brace that closes the one at {@code open}, or -1. */
    static int close(String text, int open, int end) {
        int depth = 0;
        for (int i = open; i < end; i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '{' -> depth++;
                case '}' -> {
                    if (--depth == 0) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }

    /** The content between two places, the braces excluded. */
    static Template content(String text, int start, int end, boolean placeholders) {
        Template.Builder value = new Template.Builder();
        int i = start;
        while (i < end) {
            char c = text.charAt(i);
            // ${name} is the shell's.
            boolean mayBePlaceholder = placeholders && text.charAt(i - 1) != '$';
            Placeholder placeholder = mayBePlaceholder ? Placeholder.at(text, i, end) : null;
            if (placeholder != null) {
                value.hole(placeholder, i);
                i += placeholder.sign().length();
            } else if (c == '\\' && i + 1 < end) {
                if (text.charAt(i + 1) == '\n') {
                    value.add(' ');
                    i = Lexer.afterContinuation(text, i, end);
                } else {
                    value.add(c).add(text.charAt(i + 1));
                    i += 2;
                }
            } else {
                value.add(c);
                i++;
            }
        }
        return value.build();
    }
}
