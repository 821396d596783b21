package org.sluice.job;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the output of a job's programs says of its verdict, as PASS_, FAIL_ and SKIP_REGULAR_EXPRESSION do for CTest. Each
 * is a list of {@link Pattern}s of which one is to be found anywhere in standard output or standard error.
 *
 * @param pass if there are any, one must be found, and the exit codes of the programs are not asked
 * @param fail if one is found, the job has failed whatever else is said
 * @param skip if one is found, the job does not apply here
 */
public record Matching(List<String> pass, List<String> fail, List<String> skip) {
    /** For a job of which nothing is said: the output does not matter. */
    public static final Matching NONE = new Matching(List.of(), List.of(), List.of());

    public Matching {
        pass = compiling(pass);
        fail = compiling(fail);
        skip = compiling(skip);
    }

    private static List<String> compiling(List<String> patterns) {
        for (String pattern : patterns) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("'" + pattern + "' is no pattern: " + e.getDescription(), e);
            }
        }
        return List.copyOf(patterns);
    }
}
