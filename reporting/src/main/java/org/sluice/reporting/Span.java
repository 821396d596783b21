package org.sluice.reporting;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of time, in microseconds since some moment.
 *
 * @param from its first microsecond
 * @param to its end, not before {@code from}
 */
record Span(long from, long to) {
    Span {
        if (to < from) {
            throw new IllegalArgumentException("a span cannot end at " + to + " that begins at " + from);
        }
    }

    long length() {
        return to - from;
    }

    static long length(List<Span> spans) {
        return spans.stream().mapToLong(Span::length).sum();
    }

    /** What any of these covers, as spans that do not touch one another, in their order. */
    static List<Span> union(List<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort((a, b) -> Long.compare(a.from, b.from));
        List<Span> union = new ArrayList<>();
        for (Span span : sorted) {
            Span last = union.isEmpty() ? null : union.get(union.size() - 1);
            if (last == null || span.from > last.to) {
                union.add(span);
            } else if (span.to > last.to) {
                union.set(union.size() - 1, new Span(last.from, span.to));
            }
        }
        return union;
    }

    /** When at least so many of these go on at once. */
    static List<Span> overlap(List<Span> spans, int atLeast) {
        List<Span> found = new ArrayList<>();
        long[] begun = {0};
        sweep(spans, (before, now, at) -> {
            if (before < atLeast && now >= atLeast) {
                begun[0] = at;
            } else if (before >= atLeast && now < atLeast) {
                found.add(new Span(begun[0], at));
            }
        });
        return union(found);
    }

    /** How many of these go on at once at most; where one ends as another begins, that is one. */
    static int most(List<Span> spans) {
        int[] most = {0};
        sweep(spans, (before, now, at) -> most[0] = Math.max(most[0], now));
        return most[0];
    }

    private interface Step {
        void to(int before, int now, long at);
    }

    private static void sweep(List<Span> spans, Step step) {
        long[] begins = spans.stream().mapToLong(Span::from).sorted().toArray();
        long[] ends = spans.stream().mapToLong(Span::to).sorted().toArray();
        int begun = 0;
        int ended = 0;
        while (ended < ends.length) {
            int before = begun - ended;
            long at = begun < begins.length ? Math.min(begins[begun], ends[ended]) : ends[ended];
            while (ended < ends.length && ends[ended] == at && ended < begun) {
                ended++;
            }
            while (begun < begins.length && begins[begun] == at) {
                begun++;
            }
            step.to(before, begun - ended, at);
        }
    }
}
