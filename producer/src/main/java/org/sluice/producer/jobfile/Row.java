package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Values in force, of which lines in a row are one list; the first line after a job, or in a block, begins anew. */
final class Row<T> {
    private List<T> values;
    private boolean nextBeginsAnew = true;

    Row(List<T> values) {
        this.values = values;
    }

    /** A copy for a block, whose lines replace these. */
    Row<T> inner() {
        return new Row<>(values);
    }

    /** A job has used these values. */
    void used() {
        nextBeginsAnew = true;
    }

    void add(Collection<? extends T> more) {
        List<T> all = new ArrayList<>(nextBeginsAnew ? List.of() : values);
        all.addAll(more);
        values = all;
        nextBeginsAnew = false;
    }

    /** Takes all away, also what was there before the row. */
    void clear() {
        values = List.of();
        nextBeginsAnew = false;
    }

    /** Whether there is a line since the last job, or in a block one of its own. */
    boolean hasNew() {
        return !nextBeginsAnew;
    }

    List<T> all() {
        return values;
    }
}
