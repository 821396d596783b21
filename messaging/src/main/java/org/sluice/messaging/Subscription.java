package org.sluice.messaging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.job.Placement;

/**
 * What a slot waits for.
 *
 * @param queues the names of the queues; with none the slot waits for nothing but a {@link SlotSession#refresh}
 * @param selector picks among their messages, in the words of JMS; {@code ""} for all
 */
public record Subscription(List<String> queues, String selector) {
    /** Jobs that run anywhere, and pills. */
    public static final Subscription ANYWHERE = new Subscription(List.of(Destinations.JOBS), "");

    /** Nothing: for a slot that is not to begin a job now. */
    public static final Subscription NOTHING = new Subscription(List.of(), "");

    public Subscription {
        queues = List.copyOf(queues);
        Objects.requireNonNull(selector);
    }

    /** Jobs that run anywhere and those that are placed so, and the pills behind them. */
    public static Subscription of(Collection<Placement> placements) {
        SortedSet<String> queues = new TreeSet<>();
        placements.forEach(placement -> queues.add(Destinations.jobs(placement)));
        return new Subscription(List.copyOf(queues), "");
    }

    /**
     * The same without these jobs. A broker looks at no more messages than one page (200) for one that fits, so that
     * only few jobs can be left out.
     *
     * @param jobs the numbers of the jobs, by the id of their batch
     */
    public Subscription without(Map<String, ? extends Set<Integer>> jobs) {
        List<String> clauses = new ArrayList<>();
        if (!selector.isEmpty()) {
            clauses.add("(" + selector + ")");
        }
        new TreeMap<>(jobs).forEach((batch, numbers) -> {
            if (!numbers.isEmpty()) {
                // one by one: the broker's IN takes texts alone
                List<String> each = numbers.stream()
                        .sorted()
                        .map(number -> Destinations.NUMBER_PROPERTY + " = " + number)
                        .toList();
                clauses.add("NOT (" + Destinations.ofBatch(batch) + " AND (" + String.join(" OR ", each) + "))");
            }
        });
        return new Subscription(queues, String.join(" AND ", clauses));
    }

    boolean isNothing() {
        return queues.isEmpty();
    }

    /** One consumer can read several queues: it still gets one message at a time. */
    String destination() {
        // To a single queue that is not there the broker would answer that this account may not make it. Among several
        // it
        // waits until it is there.
        return queues.size() == 1 && !queues.contains(Destinations.JOBS)
                ? queues.get(0) + "," + queues.get(0)
                : String.join(",", queues);
    }
}
