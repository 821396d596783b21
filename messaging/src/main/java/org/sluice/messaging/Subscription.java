package org.sluice.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.job.Placement;

/**
 * What a slot waits for: the messages of one queue. A broker lets a consumer read several queues at once, too; but then two
 * of them may give it a message each at the same moment, and the second lies hidden behind the first.
 *
 * @param queue its name; with {@code ""} the slot waits for nothing but a {@link SlotSession#refresh}
 * @param selector picks among its messages, in the words of JMS; {@code ""} for all
 * @param atMost so long, then the slot asks again what it is to wait for
 */
public record Subscription(String queue, String selector, Duration atMost) {
    /** Jobs that run anywhere, and the pills behind them. */
    public static final Subscription ANYWHERE = of(Placement.ANYWHERE);

    /** Nothing: for a slot that is not to begin a job now. */
    public static final Subscription NOTHING = new Subscription("", "", Duration.ofMinutes(1));

    public Subscription {
        Objects.requireNonNull(queue);
        Objects.requireNonNull(selector);
        Objects.requireNonNull(atMost);
    }

    /** Jobs that are placed so, and the pills behind them. */
    public static Subscription of(Placement placement) {
        return new Subscription(Destinations.jobs(placement), "", Duration.ofMinutes(1));
    }

    /** The same, for another time. */
    public Subscription within(Duration time) {
        return new Subscription(queue, selector, time);
    }

    /** The same of one batch alone. */
    Subscription ofBatch(String batchId) {
        return new Subscription(queue, Destinations.ofBatch(batchId), atMost);
    }

    /**
     * The same without these jobs. A broker looks at no more messages than one page (200) for one that fits, so that
     * only few jobs can be left out.
     *
     * @param jobs the numbers of the jobs, by the id of their batch
     */
    public Subscription without(Map<String, ? extends Set<Integer>> jobs) {
        if (jobs.isEmpty()) {
            return this;
        }
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
        return new Subscription(queue, String.join(" AND ", clauses), atMost);
    }

    boolean isNothing() {
        return queue.isEmpty();
    }

    /** Whether one consumer can read both. */
    boolean isSame(Subscription other) {
        return other != null && queue.equals(other.queue) && selector.equals(other.selector);
    }

    String destination() {
        return destination(queue);
    }

    /**
     * How a consumer names a queue that may not be there. To a single name the broker would answer that this account may not
     * make the queue. At several, be it the same one twice, it lets the consumer wait until the queue is there.
     */
    static String destination(String queue) {
        return queue.equals(Destinations.JOBS) ? queue : queue + "," + queue;
    }
}
