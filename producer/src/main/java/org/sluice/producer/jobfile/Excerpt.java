package org.sluice.producer.jobfile;

/** The part of a line that is shown around a mistake, and the marker below it, however long or wide the line is. */
record Excerpt(String line, String marker) {
    private static final int BEFORE = 60;
    private static final int AFTER = 50;
    private static final String CUT = "...";
    private static final String TAB = "    ";

    /**
     * Cuts it out.
     *
     * @param place where the mistake begins, from {@code lineStart} to {@code lineEnd}
     * @param length how many characters it covers; at least one is marked
     */
    static Excerpt of(String text, int lineStart, int lineEnd, int place, int length) {
        int from = wholeCharacter(text, Math.max(lineStart, place - BEFORE));
        int to = wholeCharacter(text, Math.min(lineEnd, place + AFTER));
        int markEnd = place + Math.max(1, length);
        StringBuilder line = new StringBuilder(from > lineStart ? CUT : "");
        StringBuilder marker = new StringBuilder(" ".repeat(line.length()));
        for (int i = from; i < to; ) {
            int c = text.codePointAt(i);
            String shown = shown(c);
            line.append(shown);
            int width = c == '\t' ? TAB.length() : width(c);
            if (i < place) {
                marker.append(" ".repeat(width));
            } else if (i == place) {
                marker.append('^').append("~".repeat(Math.max(0, width - 1)));
            } else if (i < markEnd) {
                marker.append("~".repeat(width));
            }
            i += Character.charCount(c);
        }
        if (place >= to) {
            marker.append('^');
        }
        if (to < lineEnd) {
            line.append(CUT);
        }
        return new Excerpt(line.toString(), marker.toString());
    }

    /** A piece of the user's text within a message: short, on one line, in quotes. */
    static String quoted(String text) {
        int end = text.codePointCount(0, text.length()) > 60 ? text.offsetByCodePoints(0, 60) : text.length();
        StringBuilder shown = new StringBuilder("'");
        text.substring(0, end).codePoints().forEach(c -> shown.append(c == '\t' ? " " : shown(c)));
        return shown.append(end < text.length() ? CUT : "").append('\'').toString();
    }

    private static String shown(int c) {
        if (c == '\t') {
            return TAB;
        }
        // A control character, or one that turns the direction of writing, must not reach a terminal.
        boolean printable = !isControl(c) && !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069);
        return printable ? Character.toString(c) : "?";
    }

    static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    /** How many columns of a terminal a character takes, roughly after Unicode's East Asian Width (UAX 11). */
    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || c == 0x200D) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }

    private static int wholeCharacter(String text, int at) {
        boolean splitsPair = at > 0
                && at < text.length()
                && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1));
        return splitsPair ? at - 1 : at;
    }
}
