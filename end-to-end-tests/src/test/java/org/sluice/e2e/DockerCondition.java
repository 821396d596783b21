package org.sluice.e2e;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests where containers cannot be run, or fails them where they have to be. */
final class DockerCondition implements ExecutionCondition {
    static final String REQUIRED = "sluice.docker.required";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        ConditionEvaluationResult result = decide(Docker.missing(), Boolean.getBoolean(REQUIRED));
        if (result.isDisabled()) {
            // Maven's own line has the number only
            System.err.println(context.getDisplayName() + " is skipped: " + Docker.missing());
        }
        return result;
    }

    /**
     * Whether to run the tests.
     *
     * @param missing what is missing here and the remedy; empty when nothing is
     * @throws AssertionError if something is missing that is required
     */
    static ConditionEvaluationResult decide(String missing, boolean required) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("containers can be run");
        }
        if (required) {
            throw new AssertionError("-D" + REQUIRED + "=true forbids to skip the tests with Docker, but " + missing);
        }
        return ConditionEvaluationResult.disabled(missing);
    }
}
