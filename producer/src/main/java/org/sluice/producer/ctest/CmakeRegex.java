package org.sluice.producer.ctest;

import java.util.BitSet;
import java.util.Locale;

/**
 * Translates a regular expression of CMake for {@link java.util.regex.Pattern}. The syntax is that of KWSys's
 * {@code RegularExpression.cxx}, which is Henry Spencer's: {@code ^ $ . [] * + ? | ()} and a backslash that takes away the
 * meaning of any sign; there are neither classes such as {@code \d} nor counts in braces. {@code ^} and {@code $} are the
 * ends of the whole text, and a dot is any character, a newline, too.
 */
final class CmakeRegex {
    private static final int ASCII = 128;

    /** To Java, outside of a set or within. */
    private static final String SPECIAL = "\\^$.|?*+()[]{}-&";

    private final String regex;
    private final StringBuilder java = new StringBuilder("(?s)");
    private int place;

    private CmakeRegex(String regex) {
        this.regex = regex;
    }

    /** @throws RefusedException if CMake does not take it for one, or it means something else to Java */
    static String toJava(String regex) throws RefusedException {
        CmakeRegex translation = new CmakeRegex(regex);
        translation.alternatives();
        if (translation.place < regex.length()) {
            throw translation.wrong("a ) closes nothing");
        }
        return translation.java.toString();
    }

    /** Returns, as those below, whether what was read always takes a character. */
    private boolean alternatives() throws RefusedException {
        boolean wide = branch();
        while (place < regex.length() && regex.charAt(place) == '|') {
            place++;
            java.append('|');
            wide &= branch();
        }
        return wide;
    }

    private boolean branch() throws RefusedException {
        boolean wide = false;
        while (place < regex.length() && "|)".indexOf(regex.charAt(place)) < 0) {
            wide |= piece();
        }
        return wide;
    }

    private boolean piece() throws RefusedException {
        int begin = place;
        boolean wide = atom();
        if (!isCount()) {
            return wide;
        }
        char count = regex.charAt(place);
        if (regex.charAt(place - 1) >= ASCII) {
            throw wrong("the " + count + " is for the last byte of '" + regex.substring(begin, place) + "' alone");
        }
        if (!wide && count != '?') {
            throw wrong("what stands before " + count + " can be empty");
        }
        place++;
        java.append(count);
        if (isCount()) {
            throw wrong("a count follows another");
        }
        return count == '+';
    }

    private boolean isCount() {
        return place < regex.length() && "*+?".indexOf(regex.charAt(place)) >= 0;
    }

    private boolean atom() throws RefusedException {
        char c = regex.charAt(place++);
        switch (c) {
            case '^' -> {
                java.append("\\A");
                return false;
            }
            case '$' -> {
                java.append("\\z");
                return false;
            }
            case '.' -> java.append('.');
            case '[' -> set();
            case '(' -> {
                return group();
            }
            case '*', '+', '?' -> throw wrong("a " + c + " follows nothing");
            case '\\' -> {
                if (place == regex.length()) {
                    throw wrong("a backslash ends it");
                }
                literal(regex.charAt(place++));
            }
            default -> literal(c);
        }
        return true;
    }

    private boolean group() throws RefusedException {
        java.append("(?:");
        boolean wide = alternatives();
        if (place == regex.length()) {
            throw wrong("a ( is never closed");
        }
        place++;
        java.append(')');
        return wide;
    }

    /** In a set a backslash is a character like others, and so is a ] that comes first. */
    private void set() throws RefusedException {
        boolean others = place < regex.length() && regex.charAt(place) == '^';
        place += others ? 1 : 0;
        BitSet members = new BitSet(ASCII);
        if (place < regex.length() && "]-".indexOf(regex.charAt(place)) >= 0) {
            members.set(regex.charAt(place++));
        }
        while (place < regex.length() && regex.charAt(place) != ']') {
            char c = regex.charAt(place++);
            boolean isRange = c == '-' && place < regex.length() && regex.charAt(place) != ']';
            char last = isRange ? regex.charAt(place++) : c;
            char first = isRange ? regex.charAt(place - 3) : c;
            if (first >= ASCII || last >= ASCII) {
                throw wrong("in a set, each byte of '" + (first >= ASCII ? first : last) + "' stands for itself");
            }
            if (first > last + 1) {
                throw wrong("a range in a set runs backwards");
            }
            members.set(first, Math.max(first, last) + 1);
        }
        if (place == regex.length()) {
            throw wrong("a [ is never closed");
        }
        place++;
        java.append(others ? "[^" : "[");
        members.stream().forEach(member -> literal((char) member));
        java.append(']');
    }

    private void literal(char c) {
        if (c < ' ' || c == 0x7F) {
            java.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
        } else {
            java.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
        }
    }

    private RefusedException wrong(String why) {
        return new RefusedException("the regular expression '" + regex + "': " + why);
    }
}
