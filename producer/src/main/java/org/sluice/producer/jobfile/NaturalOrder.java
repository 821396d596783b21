package org.sluice.producer.jobfile;

import java.util.Comparator;

/**
 * Paths as people sort them: numbers in them by their value (case2 before case10), a directory's content together. Texts
 * that differ only in leading zeros are in the order of their characters.
 */
final class NaturalOrder {
    static final Comparator<String> OF_PATHS =
            ((Comparator<String>) NaturalOrder::compare).thenComparing(Comparator.<String>naturalOrder());

    private NaturalOrder() {}

    private static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int firstOfA = skip(a, i, '0');
                int firstOfB = skip(b, j, '0');
                i = endOfDigits(a, firstOfA);
                j = endOfDigits(b, firstOfB);
                int byLength = Integer.compare(i - firstOfA, j - firstOfB);
                int order = byLength != 0 ? byLength : a.substring(firstOfA, i).compareTo(b.substring(firstOfB, j));
                if (order != 0) {
                    return order;
                }
            } else {
                int order = Integer.compare(rank(a.charAt(i++)), rank(b.charAt(j++)));
                if (order != 0) {
                    return order;
                }
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int rank(char c) {
        return c == '/' ? 0 : c;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int skip(String text, int at, char c) {
        int i = at;
        while (i < text.length() && text.charAt(i) == c) {
            i++;
        }
        return i;
    }

    private static int endOfDigits(String text, int at) {
        int i = at;
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
