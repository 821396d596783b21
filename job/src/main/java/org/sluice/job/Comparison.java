package org.sluice.job;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A file that a job makes is to be as its reference is. Numbers may differ by either of two tolerances, everything else
 * by none.
 *
 * @param file the file, relative to the directory of the job or absolute
 * @param reference what it should be, likewise
 * @param relative by how much a number may differ, as a part of the reference's; zero or more
 * @param absolute by how much a number may differ; zero or more
 * @param ignore a regular expression in the syntax of {@link java.util.regex.Pattern}: lines in which it is found do not
 *     count; empty means that all do
 */
public record Comparison(
        String file, String reference, BigDecimal relative, BigDecimal absolute, Optional<String> ignore)
        implements Check {
    /** Numbers with a longer exponent would take more memory than they are worth. */
    private static final int LARGEST_EXPONENT = 99_999;

    /** What stands for a step up, and for the root, in the name of a file that is brought back. */
    private static final String UP = "_up";

    private static final String ROOT = "_root";

    public Comparison {
        if (file.isEmpty() || reference.isEmpty()) {
            throw new IllegalArgumentException("a comparison names a file and its reference");
        }
        if (!isTolerance(relative) || !isTolerance(absolute)) {
            throw new IllegalArgumentException("a tolerance is zero or more, with an exponent of at most five digits");
        }
        if (ignore.isPresent() && ignore.get().isEmpty()) {
            throw new IllegalArgumentException("an empty pattern would ignore all lines");
        }
        // 0.000 is not written and read as 0, which to BigDecimal is another number
        relative = relative.signum() == 0 ? BigDecimal.ZERO : relative;
        absolute = absolute.signum() == 0 ? BigDecimal.ZERO : absolute;
    }

    /** Whether the number can be a tolerance: not negative, and of a size that can be reckoned with. */
    public static boolean isTolerance(BigDecimal number) {
        long exponent = (long) number.precision() - number.scale() - 1;
        return number.signum() >= 0
                && Math.abs(exponent) <= LARGEST_EXPONENT
                && Math.abs((long) number.scale()) <= LARGEST_EXPONENT;
    }

    @Override
    public String display() {
        return "compare " + arguments();
    }

    /**
     * Under which name the file is brought back beside the output of its job when it differs: relative, with slashes, and
     * without a step up, also where the file is elsewhere than in the directory of the job.
     */
    public String keptAs() {
        Deque<String> names = new ArrayDeque<>();
        for (String name : file.split("/")) {
            if (name.equals("..") && !names.isEmpty() && !names.peekLast().equals(UP)) {
                names.removeLast();
            } else if (name.equals("..")) {
                names.addLast(UP);
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return (file.startsWith("/") ? ROOT + "/" : "") + String.join("/", names);
    }

    /** What stands behind the word {@code compare}. */
    public String arguments() {
        StringBuilder text = new StringBuilder();
        text.append(Program.quoted(file)).append(' ').append(Program.quoted(reference));
        if (relative.signum() > 0) {
            text.append(" -rel ").append(relative);
        }
        if (absolute.signum() > 0) {
            text.append(" -abs ").append(absolute);
        }
        ignore.ifPresent(regex -> text.append(" -ignore ").append(Program.quoted(regex)));
        return text.toString();
    }
}
