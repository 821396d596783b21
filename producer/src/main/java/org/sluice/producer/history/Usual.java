package org.sluice.producer.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a job usually takes: the median of its last passes, which one bad day does not move.
 *
 * @param median in the middle of them
 * @param deviation how far they are usually from it: the median of the distances
 * @param passes how many these are, up to {@link #MOST}
 */
public record Usual(Duration median, Duration deviation, int passes) {
    /** How many passes are looked at, the newest. */
    static final int MOST = 10;

    private static final int FEWEST_TO_COMPARE = 3;
    private static final double FACTOR = 1.5;
    private static final Duration NOTICEABLE = Duration.ofMillis(500);

    /**
     * Three standard deviations of a normal distribution, reckoned from the median of the distances (C. Leys and others,
     * Detecting outliers, Journal of Experimental Social Psychology 49, 2013).
     */
    private static final double DEVIATIONS = 3 * 1.4826;

    /** That of the last ten; empty when there are none. */
    static Optional<Usual> of(List<Duration> walls) {
        if (walls.isEmpty()) {
            return Optional.empty();
        }
        List<Duration> last = walls.subList(Math.max(0, walls.size() - MOST), walls.size());
        Duration median = median(last);
        Duration deviation =
                median(last.stream().map(wall -> wall.minus(median).abs()).toList());
        return Optional.of(new Usual(median, deviation, last.size()));
    }

    private static Duration median(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }

    /**
     * Whether so long is more than chance: at least half as long again, by half a second or more, and beyond what the
     * job's own unrest explains. Of fewer than three passes nothing can be said.
     */
    boolean isExceededBy(Duration wall) {
        Duration more = wall.minus(median);
        return passes >= FEWEST_TO_COMPARE
                && wall.toNanos() >= FACTOR * median.toNanos()
                && more.compareTo(NOTICEABLE) >= 0
                && more.toNanos() > DEVIATIONS * deviation.toNanos();
    }
}
