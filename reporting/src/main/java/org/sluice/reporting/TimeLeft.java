package org.sluice.reporting;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.sluice.job.Attempt;
import org.sluice.job.BatchListener;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;

/**
 * Estimates how long a batch takes yet, and knows which of its running jobs take long. A job is expected to take what it usually
 * takes, scaled by what the jobs of this batch that have ended took of theirs: machines differ from night to night. Of a job of
 * which nothing is known it is the mean of this batch's, once there are five. What runs and what waits is then handed out to as
 * many slots as were busy lately.
 */
final class TimeLeft implements BatchListener {
    /** Of fewer nothing is said. */
    private static final int FEWEST = 5;

    private static final double LARGEST_PACE = 5;
    private static final int STARTS_LOOKED_AT = 20;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int TIMES_ITS_USUAL = 3;
    /** Less is no time to look at a job. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final UsualTimes usualTimes;
    private final Clock clock;
    private final Map<Integer, Duration> usual = new HashMap<>();
    private final Map<Integer, Instant> running = new HashMap<>();
    private final Deque<Integer> busyAtStarts = new ArrayDeque<>();
    private final Set<Integer> waiting = new LinkedHashSet<>();
    private int ended;
    private long endedMillis;
    private int compared;
    private long comparedMillis;
    private long usualMillis;

    /** @param clock of this machine; those of consumers may go wrong */
    TimeLeft(UsualTimes usualTimes, Clock clock) {
        this.usualTimes = usualTimes;
        this.clock = clock;
    }

    /**
     * What can be said.
     *
     * @param left how long it takes yet
     * @param isOfHistory whether that comes, for most jobs, of what earlier batches took, and not of this one alone
     */
    record Estimate(Duration left, boolean isOfHistory) {}

    @Override
    public void opened(BatchOutcome soFar) {
        for (Job job : soFar.batch().jobs()) {
            usualTimes.of(job).ifPresent(time -> usual.put(job.number(), time));
        }
        soFar.missing().forEach(job -> waiting.add(job.number()));
        soFar.results().values().forEach(this::count);
    }

    @Override
    public void started(Attempt attempt) {
        if (waiting.remove(attempt.job()) || running.containsKey(attempt.job())) {
            running.put(attempt.job(), clock.instant());
        }
        // when nothing waits any more, slots run empty
        if (!waiting.isEmpty() && !running.isEmpty()) {
            busyAtStarts.addLast(running.size());
            if (busyAtStarts.size() > STARTS_LOOKED_AT) {
                busyAtStarts.removeFirst();
            }
        }
    }

    @Override
    public void verdict(JobResult result) {
        running.remove(result.job());
        waiting.remove(result.job());
        count(result);
    }

    @Override
    public void retried(JobResult result) {
        // it runs on, until it is heard of elsewhere
        running.replace(result.job(), clock.instant());
    }

    private void count(JobResult result) {
        if (!Runs.wasRun(result)) {
            return;
        }
        ended++;
        endedMillis += result.wall().toMillis();
        Duration expected = usual.get(result.job());
        if (expected != null && result.verdict().isSuccess()) {
            compared++;
            comparedMillis += result.wall().toMillis();
            usualMillis += expected.toMillis();
        }
    }

    /** How long the batch takes yet; empty while that is not known. */
    Optional<Estimate> estimate() {
        if (waiting.isEmpty() && running.isEmpty()) {
            return Optional.of(new Estimate(Duration.ZERO, false));
        }
        int slots = Math.max(
                running.size(),
                busyAtStarts.stream().mapToInt(busy -> busy).max().orElse(0));
        if (slots == 0) {
            return Optional.empty();
        }
        PriorityQueue<Long> free = new PriorityQueue<>();
        int known = 0;
        for (Map.Entry<Integer, Instant> run : running.entrySet()) {
            Optional<Long> expected = expectedMillis(run.getKey());
            if (expected.isEmpty()) {
                return Optional.empty();
            }
            known += usual.containsKey(run.getKey()) ? 1 : 0;
            long age = age(run.getValue()).toMillis();
            // who is over his time is taken to stay as long over it again
            free.add(Math.abs(expected.get() - age));
        }
        while (free.size() < slots) {
            free.add(0L);
        }
        long end = free.stream().mapToLong(each -> each).max().orElse(0);
        long[] times = new long[waiting.size()];
        int next = 0;
        for (int job : waiting) {
            Optional<Long> expected = expectedMillis(job);
            if (expected.isEmpty()) {
                return Optional.empty();
            }
            known += usual.containsKey(job) ? 1 : 0;
            times[next++] = expected.get();
        }
        Arrays.sort(times);
        // the longest first, as they are posted
        for (int i = times.length - 1; i >= 0; i--) {
            long done = free.remove() + times[i];
            free.add(done);
            end = Math.max(end, done);
        }
        return Optional.of(new Estimate(Duration.ofMillis(end), 2 * known > running.size() + waiting.size()));
    }

    private Optional<Long> expectedMillis(int job) {
        Duration time = usual.get(job);
        if (time != null) {
            return Optional.of(Math.round(time.toMillis() * pace()));
        }
        return ended < FEWEST ? Optional.empty() : Optional.of(endedMillis / ended);
    }

    private double pace() {
        if (compared < FEWEST || usualMillis == 0) {
            return 1;
        }
        double pace = (double) comparedMillis / usualMillis;
        return Math.min(LARGEST_PACE, Math.max(1 / LARGEST_PACE, pace));
    }

    /** Whether this job runs for three times as long as it usually does or, if that is not known, for more than a minute. */
    boolean isSlow(int job) {
        Instant since = running.get(job);
        if (since == null) {
            return false;
        }
        Duration time = usual.get(job);
        Duration bound = time == null ? LONG : time.multipliedBy(TIMES_ITS_USUAL);
        Duration age = age(since);
        return age.compareTo(bound) > 0 && age.compareTo(SHORT) > 0;
    }

    private Duration age(Instant since) {
        Duration age = Duration.between(since, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }
}
