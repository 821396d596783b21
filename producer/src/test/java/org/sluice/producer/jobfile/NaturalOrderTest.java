package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void numbersAreOrderedByTheirValue() {
        List<String> ordered = List.of(
                "a",
                "a/z",
                "a-1",
                "a1",
                "a01",
                "a2",
                "a2b",
                "a10",
                "a99999999999999999999",
                "a100000000000000000000",
                "b");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(NaturalOrder.OF_PATHS);
        assertThat(shuffled.indexOf("a2")).isLessThan(shuffled.indexOf("a10"));
        assertThat(shuffled.stream()
                        .filter(s -> !s.equals("a1") && !s.equals("a01"))
                        .toList())
                .isEqualTo(ordered.stream()
                        .filter(s -> !s.equals("a1") && !s.equals("a01"))
                        .toList());
    }

    @Test
    void textsThatDifferAreNeverEqual() {
        assertThat(NaturalOrder.OF_PATHS.compare("a1", "a01")).isNotZero();
        assertThat(NaturalOrder.OF_PATHS.compare("a1b2", "a01b1")).isPositive();
    }
}
