package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Tests that need Docker never look as if they had passed. */
class DockerConditionTest {
    private static final String MISSING = "no Docker daemon answers; start Docker.";

    @Test
    void withoutDockerTheyAreSkippedAndSayWhy() {
        ConditionEvaluationResult result = DockerCondition.decide(MISSING, false);

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).contains(MISSING);
    }

    @Test
    void whereDockerIsRequiredTheyFailWithoutIt() {
        assertThatThrownBy(() -> DockerCondition.decide(MISSING, true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("sluice.docker.required")
                .hasMessageContaining(MISSING);
    }

    @Test
    void withDockerTheyRunInEitherCase() {
        assertThat(DockerCondition.decide("", false).isDisabled()).isFalse();
        assertThat(DockerCondition.decide("", true).isDisabled()).isFalse();
    }
}
