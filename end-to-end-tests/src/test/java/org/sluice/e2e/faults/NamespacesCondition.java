package org.sluice.e2e.faults;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests where no network namespace can be made, or fails them where it has to be possible. */
final class NamespacesCondition implements ExecutionCondition {
    static final String REQUIRED = "sluice.namespaces.required";

    private static final String MISSING = Namespace.missing();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        ConditionEvaluationResult result = decide(MISSING, Boolean.getBoolean(REQUIRED));
        if (result.isDisabled()) {
            // Maven's own line has the number only
            System.err.println(context.getDisplayName() + " is skipped: " + MISSING);
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
            return ConditionEvaluationResult.enabled("network namespaces can be made");
        }
        if (required) {
            throw new AssertionError(
                    "-D" + REQUIRED + "=true forbids to skip the tests with namespaces, but " + missing);
        }
        return ConditionEvaluationResult.disabled(missing);
    }
}
