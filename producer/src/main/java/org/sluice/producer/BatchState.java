package org.sluice.producer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ConsumerState;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/** What a journal says, in memory. It is the same whether it was built while writing or by reading. */
final class BatchState {
    private final Batch batch;
    private final Map<Integer, JobResult> results = new LinkedHashMap<>();
    private final Map<Integer, List<JobResult>> earlier = new LinkedHashMap<>();
    private final Set<Attempt> attempts = new LinkedHashSet<>();
    private final Map<Integer, Set<String>> consumers = new HashMap<>();
    private final Set<Integer> running = new HashSet<>();
    private final Set<JobResult> superseded = new LinkedHashSet<>();
    private final List<ConsumerState> consumerStates = new ArrayList<>();
    private final Map<String, ConsumerState> consumersNow = new LinkedHashMap<>();
    private int round;
    private List<Job> roundJobs = List.of();
    private boolean interrupted;
    private Optional<String> brokenOff = Optional.empty();
    private int ended;
    private int notPassed;

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

    /** The jobs that this round posts, in the order of posting: those that had no verdict when it began. */
    List<Job> roundJobs() {
        return roundJobs;
    }

    /** The jobs that have no verdict, in the order of the batch. */
    List<Job> missing() {
        return results.isEmpty() ? batch.jobs() : outcome().missing();
    }

    /**
     * Begins a round.
     *
     * @param order the {@linkplain #missing missing} jobs, in the order in which they are posted
     */
    void beginRound(int newRound, List<Job> order) {
        List<Job> missing = missing();
        if (order.size() != missing.size() || !numbers(order).equals(numbers(missing))) {
            throw new IllegalArgumentException("the jobs to be posted are not those without a verdict");
        }
        round = newRound;
        roundJobs = List.copyOf(order);
        interrupted = false;
        brokenOff = Optional.empty();
    }

    private static Set<Integer> numbers(List<Job> jobs) {
        return jobs.stream().map(Job::number).collect(Collectors.toSet());
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

    /** Returns whether it is news. */
    boolean started(Attempt attempt) {
        consumers.computeIfAbsent(attempt.job(), job -> new LinkedHashSet<>()).add(attempt.consumer());
        if (!attempts.add(attempt)) {
            return false;
        }
        if (!results.containsKey(attempt.job())) {
            running.add(attempt.job());
        }
        return true;
    }

    /**
     * The result with the names of those who took the job and did not come back: they are not known to the consumer that
     * gave it up. Some of them may be heard of only after the verdict.
     */
    JobResult named(JobResult result) {
        Set<String> names = consumers.getOrDefault(result.job(), Set.of());
        if (result.verdict() != Verdict.LOST || names.isEmpty()) {
            return result;
        }
        return result.withReason(result.reason() + ": " + String.join(", ", names));
    }

    /** Whether there was some attempt at a job with a verdict that was not heard of yet. */
    boolean lacksStarts() {
        Map<Integer, Integer> heard = new HashMap<>();
        attempts.forEach(attempt -> heard.merge(attempt.job(), 1, Integer::sum));
        return results.values().stream()
                .anyMatch(result -> heard.getOrDefault(result.job(), 0)
                        < startsBefore(result) + earlier(result.job()).size());
    }

    private static int startsBefore(JobResult result) {
        int deliveries = result.attempt().delivery();
        return switch (result.verdict()) {
            case CANCELLED -> 0;
            case LOST -> deliveries - 1;
            default -> deliveries;
        };
    }

    /** The verdict on the job, or null while it has none. */
    JobResult result(int job) {
        return results.get(job);
    }

    void verdict(JobResult result) {
        if (results.putIfAbsent(result.job(), result) == null && result.verdict() != Verdict.CANCELLED) {
            ended++;
            notPassed += result.verdict().isSuccess() ? 0 : 1;
        }
        running.remove(result.job());
    }

    /** The results of attempts at the job that did not become its verdict, the oldest first. */
    List<JobResult> earlier(int job) {
        return earlier.getOrDefault(job, List.of());
    }

    /** Whether this attempt was heard of to have ended before. */
    boolean hasAttempt(JobResult result) {
        return earlier(result.job()).stream()
                .anyMatch(before -> before.attempt().equals(result.attempt()));
    }

    /** Whether the job has no attempt left after this one, which is not counted yet. */
    boolean isLastAttempt(JobResult result) {
        long before = earlier(result.job()).stream()
                .filter(ended -> ended.verdict().isOfTheCase())
                .count();
        return result.verdict().isOfTheCase()
                && before >= batch.job(result.job()).limits().retries();
    }

    /** An attempt after which the job is run again. */
    void attempted(JobResult result) {
        earlier.computeIfAbsent(result.job(), job -> new ArrayList<>()).add(result);
        running.remove(result.job());
    }

    /** Returns whether it is news. */
    boolean superseded(JobResult result) {
        return superseded.add(result);
    }

    /** How many jobs have a verdict of their own; cancelled ones have none. */
    int ended() {
        return ended;
    }

    /** How many of these did not pass. */
    int notPassed() {
        return notPassed;
    }

    /** There is nobody who can run the jobs. */
    void brokenOff(String reason) {
        brokenOff = Optional.of(reason);
    }

    /** A consumer does something else with jobs from now on. */
    void consumer(ConsumerState now) {
        consumerStates.add(now);
        consumersNow.put(now.id(), now);
    }

    /** What every consumer does that was heard of, by its id. */
    Map<String, ConsumerState> consumers() {
        return Collections.unmodifiableMap(consumersNow);
    }

    /** How many jobs were begun and have no verdict. */
    int running() {
        return running.size();
    }

    BatchOutcome outcome() {
        Map<Integer, JobResult> verdicts = new LinkedHashMap<>(results);
        verdicts.replaceAll((job, result) -> named(result));
        return new BatchOutcome(
                batch,
                verdicts,
                earlier,
                List.copyOf(attempts),
                List.copyOf(superseded),
                interrupted,
                brokenOff,
                consumerStates);
    }
}
