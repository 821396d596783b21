package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the mistakes in a job file, as many as a person reads. */
final class Mistakes implements Complaints {
    static final int SHOWN = 20;

    private final Source source;
    private final List<Mistake> found = new ArrayList<>();
    private final Set<Integer> places = new HashSet<>();

    Mistakes(Source source) {
        this.source = source;
    }

    @Override
    public void add(int offset, int length, String what, String expected, String example) {
        // Several jobs may run into the same mistake of one run line; and what comes of a mistake is none of its own.
        if (!full() && places.add(offset)) {
            found.add(source.mistake(offset, length, what, expected, example));
        }
    }

    int count() {
        return found.size();
    }

    /** Whether more were found than are shown, so that looking for others is no use. */
    boolean full() {
        return found.size() > SHOWN;
    }

    void throwIfAny() throws JobFileException {
        if (!found.isEmpty()) {
            boolean more = full();
            List<Mistake> shown = new ArrayList<>(found.subList(0, Math.min(SHOWN, found.size())));
            shown.sort(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column));
            throw new JobFileException(shown, more);
        }
    }
}
