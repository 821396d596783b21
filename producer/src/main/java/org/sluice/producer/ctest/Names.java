package org.sluice.producer.ctest;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives each test and each group a name of its own that a job can have. */
final class Names {
    private static final int LONGEST = 200;
    private static final int ROOM_FOR_NUMBER = 10;

    private final Set<String> taken = new HashSet<>();
    private final Map<Test, String> names = new IdentityHashMap<>();

    Names(List<Test> tests) {
        tests.forEach(test -> names.put(test, free(test.name())));
    }

    /** CTest's name where that is possible. */
    String of(Test test) {
        return names.get(test);
    }

    /** A name that is not taken yet, and now is. */
    String free(String wanted) {
        String name = wanted.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ").strip();
        if (name.codePointCount(0, name.length()) > LONGEST - ROOM_FOR_NUMBER) {
            name = name.substring(0, name.offsetByCodePoints(0, LONGEST - ROOM_FOR_NUMBER - 1)) + "…";
        }
        name = name.isEmpty() ? "test" : name;
        String free = name;
        for (int number = 2; !taken.add(free); number++) {
            free = name + " (" + number + ")";
        }
        return free;
    }
}
