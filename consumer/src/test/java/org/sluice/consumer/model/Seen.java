package org.sluice.consumer.model;

/**
 * Numbers what was seen, from 0. Of each it keeps 128 bits of a hash: that two of ten million are taken for one has a
 * probability of less than 1 to 10 to the 24th.
 */
final class Seen {
    private long[] first = new long[1 << 12];
    private long[] second = new long[1 << 12];
    /** One more than the number; 0 where there is none. */
    private int[] numbers = new int[1 << 12];

    private int size;

    int size() {
        return size;
    }

    /** The number of this one, which is the next when it was not seen before. */
    int number(String key) {
        long a = hash(key, 0x9E3779B97F4A7C15L);
        long b = hash(key, 0xC2B2AE3D27D4EB4FL);
        int at = place(a, b);
        if (numbers[at] == 0) {
            if (size * 2 >= numbers.length) {
                grow();
                at = place(a, b);
            }
            first[at] = a;
            second[at] = b;
            numbers[at] = ++size;
        }
        return numbers[at] - 1;
    }

    private int place(long a, long b) {
        int at = (int) a & numbers.length - 1;
        while (numbers[at] != 0 && (first[at] != a || second[at] != b)) {
            at = at + 1 & numbers.length - 1;
        }
        return at;
    }

    private void grow() {
        long[] oldFirst = first;
        long[] oldSecond = second;
        int[] oldNumbers = numbers;
        first = new long[oldFirst.length * 2];
        second = new long[oldFirst.length * 2];
        numbers = new int[oldFirst.length * 2];
        for (int old = 0; old < oldNumbers.length; old++) {
            if (oldNumbers[old] != 0) {
                int at = place(oldFirst[old], oldSecond[old]);
                first[at] = oldFirst[old];
                second[at] = oldSecond[old];
                numbers[at] = oldNumbers[old];
            }
        }
    }

    /** Each character is mixed in by the finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long hash(String key, long seed) {
        long hash = seed;
        for (int at = 0; at < key.length(); at++) {
            hash = (hash ^ key.charAt(at)) * 0xBF58476D1CE4E5B9L;
            hash ^= hash >>> 31;
        }
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return hash ^ hash >>> 31;
    }
}
