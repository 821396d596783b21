package org.sluice.producer.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.job.Attempt;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/** Jobs, runs and results for tests. */
final class Runs {
    static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private Runs() {}

    static Job job(int number, String name) {
        return new Job(number, name, List.of(new Program.Direct(List.of("run", name))), "", Map.of(), Optional.empty());
    }

    /** A run of that job as it is now. */
    static Run run(String name, int batch, Verdict verdict, long millis) {
        return run(name, Definition.of(job(1, name)), batch, verdict, millis);
    }

    static Run run(String name, String definition, int batch, Verdict verdict, long millis) {
        return new Run(
                name,
                definition,
                "batch-" + batch,
                START.plusSeconds(batch),
                verdict,
                Duration.ofMillis(millis),
                0,
                1,
                false);
    }

    /** A history of passes that took so long, the oldest first. */
    static History passes(String name, long... millis) {
        History history = new History();
        for (int i = 0; i < millis.length; i++) {
            history.add(run(name, i, Verdict.PASSED, millis[i]));
        }
        return history;
    }

    static JobResult result(int job, String name, Verdict verdict, long millis) {
        Duration wall = Duration.ofMillis(millis);
        return new JobResult(
                new Attempt(job, "lab1", 1, 1, START.plusSeconds(job)),
                name,
                verdict,
                "",
                List.of(new ProgramRun("run", 0, wall)),
                wall,
                0,
                0);
    }
}
