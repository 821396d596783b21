package org.sluice.consumer.compare;

import java.math.BigDecimal;
import java.math.MathContext;

/** The largest of the differences between numbers, and of those that are equally large the first. */
final class Largest {
    private static final MathContext SHOWN = new MathContext(4);

    private BigDecimal size;
    private Place place;
    private String got;
    private String expected;

    /** @param newSize null if it has no bounds, as that between a number and NaN */
    void offer(BigDecimal newSize, Place newPlace, String newGot, String newExpected) {
        boolean isLarger = place == null || (size != null && (newSize == null || newSize.compareTo(size) > 0));
        if (isLarger) {
            size = newSize;
            place = newPlace;
            got = newGot;
            expected = newExpected;
        }
    }

    String shown() {
        return place.shown() + ": " + got + " for " + expected;
    }

    String shownWithSize() {
        String shownSize = size == null
                ? "without bounds"
                : size.round(SHOWN).stripTrailingZeros().toString();
        return shownSize + " at " + place.inFull() + ": " + got + " for " + expected;
    }
}
