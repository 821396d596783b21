package org.sluice.producer.jobfile;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the argument of a line that takes a whole number.
 *
 * @param least the least that is taken
 * @param most the most that is taken
 * @param meaning what the number is, for a mistake
 */
record WholeNumber(int least, int most, String meaning) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    /** What the line's one argument says; empty if it is no such number, which is then reported. */
    Optional<Integer> of(KeywordLine line) {
        Word word = line.argument(0);
        if (DIGITS.matcher(word.text()).matches()) {
            int number = Integer.parseInt(word.text());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        }
        line.complain(word, Excerpt.quoted(word.text()) + " is no whole number from " + least + " to " + most, meaning);
        return Optional.empty();
    }
}
