package org.sluice.launcher;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a user meant who mistyped a name. */
final class NearestName {
    private NearestName() {}

    /** The known name that takes the fewest changes to get to, if there is any. */
    static Optional<String> of(String word, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(name -> distance(word, name)));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
