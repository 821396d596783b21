package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void everyVerdictIsFoundByItsLabel(Verdict verdict) {
        assertThat(Verdict.ofLabel(verdict.label())).contains(verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PASSED", "TIMED_OUT", "timed-out", "passed "})
    void anotherWordIsNoVerdict(String word) {
        assertThat(Verdict.ofLabel(word)).isEmpty();
    }

    @Test
    void onlyPassedAndSkippedAreASuccess() {
        assertThat(Verdict.values())
                .filteredOn(Verdict::isSuccess)
                .containsExactlyInAnyOrder(Verdict.PASSED, Verdict.SKIPPED);
    }
}
