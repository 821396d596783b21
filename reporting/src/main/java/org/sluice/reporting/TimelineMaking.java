package org.sluice.reporting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sluice.job.Attempt;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ConsumerState;
import org.sluice.job.JobResult;
import org.sluice.job.Placement;

/** Makes the {@link Timeline} of a batch: what ended when is known from results, the rest has to be concluded. */
final class TimelineMaking {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    /** More digits are not compared as a number. */
    private static final int DIGITS = 18;

    private final BatchOutcome outcome;
    private final Map<Attempt, JobResult> ended = new LinkedHashMap<>();
    private final List<Attempt> begun;
    private final Instant start;
    private final long length;

    TimelineMaking(BatchOutcome outcome) {
        this.outcome = outcome;
        outcome.earlier().values().forEach(before -> before.forEach(this::ended));
        outcome.results().values().forEach(this::ended);
        outcome.superseded().forEach(this::ended);
        Set<Attempt> all = new LinkedHashSet<>(outcome.attempts());
        all.addAll(ended.keySet());
        begun = new ArrayList<>(all);
        begun.sort(Comparator.comparing(Attempt::started).thenComparing(Attempt::job));
        start = begun.isEmpty() ? Instant.EPOCH : begun.get(0).started();
        length = begun.stream().mapToLong(this::end).max().orElse(0);
    }

    private void ended(JobResult result) {
        // slot 0 is the producer, which runs nothing
        if (Runs.wasRun(result) && result.attempt().slot() > 0) {
            ended.put(result.attempt(), result);
        }
    }

    private long at(Instant instant) {
        return Timeline.micros(start, instant);
    }

    /** The end of an attempt if it is known, else its start. */
    private long end(Attempt attempt) {
        JobResult result = ended.get(attempt);
        long micros = result == null ? 0 : Timeline.micros(result.wall());
        return at(attempt.started()) + micros;
    }

    Timeline timeline() {
        Map<String, LaneMaking> making = new HashMap<>();
        for (ConsumerState state : outcome.consumers()) {
            lanes(making, state.consumer()).state(state, Math.min(length, Math.max(0, at(state.since()))));
        }
        long[] latest = latestEnds();
        Map<Integer, Integer> attempts = new HashMap<>();
        for (int i = 0; i < begun.size(); i++) {
            Attempt attempt = begun.get(i);
            JobResult result = ended.get(attempt);
            long from = at(attempt.started());
            long to = result == null ? latest[i] : end(attempt);
            int number = attempts.merge(attempt.job(), 1, Integer::sum);
            Bar bar = new Bar(attempt.job(), number, from, to, Optional.ofNullable(result), false);
            Placement placement = outcome.batch().job(attempt.job()).placement();
            boolean isTakenOver =
                    result == null && (outcome.results().containsKey(attempt.job()) || latest[i] < length);
            lanes(making, attempt.consumer()).bar(attempt.slot(), bar, placement, isTakenOver);
        }
        List<String> names = new ArrayList<>(making.keySet());
        names.sort(Comparator.comparing(TimelineMaking::withPaddedNumbers).thenComparing(Comparator.naturalOrder()));
        return new Timeline(
                start,
                length,
                names.stream().map(name -> making.get(name).lanes()).toList());
    }

    private LaneMaking lanes(Map<String, LaneMaking> making, String consumer) {
        return making.computeIfAbsent(consumer, name -> new LaneMaking(name, length));
    }

    /**
     * When each attempt can at latest have ended, in case that it has no result: as its slot began something else, or as
     * somebody else got the job.
     */
    private long[] latestEnds() {
        Map<Integer, Long> ofTheJob = new HashMap<>();
        outcome.results().values().stream()
                .filter(result -> result.attempt().slot() > 0)
                .forEach(
                        result -> ofTheJob.put(result.job(), at(result.attempt().started())));
        Map<String, Map<Integer, Long>> ofTheSlot = new HashMap<>();
        long[] latest = new long[begun.size()];
        for (int i = begun.size() - 1; i >= 0; i--) {
            Attempt attempt = begun.get(i);
            long from = at(attempt.started());
            Long next = ofTheJob.put(attempt.job(), from);
            Long nextHere = ofTheSlot
                    .computeIfAbsent(attempt.consumer(), name -> new HashMap<>())
                    .put(attempt.slot(), from);
            latest[i] = Math.max(from, Math.min(orEnd(next, from), orEnd(nextHere, from)));
        }
        return latest;
    }

    /** A job may have been begun elsewhere before this one was, by the clocks of two machines; that tells nothing. */
    private long orEnd(Long next, long from) {
        return next == null || next <= from ? length : next;
    }

    private static String withPaddedNumbers(String name) {
        return NUMBER.matcher(name)
                .replaceAll(number ->
                        "0".repeat(Math.max(0, DIGITS - number.group().length())) + number.group());
    }
}
