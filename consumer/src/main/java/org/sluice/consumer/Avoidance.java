package org.sluice.consumer;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.sluice.messaging.Roster;

/**
 * Which of the jobs that this consumer has tried it leaves to others now: those that another one, which is there and could
 * run them, has not tried. When all have tried a job, nobody avoids it.
 */
final class Avoidance {
    /**
     * A job that failed here is not left to busy others for longer, since it may also do better here. One that cannot be
     * run here is.
     */
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

    private final Tries tries;
    private final Roster roster;
    private final String self;
    private final LongSupplier nanoTime;
    private volatile Map<String, Set<Integer>> avoided = Map.of();

    /** @param self the id of this consumer in the roster */
    Avoidance(Tries tries, Roster roster, String self, LongSupplier nanoTime) {
        this.tries = tries;
        this.roster = roster;
        this.self = self;
        this.nanoTime = nanoTime;
    }

    /** Looks anew; returns whether that changes what is avoided. */
    synchronized boolean update() {
        Map<String, Set<Integer>> now = new TreeMap<>();
        for (Tries.Own tried : tries.own()) {
            if (isForOthers(tried)) {
                now.computeIfAbsent(tried.key().batch(), batch -> new TreeSet<>())
                        .add(tried.key().number());
            }
        }
        boolean changed = !now.equals(avoided);
        avoided = now;
        return changed;
    }

    private boolean isForOthers(Tries.Own tried) {
        JobKey key = tried.key();
        if (tried.unable()) {
            return roster.hasAbleTaker(self, key.batch(), key.number(), tried.placement());
        }
        return nanoTime.getAsLong() - tried.at() < LONGEST_NANOS
                && roster.hasUntriedTaker(self, key.batch(), key.number(), tried.placement());
    }

    /** The numbers of the jobs that are left to others, by their batch. */
    Map<String, Set<Integer>> jobs() {
        return avoided;
    }

    boolean contains(JobKey key) {
        return avoided.getOrDefault(key.batch(), Set.of()).contains(key.number());
    }
}
