package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Tests that need network namespaces never look as if they had passed. */
class NamespacesConditionTest {
    private static final String MISSING = "iptables is not there; install it.";

    @Test
    void withoutThemTheyAreSkippedAndSayWhy() {
        ConditionEvaluationResult result = NamespacesCondition.decide(MISSING, false);

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).contains(MISSING);
    }

    @Test
    void whereTheyAreRequiredTheTestsFailWithoutThem() {
        assertThatThrownBy(() -> NamespacesCondition.decide(MISSING, true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("sluice.namespaces.required")
                .hasMessageContaining(MISSING);
    }

    @Test
    void withThemTheyRunInEitherCase() {
        assertThat(NamespacesCondition.decide("", false).isDisabled()).isFalse();
        assertThat(NamespacesCondition.decide("", true).isDisabled()).isFalse();
    }
}
