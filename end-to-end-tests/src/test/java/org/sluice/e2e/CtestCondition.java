package org.sluice.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests where there is no CMake, or fails them where there has to be one. */
final class CtestCondition implements ExecutionCondition {
    static final String REQUIRED = "sluice.ctest.required";

    /** What is needed, with an argument that tells of itself. */
    private static final List<String> PROGRAMS = List.of("cmake", "ctest", "make");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = missing();
        ConditionEvaluationResult result = decide(missing, Boolean.getBoolean(REQUIRED));
        if (result.isDisabled()) {
            // Maven's own line has the number only
            System.err.println(context.getDisplayName() + " is skipped: " + missing);
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
            return ConditionEvaluationResult.enabled("CMake is here");
        }
        if (required) {
            throw new AssertionError("-D" + REQUIRED + "=true forbids to skip the tests with CMake, but " + missing);
        }
        return ConditionEvaluationResult.disabled(missing);
    }

    private static String missing() {
        for (String program : PROGRAMS) {
            try {
                if (Ran.run(Path.of("."), Map.of(), List.of(program, "--version"))
                                .exit()
                        != 0) {
                    return "'" + program + " --version' fails here.";
                }
            } catch (IOException e) {
                return program + " is not there; install CMake and make.";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while looking for CMake", e);
            }
        }
        return "";
    }
}
