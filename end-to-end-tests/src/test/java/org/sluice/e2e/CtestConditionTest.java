package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Tests that need CMake never look as if they had passed. */
class CtestConditionTest {
    private static final String MISSING = "ctest is not there; install CMake and make.";

    @Test
    void withoutCmakeTheyAreSkippedAndSayWhy() {
        ConditionEvaluationResult result = CtestCondition.decide(MISSING, false);

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).contains(MISSING);
    }

    @Test
    void whereCmakeIsRequiredTheyFailWithoutIt() {
        assertThatThrownBy(() -> CtestCondition.decide(MISSING, true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("sluice.ctest.required")
                .hasMessageContaining(MISSING);
    }

    @Test
    void withCmakeTheyRunInEitherCase() {
        assertThat(CtestCondition.decide("", false).isDisabled()).isFalse();
        assertThat(CtestCondition.decide("", true).isDisabled()).isFalse();
    }
}
