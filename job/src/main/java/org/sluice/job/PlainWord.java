package org.sluice.job;

import java.util.regex.Pattern;

/** A word that no shell takes for anything but itself. */
final class PlainWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_@%+=:,./-]+");

    private PlainWord() {}

    static boolean is(String word) {
        return PLAIN.matcher(word).matches();
    }
}
