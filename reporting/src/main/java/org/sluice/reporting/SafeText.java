package org.sluice.reporting;

import java.util.regex.Pattern;

/**
 * Text of unknown origin (names, reasons, the output of jobs) made harmless for a terminal, a table and an XML
 * document. Control characters, line separators, characters that change the direction of writing, lone surrogates and
 * U+FFFE and U+FFFF are written as {@code \n}, {@code \t}, {@code \r} or {@code \}{@code uXXXX}; these are all the
 * characters that XML 1.0 does not allow, and more. Everything else, a backslash too, stays as it is: the result is
 * for reading, not for turning back.
 */
public final class SafeText {
    /** The terminal's own language: colours and cursor movements (ECMA-48 CSI), titles and links (OSC). */
    private static final Pattern TERMINAL_SEQUENCE =
            Pattern.compile("\u001b(?:\\[[0-?]*+[ -/]*+[@-~]|][^\u0007\u001b]*+(?:\u0007|\u001b\\\\))");

    private SafeText() {}

    /** The text on one line: line breaks and tabs are escaped too. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /**
     * The text on one line, cut when it is long.
     *
     * @param limit how many characters may be left of the text, at least 3; when there are more, the last three of
     *     those are dots
     */
    public static String line(String text, int limit) {
        if (text.codePointCount(0, text.length()) <= limit) {
            return line(text);
        }
        return line(text.substring(0, text.offsetByCodePoints(0, limit - 3))) + "...";
    }

    /**
     * What a program wrote: line breaks and tabs stay. Colours and other terminal sequences, which mean nothing in a
     * report, are left out.
     */
    public static String lines(String text) {
        String plain = text.indexOf('\u001b') < 0
                ? text
                : TERMINAL_SEQUENCE.matcher(text).replaceAll("");
        return escaped(plain.replace("\r\n", "\n"), true);
    }

    /** Whether the character can be shown as it stands. */
    static boolean isSafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> codePoint != 0xFFFE && codePoint != 0xFFFF && !changesDirection(codePoint);
        };
    }

    private static boolean changesDirection(int codePoint) {
        return codePoint == 0x061C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    private static String escaped(String text, boolean keepLayout) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 32);
        text.codePoints().forEach(codePoint -> {
            if (isKept(codePoint, keepLayout)) {
                safe.appendCodePoint(codePoint);
            } else {
                safe.append(escape(codePoint));
            }
        });
        return safe.toString();
    }

    /** Nearly all text is, and there is a lot of it: a batch of 100,000 jobs has a million of such pieces. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isKept(int codePoint, boolean keepLayout) {
        return isSafe(codePoint) || (keepLayout && (codePoint == '\n' || codePoint == '\t'));
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> {
                String hex = Integer.toHexString(codePoint);
                yield "\\u" + "0".repeat(4 - hex.length()) + hex;
            }
        };
    }
}
