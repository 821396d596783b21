package org.sluice.consumer.model;

import java.util.Arrays;

/** A list of numbers, many millions of them. */
final class Numbers {
    private int[] numbers = new int[1 << 12];
    private int size;

    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = number;
    }

    int get(int at) {
        return numbers[at];
    }

    int size() {
        return size;
    }
}
