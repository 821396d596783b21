package org.sluice.producer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a batch is given up because of its jobs that did not pass, in the words of GNU parallel's {@code --halt}.
 *
 * @param now whether running jobs are killed; otherwise they end
 * @param number so many jobs, or so many percent of those that have ended
 * @param percent whether the number is a percentage; of few jobs it says little, so that it counts from three on that did
 *     not pass
 */
public record Halt(boolean now, int number, boolean percent) {
    private static final Pattern WORDS = Pattern.compile("(now|soon),fail=(\\d{1,9})(%?)");
    private static final int FEWEST = 3;

    public Halt {
        if (number < 1 || (percent && number > 100)) {
            throw new IllegalArgumentException("a batch is not given up after " + number + (percent ? "%" : ""));
        }
    }

    /** What the words say; empty if they are none such as {@code soon,fail=3} or {@code now,fail=10%}. */
    public static Optional<Halt> parse(String words) {
        Matcher matcher = WORDS.matcher(words);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(2));
        boolean percent = !matcher.group(3).isEmpty();
        return number < 1 || (percent && number > 100)
                ? Optional.empty()
                : Optional.of(new Halt(matcher.group(1).equals("now"), number, percent));
    }

    /**
     * Whether it has come so far.
     *
     * @param notPassed how many jobs have ended and did not pass
     * @param ended how many have ended
     */
    boolean isReached(int notPassed, int ended) {
        return percent ? notPassed >= FEWEST && notPassed * 100L >= (long) number * ended : notPassed >= number;
    }

    @Override
    public String toString() {
        return (now ? "now" : "soon") + ",fail=" + number + (percent ? "%" : "");
    }
}
