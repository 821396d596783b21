package org.sluice.reporting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.job.Attempt;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/** How often each job was run, and what came of it before its verdict. */
final class Runs {
    private final BatchOutcome outcome;
    private final Map<Integer, List<Attempt>> begun = new HashMap<>();

    Runs(BatchOutcome outcome) {
        this.outcome = outcome;
        outcome.attempts()
                .forEach(attempt -> begun.computeIfAbsent(attempt.job(), job -> new ArrayList<>())
                        .add(attempt));
    }

    /** Every start of the job that was heard of. */
    List<Attempt> begun(int job) {
        return begun.getOrDefault(job, List.of());
    }

    /** The results after which the job was run again, the oldest first. */
    List<JobResult> earlier(int job) {
        return outcome.earlier().getOrDefault(job, List.of());
    }

    /** How many attempts there were, as far as is known: of one that took its consumer with it there is only a start. */
    int count(int job) {
        JobResult verdict = outcome.results().get(job);
        int ended = earlier(job).size() + (verdict != null && wasRun(verdict) ? 1 : 0);
        return Math.max(begun(job).size(), ended);
    }

    /** Whether the verdict came of an attempt, and not instead of one. */
    static boolean wasRun(JobResult result) {
        return !result.programs().isEmpty()
                || (result.verdict() != Verdict.CANCELLED && result.verdict() != Verdict.LOST);
    }
}
