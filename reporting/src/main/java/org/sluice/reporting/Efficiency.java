package org.sluice.reporting;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;

/**
 * How well the slots of a batch were used.
 *
 * @param slots how many slots were there at once at most
 * @param busy the time that all slots together ran jobs, or were kept free for one that takes several
 * @param available the time that all slots together were there and took jobs, or were busy
 * @param makespan how long the batch took, as {@link Makespan} has it
 * @param work the slot time of all attempts that have a result and count
 * @param longest the longest that one job took, its attempts together
 * @param tail how long the batch took from its last start of an attempt on: nothing waited any more, and slots ran empty
 */
record Efficiency(
        int slots,
        Duration busy,
        Duration available,
        Duration makespan,
        Duration work,
        Duration longest,
        Duration tail) {

    static Efficiency of(BatchOutcome outcome, Timeline timeline) {
        List<Span> there =
                timeline.lanes().flatMap(lane -> lane.available().stream()).toList();
        Duration work = Duration.ZERO;
        Duration longest = Duration.ZERO;
        for (JobResult verdict : outcome.results().values()) {
            Duration ofTheJob = Stream.concat(
                            outcome.earlier().getOrDefault(verdict.job(), List.of()).stream(), Stream.of(verdict))
                    .map(JobResult::wall)
                    .reduce(Duration.ZERO, Duration::plus);
            // what is alone takes as many slots as its consumer has: at least this one
            int slots = outcome.batch().job(verdict.job()).placement().slots();
            work = work.plus(ofTheJob.multipliedBy(slots));
            longest = ofTheJob.compareTo(longest) > 0 ? ofTheJob : longest;
        }
        return new Efficiency(
                Span.most(there),
                sum(timeline.lanes().map(Lane::busy)),
                sum(timeline.lanes().map(Lane::there)),
                Makespan.of(outcome),
                work,
                longest,
                Timeline.duration(timeline.length() - lastStart(timeline)));
    }

    private static long lastStart(Timeline timeline) {
        return timeline.lanes()
                .flatMap(lane -> lane.bars().stream())
                .mapToLong(Bar::from)
                .max()
                .orElse(timeline.length());
    }

    private static Duration sum(Stream<Long> micros) {
        return micros.map(Timeline::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /** The part of the available slot time that was busy, from 0 to 1; 0 when there was none. */
    double utilisation() {
        return available.isZero() ? 0 : ratio(busy, available);
    }

    /** How many times the one is the other, which is not zero. */
    static double ratio(Duration one, Duration other) {
        return (double) Timeline.micros(one) / Math.max(1, Timeline.micros(other));
    }

    /**
     * No order of the jobs on so many slots could have ended sooner: neither before all slots together have done the work, nor
     * before the longest job has ended (R. L. Graham, Bounds on Multiprocessing Timing Anomalies, 1969).
     */
    Duration lowerBound() {
        Duration even = slots == 0 ? Duration.ZERO : work.dividedBy(slots);
        return even.compareTo(longest) > 0 ? even : longest;
    }
}
