package org.sluice.reporting;

import java.util.ArrayList;
import java.util.List;

/**
 * What one slot did.
 *
 * @param slot its number at its consumer, from 1
 * @param copy 0, or more if several consumers of one name had a slot of this number at the same time
 * @param bars the attempts that it ran or was kept free for, in their order
 * @param available when it was there, and took jobs or was busy
 */
record Lane(int slot, int copy, List<Bar> bars, List<Span> available) {
    Lane {
        bars = List.copyOf(bars);
        List<Span> all = new ArrayList<>(available);
        bars.forEach(bar -> all.add(bar.span()));
        available = Span.union(all);
    }

    /** For how many microseconds it was busy, or kept free for a job that takes several slots. */
    long busy() {
        return Span.length(Span.union(bars.stream().map(Bar::span).toList()));
    }

    /** For how many microseconds it was there, and took jobs or was busy. */
    long there() {
        return Span.length(available);
    }
}
