package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void numbersAreOrderedByTheirValueAndADirectoryIsKeptTogether() {
        List<String> ordered = List.of(
                "a",
                "a/z",
                "a-1",
                "a01",
                "a1",
                "a01b1",
                "a1b2",
                "a2",
                "a2b",
                "a10",
                "a99999999999999999999",
                "a100000000000000000000",
                "b");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(NaturalOrder.OF_PATHS);
        assertThat(shuffled).isEqualTo(ordered);
    }
}
