package org.sluice.job;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How the programs of a job and their results are judged.
 *
 * @param checks what is run or compared, in this order, after all programs of the job have passed; may be empty
 * @param passCodes the exit codes with which a program passes, ascending; at least one. Checks pass with 0 alone
 * @param skipCodes the exit codes with which a program says that the job does not apply here; a code that is also one of
 *     the pass codes is a pass. Empty means that no code says so
 * @param willFail whether a program of the job is expected to fail: a job all of whose programs pass then fails, and one of
 *     which a program exits otherwise passes, without its checks being run
 * @param matching what the output of the programs says
 */
public record Judging(
        List<Check> checks, List<Integer> passCodes, List<Integer> skipCodes, boolean willFail, Matching matching) {
    /** The code by which automake's tests say that they do not apply. */
    public static final int USUAL_SKIP_CODE = 77;

    /** For a job of which nothing is said. */
    public static final Judging DEFAULT = new Judging(List.of(), List.of(0), List.of(USUAL_SKIP_CODE), false);

    public Judging {
        checks = List.copyOf(checks);
        passCodes = codes(passCodes);
        skipCodes = codes(skipCodes);
        if (passCodes.isEmpty()) {
            throw new IllegalArgumentException("there is no exit code with which a program passes");
        }
        Objects.requireNonNull(matching);
    }

    /** Judging that does not look at the output. */
    public Judging(List<Check> checks, List<Integer> passCodes, List<Integer> skipCodes, boolean willFail) {
        this(checks, passCodes, skipCodes, willFail, Matching.NONE);
    }

    /** Whether the number can be an exit code in a job file: 0 to 255, as POSIX has them. */
    public static boolean isCode(int number) {
        return number >= 0 && number <= 255;
    }

    private static List<Integer> codes(List<Integer> codes) {
        codes.stream().filter(code -> !isCode(code)).findFirst().ifPresent(code -> {
            throw new IllegalArgumentException(code + " is no exit code");
        });
        Stream<Integer> ascending = codes.stream().distinct().sorted();
        return List.copyOf(ascending.toList());
    }
}
