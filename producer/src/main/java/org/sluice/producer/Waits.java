package org.sluice.producer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sluice.job.Job;
import org.sluice.job.Placement;
import org.sluice.messaging.Obstacle;
import org.sluice.messaging.Presence;

/** Finds jobs that nobody who is there can run, and tells that once, and again when it changes. */
final class Waits {
    /** It is looked at so often. */
    private static final long LOOK_NANOS = 2_000_000_000L;

    private final LongSupplier nanoTime;
    private Map<Placement, String> seen = Map.of();
    private Map<Placement, String> told = new LinkedHashMap<>();
    private long lookedAt;

    /** @param nanoTime a clock as {@link System#nanoTime} is one */
    Waits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
    }

    /** Whether it is time to look. */
    boolean isDue() {
        return nanoTime.getAsLong() - lookedAt > LOOK_NANOS;
    }

    /**
     * What is to be told now. What is so at one look only is not: consumers come and go.
     *
     * @param present the consumers that are there; with none nothing is told, for it is too early or plain to see
     */
    List<String> news(List<Job> missing, List<Presence> present) {
        lookedAt = nanoTime.getAsLong();
        Map<Placement, Integer> jobs = new LinkedHashMap<>();
        missing.forEach(job -> jobs.merge(job.placement(), 1, Integer::sum));
        Map<Placement, String> reasons = new LinkedHashMap<>();
        if (!present.isEmpty()) {
            jobs.keySet()
                    .forEach(placement -> reason(placement, present).ifPresent(why -> reasons.put(placement, why)));
        }
        List<String> news = new ArrayList<>();
        reasons.forEach((placement, why) -> {
            if (why.equals(seen.get(placement)) && !why.equals(told.put(placement, why))) {
                int count = jobs.get(placement);
                news.add((count == 1 ? "1 job waits: " : String.format("%,d jobs wait: ", count)) + why + ".");
            }
        });
        told.keySet().removeIf(placement -> !reasons.containsKey(placement));
        seen = reasons;
        return news;
    }

    /** Why jobs wait that nobody who is there can run, as it was told, by where they may run. */
    Map<Placement, String> told() {
        return Map.copyOf(told);
    }

    private static Optional<String> reason(Placement placement, List<Presence> present) {
        // who takes no jobs at all is told elsewhere
        return present.stream().anyMatch(consumer -> consumer.offers(placement))
                ? Optional.empty()
                : Obstacle.of(placement, present);
    }
}
