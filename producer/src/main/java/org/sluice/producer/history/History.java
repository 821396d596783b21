package org.sluice.producer.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.sluice.reporting.UsualTimes;

/**
 * The runs of jobs in earlier batches. Of a job of one definition the newest 20 are held; of a name, three definitions.
 * Runs of another definition than the job has now are good for a guess how long it will take, and for nothing else.
 */
public final class History implements UsualTimes {
    static final int RUNS = 20;
    private static final int DEFINITIONS = 3;

    private final Map<String, List<Run>> runs = new LinkedHashMap<>();
    private int size;

    /**
     * Reads a history; lines that cannot be read are left out.
     *
     * @throws IOException if it cannot be read, or is none
     */
    public static History read(Path file) throws IOException {
        return new HistoryFile(file, Clock.systemUTC()).read().history();
    }

    /** Adds a run. One of the same job in the same batch is replaced: a batch that was taken up again told it twice. */
    void add(Run run) {
        List<Run> ofJob = runs.computeIfAbsent(run.job(), name -> new ArrayList<>());
        size -= ofJob.size();
        ofJob.removeIf(before -> before.isLike(run) && before.batch().equals(run.batch()));
        ofJob.add(run);
        keepTheNewest(ofJob, run, RUNS);
        Set<String> definitions = new LinkedHashSet<>();
        for (int i = ofJob.size() - 1; i >= 0 && definitions.size() <= DEFINITIONS; i--) {
            definitions.add(ofJob.get(i).definition());
        }
        if (definitions.size() > DEFINITIONS) {
            List<String> newestFirst = List.copyOf(definitions);
            ofJob.removeIf(before -> before.definition().equals(newestFirst.get(DEFINITIONS)));
        }
        size += ofJob.size();
    }

    private static void keepTheNewest(List<Run> ofJob, Run like, int most) {
        long count = ofJob.stream().filter(like::isLike).count();
        for (int i = 0; count > most; i++) {
            if (like.isLike(ofJob.get(i))) {
                ofJob.remove(i--);
                count--;
            }
        }
    }

    /** How many runs it holds. */
    int size() {
        return size;
    }

    /** Lets go of jobs that were not run since then, and of all but the newest of each when there are too many. */
    void forget(Instant before, int most) {
        runs.values()
                .removeIf(ofJob -> ofJob.stream().noneMatch(run -> run.began().isAfter(before)));
        size = runs.values().stream().mapToInt(List::size).sum();
        for (int kept = RUNS - 1; size > most && kept > 0; kept--) {
            for (List<Run> ofJob : runs.values()) {
                for (Run run : List.copyOf(ofJob)) {
                    keepTheNewest(ofJob, run, kept);
                }
            }
            size = runs.values().stream().mapToInt(List::size).sum();
        }
    }

    /** All runs that it holds, in an order from which it can be built again. */
    List<Run> all() {
        return runs.values().stream().flatMap(Collection::stream).toList();
    }

    /** The names of the jobs, in the order in which they were first heard of. */
    public Set<String> names() {
        return Collections.unmodifiableSet(runs.keySet());
    }

    /** The runs of jobs of this name, whatever their definition, the oldest first. */
    public List<Run> runs(String name) {
        return List.copyOf(runs.getOrDefault(name, List.of()));
    }

    /** How long the newest runs that passed took, of those that are like the last one; empty if none passed. */
    public static Optional<Usual> usual(List<Run> runs) {
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        Run last = runs.get(runs.size() - 1);
        return Usual.of(walls(runs.stream().filter(last::isLike).toList(), true));
    }

    private static List<Duration> walls(List<Run> runs, boolean passed) {
        return runs.stream()
                .filter(run -> passed
                        ? run.verdict() == Verdict.PASSED
                        : run.verdict().isSuccess() || run.verdict().isOfTheCase())
                .map(Run::wall)
                .toList();
    }

    /** {@inheritDoc} Of a job that never passed it is how long it took all the same; of a changed one, what it was before. */
    @Override
    public Optional<Duration> of(Job job) {
        List<Run> named = runs.getOrDefault(job.name(), List.of());
        if (named.isEmpty()) {
            return Optional.empty();
        }
        List<Run> like = like(named, Definition.of(job));
        List<Run> best =
                like.isEmpty() ? like(named, named.get(named.size() - 1).definition()) : like;
        return Usual.of(walls(best, true))
                .or(() -> Usual.of(walls(best, false)))
                .map(Usual::median);
    }

    private static List<Run> like(List<Run> named, String definition) {
        return named.stream().filter(run -> run.definition().equals(definition)).toList();
    }

    /** Whether a job of this name did not pass when it was run last, whatever has been changed in it since. */
    boolean didNotPassLast(Job job) {
        List<Run> named = runs.getOrDefault(job.name(), List.of());
        return !named.isEmpty() && !named.get(named.size() - 1).verdict().isSuccess();
    }

    /** A remark on a job that passed, and took much longer than it usually does. */
    Optional<String> slower(Job job, JobResult result) {
        List<Run> named = runs.getOrDefault(job.name(), List.of());
        if (result.verdict() != Verdict.PASSED || named.isEmpty()) {
            return Optional.empty();
        }
        return Usual.of(walls(like(named, Definition.of(job)), true))
                .filter(usual -> usual.isExceededBy(result.wall()))
                .map(usual -> "slower than usual: " + Durations.format(result.wall()) + ", "
                        + times(result.wall(), usual.median()) + "the " + Durations.format(usual.median())
                        + " that is the median of its last " + usual.passes() + " passes");
    }

    private static String times(Duration wall, Duration median) {
        return median.isZero()
                ? "not "
                : String.format(Locale.ROOT, "%.1f times ", (double) wall.toNanos() / median.toNanos());
    }
}
