package org.sluice.producer.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sluice.job.Batch;
import org.sluice.job.BatchListener;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/**
 * Remembers what comes of the jobs of a batch, for the batches after it, and knows what came of them in those before. When
 * its file cannot be read or written it says so once, and the batch goes on without.
 */
public final class HistoryKeeper implements BatchListener {
    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(1);
    /** Somebody else has the file for milliseconds, unless he was stopped in them. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HistoryFile file;
    private final Clock clock;
    private final Consumer<String> trouble;
    private final History history;
    private Optional<String> untold;
    private final List<Run> unwritten = new ArrayList<>();
    private final Map<Integer, List<JobResult>> earlier = new HashMap<>();
    private Batch batch;
    private Instant written = Instant.MIN;
    private boolean isBroken;
    private int lines;

    private HistoryKeeper(
            HistoryFile file, Clock clock, Consumer<String> trouble, History history, Optional<String> untold) {
        this.file = file;
        this.clock = clock;
        this.trouble = trouble;
        this.history = history;
        this.untold = untold;
        // what could not be read may be somebody else's file: nothing is added to it
        this.isBroken = untold.isPresent();
    }

    /**
     * Reads what is remembered.
     *
     * @param trouble gets a sentence when something is wrong with the file, once the batch is opened
     */
    public static HistoryKeeper open(Path path, Clock clock, Consumer<String> trouble) {
        HistoryFile file = new HistoryFile(path, clock);
        try {
            HistoryFile.Read read = file.read();
            HistoryKeeper keeper = new HistoryKeeper(file, clock, trouble, read.history(), Optional.empty());
            keeper.lines = read.lines();
            if (read.unreadable() > 0) {
                keeper.untold = Optional.of(read.unreadable() + " of the " + read.lines() + " lines of the history "
                        + file.path() + " cannot be read and are left out.");
            }
            return keeper;
        } catch (IOException e) {
            return new HistoryKeeper(
                    file,
                    clock,
                    trouble,
                    new History(),
                    Optional.of("The history " + file.path() + " cannot be read (" + e.getMessage()
                            + "); the batch goes on without it. --history names another, --no-history does without."));
        }
    }

    /** What came of jobs before this batch. */
    public History history() {
        return history;
    }

    /** What is to be remarked on a verdict that is about to be given. */
    public Optional<String> remark(Job job, JobResult verdict) {
        return history.slower(job, verdict);
    }

    @Override
    public void opened(BatchOutcome soFar) {
        batch = soFar.batch();
        untold.ifPresent(trouble);
        soFar.earlier().forEach((job, results) -> earlier.put(job, new ArrayList<>(results)));
        // whoever was killed may not have written them
        soFar.results().values().forEach(result -> {
            if (!isRemembered(result)) {
                remember(result);
            }
        });
    }

    private boolean isRemembered(JobResult result) {
        return history.runs(result.name()).stream().anyMatch(run -> run.batch().equals(batch.id()));
    }

    @Override
    public void retried(JobResult result) {
        earlier.computeIfAbsent(result.job(), job -> new ArrayList<>()).add(result);
    }

    @Override
    public void verdict(JobResult result) {
        remember(result);
        if (Duration.between(written, clock.instant()).compareTo(BETWEEN_WRITES) >= 0) {
            write(Duration.ZERO);
        }
    }

    @Override
    public void closed(BatchOutcome outcome) {
        write(PATIENCE);
        // to read a large file once more only to find that nothing is to be done would be felt
        if (!isBroken && HistoryFile.isWorthWhile(lines, history.size())) {
            try {
                file.compact();
            } catch (IOException e) {
                giveUp(e.getMessage());
            }
        }
    }

    private void remember(JobResult result) {
        List<JobResult> before = earlier.getOrDefault(result.job(), List.of());
        if (!isBroken && wasRun(result)) {
            unwritten.add(new Run(
                    result.name(),
                    Definition.of(batch.job(result.job())),
                    batch.id(),
                    result.attempt().started().truncatedTo(ChronoUnit.SECONDS),
                    result.verdict(),
                    result.wall().truncatedTo(ChronoUnit.MILLIS),
                    result.usage().map(usage -> usage.peakBytes()).orElse(0L),
                    before.size() + 1,
                    result.verdict() == Verdict.PASSED
                            && before.stream().anyMatch(ended -> ended.verdict().isOfTheCase())));
        }
    }

    /** A cancelled job has told nothing, nor has one that passed or was skipped without that anything was run. */
    private static boolean wasRun(JobResult result) {
        boolean anything = !result.programs().isEmpty() || !result.cases().isEmpty();
        return result.verdict() != Verdict.CANCELLED
                && (anything || !result.verdict().isSuccess());
    }

    private void write(Duration patience) {
        if (isBroken || unwritten.isEmpty()) {
            return;
        }
        try {
            if (file.add(unwritten, patience)) {
                lines += unwritten.size();
                unwritten.clear();
                written = clock.instant();
            } else if (!patience.isZero()) {
                giveUp("another process keeps it locked");
            }
        } catch (IOException e) {
            giveUp(String.valueOf(e));
        }
    }

    private void giveUp(String why) {
        isBroken = true;
        unwritten.clear();
        trouble.accept("The history " + file.path() + " cannot be written (" + why
                + "): what came of the jobs is not remembered. --history names another, --no-history does without.");
    }
}
