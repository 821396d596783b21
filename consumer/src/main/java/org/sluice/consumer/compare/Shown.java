package org.sluice.consumer.compare;

import java.nio.charset.StandardCharsets;

/** Makes words of files fit for a sentence. */
public final class Shown {
    private static final int LONGEST = 60;

    private Shown() {}

    /** The first bytes of a word, as UTF-8. */
    static String word(byte[] bytes, int length) {
        int shown = Math.min(length, LONGEST);
        String text = text(new String(bytes, 0, shown, StandardCharsets.UTF_8));
        return shown < length ? text + "..." : text;
    }

    /** The text on one line: control characters are question marks. */
    public static String text(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
    }
}
