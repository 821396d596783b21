package org.sluice.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a batch stands, as its journal tells it: the data from which every report and the exit code are drawn.
 *
 * @param batch the batch
 * @param results the verdicts so far, by the number of the job, in the order in which they came
 * @param earlier the results that did not become the verdict because the job was to be run again, by its number, the
 *     oldest first; a job without such a result is not in the map
 * @param attempts every start of a job that was heard of, in the order in which they were heard of
 * @param superseded results that came after the verdict of their job and do not count
 * @param interrupted whether the user stopped the batch
 * @param brokenOff why the batch was stopped although nobody wanted it, in one sentence without a full stop: there was nobody
 *     who could run its jobs; empty if that is not so
 * @param consumers what consumers did with jobs, every change of it that was heard of, in that order; none in a journal that
 *     does not tell
 */
public record BatchOutcome(
        Batch batch,
        Map<Integer, JobResult> results,
        Map<Integer, List<JobResult>> earlier,
        List<Attempt> attempts,
        List<JobResult> superseded,
        boolean interrupted,
        Optional<String> brokenOff,
        List<ConsumerState> consumers) {
    public BatchOutcome {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        results.forEach((number, result) -> {
            if (number != result.job() || number < 1 || number > batch.jobs().size()) {
                throw new IllegalArgumentException("the result of job " + result.job() + " stands under number "
                        + number + " in a batch of " + batch.jobs().size() + " jobs");
            }
        });
        Map<Integer, List<JobResult>> copies = new LinkedHashMap<>();
        earlier.forEach((number, ended) -> copies.put(number, List.copyOf(ended)));
        earlier = Collections.unmodifiableMap(copies);
        attempts = List.copyOf(attempts);
        superseded = List.copyOf(superseded);
        Objects.requireNonNull(brokenOff);
        consumers = List.copyOf(consumers);
    }

    /** The outcome of a batch that was not broken off, and of whose consumers nothing is known. */
    public BatchOutcome(
            Batch batch,
            Map<Integer, JobResult> results,
            Map<Integer, List<JobResult>> earlier,
            List<Attempt> attempts,
            List<JobResult> superseded,
            boolean interrupted) {
        this(batch, results, earlier, attempts, superseded, interrupted, Optional.empty(), List.of());
    }

    /** How many jobs have each verdict; a verdict that no job has is not in the map. */
    public Map<Verdict, Integer> counts() {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        results.values().forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
        return counts;
    }

    /** Whether the job passed only after it had ended otherwise before: its verdict depends on something unknown. */
    public boolean isFlaky(int number) {
        JobResult result = results.get(number);
        return result != null
                && result.verdict() == Verdict.PASSED
                && earlier.getOrDefault(number, List.of()).stream()
                        .anyMatch(before -> before.verdict().isOfTheCase());
    }

    /** The verdicts of the jobs that are {@linkplain #isFlaky flaky}, in the order in which they came. */
    public List<JobResult> flaky() {
        return results.values().stream().filter(result -> isFlaky(result.job())).toList();
    }

    /** The jobs that have no verdict yet, in the order of the batch. */
    public List<Job> missing() {
        List<Job> missing = new ArrayList<>();
        for (Job job : batch.jobs()) {
            if (!results.containsKey(job.number())) {
                missing.add(job);
            }
        }
        return missing;
    }

    /** Whether every job has a verdict. */
    public boolean isComplete() {
        return results.size() == batch.jobs().size();
    }

    /** The exit code that tells this outcome to whoever called the command. */
    public ExitCode exitCode() {
        if (interrupted) {
            return ExitCode.INTERRUPTED;
        }
        if (!isComplete() || brokenOff.isPresent()) {
            return ExitCode.INCOMPLETE;
        }
        if (batch.jobs().isEmpty()) {
            return ExitCode.NOTHING_TO_RUN;
        }
        boolean success =
                results.values().stream().allMatch(result -> result.verdict().isSuccess());
        return success ? ExitCode.PASSED : ExitCode.NOT_PASSED;
    }
}
