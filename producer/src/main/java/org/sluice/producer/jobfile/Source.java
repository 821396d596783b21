package org.sluice.producer.jobfile;

import java.util.Arrays;

/** The text of a job file, and where in it a line is. Lines end in a newline alone: {@link Utf8} saw to that. */
final class Source {
    private final String name;
    private final String text;
    private int[] lineStarts;

    Source(String name, String text) {
        this.name = name;
        this.text = text;
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    /** The line of a place, from 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts(), offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    Mistake mistake(int offset, int length, String what, String expected, String example) {
        int line = line(offset);
        int start = lineStarts()[line - 1];
        int newline = text.indexOf('\n', start);
        int end = newline < 0 ? text.length() : newline;
        int column = text.codePointCount(start, offset) + 1;
        Excerpt excerpt = Excerpt.of(text, start, end, offset, length);
        return new Mistake(name, line, column, excerpt.line(), excerpt.marker(), what, expected, example);
    }

    private int[] lineStarts() {
        if (lineStarts == null) {
            int[] starts = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
            int line = 0;
            for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
                starts[++line] = i + 1;
            }
            lineStarts = starts;
        }
        return lineStarts;
    }
}
