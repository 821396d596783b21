package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HaltTest {
    @ParameterizedTest
    @ValueSource(strings = {"now,fail=1", "soon,fail=3", "soon,fail=10%", "now,fail=100%"})
    void whatIsReadIsWhatIsWritten(String words) {
        assertThat(Halt.parse(words)).map(Halt::toString).contains(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "soon,fail",
                "soon,fail=",
                "soon,fail=0",
                "soon,fail=0%",
                "soon,fail=101%",
                "later,fail=1",
                "soon,success=1",
                "soon,fail=-1",
                "soon,fail=1.5",
                "soon, fail=1",
                "soon,fail=9999999999"
            })
    void otherWordsAreNone(String words) {
        assertThat(Halt.parse(words)).isEmpty();
    }

    @Test
    void aNumberCountsJobs() {
        Halt halt = Halt.parse("soon,fail=2").orElseThrow();
        assertThat(halt.isReached(0, 0)).isFalse();
        assertThat(halt.isReached(1, 1)).isFalse();
        assertThat(halt.isReached(2, 100)).isTrue();
    }

    @Test
    void aPercentageIsOfThoseThatEndedAndCountsFromThreeOn() {
        Halt halt = Halt.parse("now,fail=10%").orElseThrow();
        assertThat(halt.isReached(0, 0)).isFalse();
        assertThat(halt.isReached(2, 2)).isFalse();
        assertThat(halt.isReached(3, 3)).isTrue();
        assertThat(halt.isReached(3, 30)).isTrue();
        assertThat(halt.isReached(3, 31)).isFalse();
        assertThat(halt.isReached(200_000_000, 2_000_000_000)).isTrue();
    }
}
