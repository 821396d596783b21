package org.sluice.consumer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.sluice.job.Placement;
import org.sluice.messaging.Presence;

/**
 * The jobs that were tried without coming to a verdict: those that this consumer has tried, and how often others have
 * tried which. The oldest are forgotten; then a job is run once more than was asked for, and the collector knows better.
 */
final class Tries {
    /** How many a consumer leaves to others: the broker looks at no more than a page of messages for one that fits. */
    private static final int MOST_OWN = 100;

    private static final int MOST_KNOWN = 10_000;

    /**
     * A job that this consumer has tried.
     *
     * @param key the job
     * @param placement where it may run
     * @param attempts how many of the attempts that it has were made in all
     * @param unable whether it could not be run here
     * @param at when that was, in nanoseconds of a clock such as {@link System#nanoTime}
     */
    record Own(JobKey key, Placement placement, int attempts, boolean unable, long at) {
        Presence.Tried told() {
            return new Presence.Tried(key.batch(), key.number(), attempts, unable);
        }
    }

    private final Map<JobKey, Own> own = new LinkedHashMap<>();
    private final Map<JobKey, Integer> attempts = new LinkedHashMap<>();

    /** Adds what was tried here. */
    synchronized void add(Own tried) {
        own.remove(tried.key());
        own.put(tried.key(), tried);
        dropEldest(own, MOST_OWN);
        heard(tried.key(), tried.attempts());
    }

    /** So many attempts at the job were made, as somebody has told. */
    synchronized void heard(JobKey key, int made) {
        attempts.merge(key, made, Math::max);
        dropEldest(attempts, MOST_KNOWN);
    }

    private static void dropEldest(Map<JobKey, ?> map, int most) {
        if (map.size() > most) {
            map.remove(map.keySet().iterator().next());
        }
    }

    /** How many attempts were made, as far as was heard. */
    synchronized int attempts(JobKey key) {
        return attempts.getOrDefault(key, 0);
    }

    /** What was tried here, the oldest first. */
    synchronized List<Own> own() {
        return new ArrayList<>(own.values());
    }

    synchronized boolean isEmpty() {
        return own.isEmpty();
    }

    /** The job has its verdict. */
    synchronized void settled(JobKey key) {
        own.remove(key);
        attempts.remove(key);
    }

    /** Forgets the jobs of batches that are over. */
    synchronized void forget(Predicate<String> isOver) {
        own.keySet().removeIf(key -> isOver.test(key.batch()));
        attempts.keySet().removeIf(key -> isOver.test(key.batch()));
    }
}
