package org.sluice.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the word that a mistyped one was probably meant to be: the one at the least Damerau-Levenshtein distance (optimal
 * string alignment: inserted, removed, changed and swapped letters count one each). It is here because a mistyped word of
 * a job file, a key of a settings file and an option of a command are told in the same way.
 */
public final class NearestWord {
    private static final int LONGEST = 60;

    private NearestWord() {}

    /** The nearest known word, upper and lower case apart; empty when none is near enough to be meant. */
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String typed = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> isNear(typed, candidate))
                .min(Comparator.<String>comparingInt(candidate -> distance(typed, candidate))
                        .thenComparing(Comparator.naturalOrder()));
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
