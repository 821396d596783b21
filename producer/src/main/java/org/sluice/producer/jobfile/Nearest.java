package org.sluice.producer.jobfile;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the keyword that a mistyped word was probably meant to be: the one at the least Damerau-Levenshtein distance
 * (optimal string alignment: inserted, removed, changed and swapped letters count one each).
 */
final class Nearest {
    private static final int LONGEST = 20;

    private Nearest() {}

    static Optional<Keyword> to(String word) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String typed = word.toLowerCase(Locale.ROOT);
        return Stream.of(Keyword.values())
                .filter(k -> isNear(typed, k.word()))
                .min(Comparator.comparingInt(k -> distance(typed, k.word())));
    }

    /** Half of a word must be right, or it must be the beginning: with less, the guess is noise. */
    private static boolean isNear(String typed, String known) {
        return distance(typed, known) * 2 <= Math.max(typed.length(), 2)
                || (typed.length() > 1 && (known.startsWith(typed) || typed.startsWith(known)));
    }

    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
