package org.sluice.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a consumer has to offer to jobs.
 *
 * @param labels in lower case, as upper and lower case make no difference
 * @param slots how many slots it has; at least 1
 */
public record Capability(SortedSet<String> labels, int slots) {
    public Capability {
        SortedSet<String> lower = new TreeSet<>();
        labels.forEach(label -> lower.add(label.toLowerCase(Locale.ROOT)));
        labels = Collections.unmodifiableSortedSet(lower);
        if (slots < 1) {
            throw new IllegalArgumentException("a consumer has at least one slot, not " + slots);
        }
    }

    /** The labels in any order and case. */
    public static Capability of(Collection<String> labels, int slots) {
        return new Capability(new TreeSet<>(labels), slots);
    }

    /** Whether jobs of this placement can run here at all, when nothing else runs. */
    public boolean canRun(Placement placement) {
        return placement.slots() <= slots && labels.containsAll(placement.needs());
    }

    /** The needs that are not met here. */
    public List<String> lacks(Placement placement) {
        List<String> lacking = new ArrayList<>(placement.needs());
        lacking.removeAll(labels);
        return lacking;
    }

    /** How many slots a job of this placement takes here. */
    public int width(Placement placement) {
        return placement.alone() ? slots : placement.slots();
    }
}
