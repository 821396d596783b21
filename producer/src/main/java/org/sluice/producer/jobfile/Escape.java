package org.sluice.producer.jobfile;

/** What a backslash and the characters after it stand for: the part of Tcl's rules that a job file needs. */
record Escape(String value, int length) {
    static final String EXPECTED = "one of \\n \\t \\\\ \\\" \\{ \\} \\$ \\` \\(space) \\xHH \\uXXXX; "
            + "a backslash itself is written \\\\, or anywhere in {braces}";

    private static final String IN_QUOTES = "\\\"{}$` ";

    /**
     * Reads the escape whose backslash stands at {@code place}.
     *
     * @return null if it has no meaning
     */
    static Escape at(String text, int place, int end, boolean quoted) {
        if (place + 1 >= end) {
            return null;
        }
        char c = text.charAt(place + 1);
        return switch (c) {
            case 'n' -> new Escape("\n", 2);
            case 't' -> new Escape("\t", 2);
            case 'x' -> codePoint(text, place, 2, end);
            case 'u' -> codePoint(text, place, 4, end);
            default -> standsForItself(c, quoted) ? new Escape(String.valueOf(c), 2) : null;
        };
    }

    // In a bare word the shell, too, takes any escaped character as itself; in quotes it keeps the backslash of "\."
    // where Tcl drops it, and a pattern would silently change its meaning.
    private static boolean standsForItself(char c, boolean quoted) {
        return quoted ? IN_QUOTES.indexOf(c) >= 0 : c >= ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }

    private static Escape codePoint(String text, int place, int digits, int end) {
        int last = place + 2 + digits;
        if (last > end) {
            return null;
        }
        int value = 0;
        for (int i = place + 2; i < last; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 127) {
                return null;
            }
            value = value * 16 + digit;
        }
        // No program can be given a NUL, and half of a surrogate pair is no character.
        boolean isCharacter = value != 0 && !(value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE);
        return isCharacter ? new Escape(Character.toString(value), 2 + digits) : null;
    }
}
