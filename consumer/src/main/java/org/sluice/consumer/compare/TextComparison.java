package org.sluice.consumer.compare;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.sluice.job.Comparison;

/** Compares two texts line by line, and in each line word by word. */
final class TextComparison {
    private final Comparison comparison;
    private final BooleanSupplier stop;
    private final Tolerance tolerance;
    private final Differences differences;

    TextComparison(Comparison comparison, BooleanSupplier stop) {
        this.comparison = comparison;
        this.stop = stop;
        this.tolerance = new Tolerance(comparison.relative(), comparison.absolute());
        this.differences = new Differences(comparison);
    }

    Finding compare(StoppableInput gotInput, StoppableInput expectedInput) throws IOException {
        Pattern ignore = comparison.ignore().map(Pattern::compile).orElse(null);
        TokenReader got = new TokenReader(gotInput, ignore, stop);
        TokenReader expected = new TokenReader(expectedInput, ignore, stop);
        long lastInBoth = 0;
        boolean inGot = got.nextLine();
        boolean inExpected = expected.nextLine();
        while (inGot && inExpected) {
            if (compareLines(got, expected)) {
                lastInBoth = got.line();
            }
            inGot = got.nextLine();
            inExpected = expected.nextLine();
        }
        long lastInGot = inGot ? lastWithWords(got) : 0;
        long lastInExpected = inExpected ? lastWithWords(expected) : 0;
        if (lastInGot > 0) {
            differences.tooLong(lastInBoth, lastInGot);
        } else if (lastInExpected > 0) {
            differences.tooShort(lastInBoth, lastInExpected);
        }
        return differences.finding();
    }

    /** Whether there is a word in any of the two. */
    private boolean compareLines(TokenReader got, TokenReader expected) throws IOException {
        long words = 0;
        boolean inGot = got.nextToken();
        boolean inExpected = expected.nextToken();
        while (inGot && inExpected) {
            words++;
            compareTokens(got.token(), expected.token(), new Place(got.line(), expected.line(), words));
            inGot = got.nextToken();
            inExpected = expected.nextToken();
        }
        if (inGot || inExpected) {
            long more = 0;
            TokenReader longer = inGot ? got : expected;
            do {
                more++;
            } while (longer.nextToken());
            Place place = new Place(got.line(), expected.line(), words + 1);
            differences.words(place, inGot ? words + more : words, inExpected ? words + more : words);
            return true;
        }
        return words > 0;
    }

    private void compareTokens(Token got, Token expected, Place place) {
        FortranNumber reference = expected.number();
        boolean same = got.isSameAs(expected);
        FortranNumber number = same || reference == null ? reference : got.number();
        if (number != null && reference != null) {
            differences.comparedNumber();
            if (!same && !tolerance.covers(number, reference)) {
                differences.number(place, got.shown(), expected.shown(), number, reference);
            }
        } else {
            differences.comparedWord();
            if (!same && !(got.isOverflow() && expected.isOverflow())) {
                differences.word(place, got.shown(), expected.shown());
            }
        }
    }

    /** The last line with a word in the rest of a text, or 0: blank lines at the end do not count. */
    private static long lastWithWords(TokenReader reader) throws IOException {
        long last = 0;
        do {
            if (reader.nextToken()) {
                last = reader.line();
            }
        } while (reader.nextLine());
        return last;
    }
}
