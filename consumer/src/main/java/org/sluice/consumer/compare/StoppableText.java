package org.sluice.consumer.compare;

import java.util.function.BooleanSupplier;

/** A text in which the search for a pattern, which can take years, can be stopped. */
record StoppableText(String text, BooleanSupplier stop, int[] reads) implements CharSequence {
    private static final int READS_BETWEEN = 1 << 16;

    StoppableText(String text, BooleanSupplier stop) {
        this(text, stop, new int[1]);
    }

    @Override
    public char charAt(int index) {
        if (++reads[0] % READS_BETWEEN == 0 && stop.getAsBoolean()) {
            throw new StoppedException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
