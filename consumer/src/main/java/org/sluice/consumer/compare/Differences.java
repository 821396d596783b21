package org.sluice.consumer.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sluice.job.Comparison;

/** Collects what differs between two texts, as much of it as a person reads. */
final class Differences {
    private static final int SHOWN = 10;

    private final Comparison comparison;
    private final List<String> first = new ArrayList<>();
    private final Largest absolute = new Largest();
    private final Largest relative = new Largest();
    private long numbers;
    private long words;
    private long differentNumbers;
    private long differentWords;
    private long differentLines;
    private String firstWord;
    private String firstLine;
    private String end;

    Differences(Comparison comparison) {
        this.comparison = comparison;
    }

    void comparedNumber() {
        numbers++;
    }

    void comparedWord() {
        words++;
    }

    void number(Place place, String got, String expected, FortranNumber number, FortranNumber reference) {
        differentNumbers++;
        show(place, got, expected);
        BigDecimal difference = null;
        BigDecimal part = null;
        if (number.isFinite() && reference.isFinite()) {
            BigDecimal exact = reference.exact();
            difference = number.exact().subtract(exact, MathContext.DECIMAL64).abs();
            part = exact.signum() == 0 ? null : difference.divide(exact.abs(), MathContext.DECIMAL64);
        }
        absolute.offer(difference, place, got, expected);
        relative.offer(part, place, got, expected);
    }

    void word(Place place, String got, String expected) {
        differentWords++;
        show(place, got, expected);
        if (firstWord == null) {
            firstWord = place.shown() + ": " + got + " for " + expected;
        }
    }

    /** A line has more or fewer words than that of the reference. */
    void words(Place place, long got, long expected) {
        differentLines++;
        String what = String.format(Locale.ROOT, "%s has %,d words for %,d", place.shown(), got, expected);
        if (first.size() < SHOWN) {
            first.add(what);
        }
        if (firstLine == null) {
            firstLine = what;
        }
    }

    /** There are lines for which the reference has none. */
    void tooLong(long lastInBoth, long last) {
        end = String.format(
                Locale.ROOT, "it goes on to line %,d, the reference has nothing behind its line %,d", last, lastInBoth);
    }

    /** The reference has lines that are missing. */
    void tooShort(long lastInBoth, long lastOfReference) {
        end = String.format(
                Locale.ROOT, "it ends after line %,d, the reference after line %,d", lastInBoth, lastOfReference);
    }

    Finding finding() {
        List<String> parts = new ArrayList<>();
        if (differentNumbers > 0) {
            parts.add(String.format(Locale.ROOT, "%,d of %,d numbers, largest at ", differentNumbers, numbers)
                    + absolute.shown());
        }
        if (differentWords > 0) {
            parts.add(String.format(Locale.ROOT, "%,d of %,d words, first at ", differentWords, words) + firstWord);
        }
        if (differentLines > 0) {
            parts.add(
                    differentLines == 1
                            ? firstLine
                            : String.format(
                                            Locale.ROOT,
                                            "%,d lines have other numbers of words, first ",
                                            differentLines)
                                    + firstLine);
        }
        if (end != null) {
            parts.add(end);
        }
        return parts.isEmpty()
                ? new Finding.Equal()
                : new Finding.Different(
                        Shown.text(comparison.file()) + " differs from " + Shown.text(comparison.reference()) + ": "
                                + String.join("; ", parts),
                        details());
    }

    private List<String> details() {
        List<String> details = new ArrayList<>(first);
        long more = differentNumbers + differentWords + differentLines - first.size();
        if (more > 0) {
            details.add(String.format(Locale.ROOT, "... and %,d more", more));
        }
        if (differentNumbers > 0) {
            details.add("largest absolute difference: " + absolute.shownWithSize());
            details.add("largest relative difference: " + relative.shownWithSize());
        }
        if (end != null) {
            details.add(end);
        }
        return details;
    }

    private void show(Place place, String got, String expected) {
        if (first.size() < SHOWN) {
            first.add(place.inFull() + ": " + got + " for " + expected);
        }
    }
}
