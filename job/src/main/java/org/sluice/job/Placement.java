package org.sluice.job;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where a job may run, and beside what.
 *
 * @param needs the labels that a consumer must have, in lower case
 * @param slots how many slots of one consumer it takes; from 1
 * @param alone whether nothing else of Sluice may run on that consumer meanwhile; it then takes all slots there are
 * @param locks names of which each is held by one job at a time, over all consumers
 */
public record Placement(SortedSet<String> needs, int slots, boolean alone, SortedSet<String> locks) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]{0,99}");

    /** The most slots that a person can mean. */
    public static final int MOST_SLOTS = 10_000;

    /** For a job of which nothing is said: any consumer with a slot to spare. */
    public static final Placement ANYWHERE = new Placement(new TreeSet<>(), 1, false, new TreeSet<>());

    public Placement {
        needs = words(
                needs.stream().map(label -> label.toLowerCase(Locale.ROOT)).toList());
        locks = words(locks);
        if (slots < 1) {
            throw new IllegalArgumentException("a job takes at least one slot, not " + slots);
        }
        if (alone && slots > 1) {
            throw new IllegalArgumentException("a job that is alone takes all slots, not " + slots);
        }
    }

    /** Whether a slot and a consumer of the right labels are enough: it takes one slot, beside whatever else. */
    public boolean isNarrow() {
        return slots == 1 && !alone && locks.isEmpty();
    }

    /** Whether the text can be a label that is needed or offered, or the name of a lock: it becomes part of queue names. */
    public static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    private static SortedSet<String> words(Collection<String> words) {
        words.stream().filter(word -> !isWord(word)).findFirst().ifPresent(word -> {
            throw new IllegalArgumentException("'" + word + "' can be no label and no lock");
        });
        return Collections.unmodifiableSortedSet(new TreeSet<>(words));
    }
}
