package org.sluice.consumer.compare;

import java.util.Locale;

/**
 * Where a word stands.
 *
 * @param line its line in the file, from 1
 * @param referenceLine the line that it is compared with: another one after lines that were left out
 * @param word which word of the line it is, from 1
 */
record Place(long line, long referenceLine, long word) {

    /** The line, as in "at line 17". */
    String shown() {
        String reference =
                line == referenceLine ? "" : String.format(Locale.ROOT, " (%,d of the reference)", referenceLine);
        return String.format(Locale.ROOT, "line %,d%s", line, reference);
    }

    /** Line and word. */
    String inFull() {
        return String.format(Locale.ROOT, "%s, word %,d", shown(), word);
    }
}
