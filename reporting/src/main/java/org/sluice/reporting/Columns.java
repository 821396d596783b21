package org.sluice.reporting;

import java.util.Arrays;
import org.sluice.job.Verdict;

/** Aligned columns of text for people. A character counts as one column, whatever its glyph. */
final class Columns {
    /** As wide as the longest verdict. */
    static final int VERDICT = Arrays.stream(Verdict.values())
            .mapToInt(verdict -> verdict.label().length())
            .max()
            .orElseThrow();

    /** Takes durations up to {@code 999h59m}. */
    static final int DURATION = 7;

    private Columns() {}

    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    static String left(String text, int width) {
        return text + padding(text, width);
    }

    static String right(String text, int width) {
        return padding(text, width) + text;
    }

    private static String padding(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text)));
    }
}
