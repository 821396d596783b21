package org.sluice.producer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;

/** What a journal says, in memory. It is the same whether it was built while writing or by reading. */
final class BatchState {
    private final Batch batch;
    private final Map<Integer, JobResult> results = new LinkedHashMap<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<Integer, Set<Attempt>> attemptsOf = new HashMap<>();
    private final Set<Integer> running = new HashSet<>();
    private final List<JobResult> superseded = new ArrayList<>();
    private int round;
    private List<Job> roundJobs = List.of();
    private boolean interrupted;

    BatchState(Batch batch) {
        this.batch = batch;
    }

    Batch batch() {
        return batch;
    }

    /** The last round of posting that was begun; 0 when there was none. */
    int round() {
        return round;
    }

    /** The jobs that this round posts: those that had no verdict when it began. */
    List<Job> roundJobs() {
        return roundJobs;
    }

    void beginRound(int newRound) {
        round = newRound;
        roundJobs = results.isEmpty() ? batch.jobs() : outcome().missing();
        interrupted = false;
    }

    void interrupted() {
        interrupted = true;
    }

    boolean isComplete() {
        return results.size() == batch.jobs().size();
    }

    boolean hasJob(int number) {
        return number >= 1 && number <= batch.jobs().size();
    }

    /** Returns false if this start is known already: it came again, since its acknowledgement was lost. */
    boolean started(Attempt attempt) {
        if (!attemptsOf
                .computeIfAbsent(attempt.job(), job -> new LinkedHashSet<>())
                .add(attempt)) {
            return false;
        }
        attempts.add(attempt);
        if (!results.containsKey(attempt.job())) {
            running.add(attempt.job());
        }
        return true;
    }

    /** The consumers that have begun the job, in order. */
    Set<String> consumersOf(int job) {
        Set<String> consumers = new LinkedHashSet<>();
        attemptsOf.getOrDefault(job, Set.of()).forEach(attempt -> consumers.add(attempt.consumer()));
        return consumers;
    }

    /** The verdict on the job, or null while it has none. */
    JobResult result(int job) {
        return results.get(job);
    }

    void verdict(JobResult result) {
        results.putIfAbsent(result.job(), result);
        running.remove(result.job());
    }

    void superseded(JobResult result) {
        superseded.add(result);
    }

    /** How many jobs were begun and have no verdict. */
    int running() {
        return running.size();
    }

    BatchOutcome outcome() {
        return new BatchOutcome(batch, results, attempts, superseded, interrupted);
    }
}
