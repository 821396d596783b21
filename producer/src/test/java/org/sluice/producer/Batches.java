package org.sluice.producer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Output;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;
import org.sluice.messaging.ResultInbox.Finished;

/** Batches and results for tests. */
final class Batches {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private Batches() {}

    static Batch batch(int jobs) {
        List<Job> list = IntStream.rangeClosed(1, jobs)
                .mapToObj(number -> new Job(
                        number,
                        "Test " + number,
                        List.of(new Program.Direct(List.of("true"))),
                        "",
                        Map.of(),
                        Optional.empty()))
                .toList();
        return new Batch("batch-1", "server.inp", START, list);
    }

    static Attempt attempt(int job, String consumer, int delivery) {
        return new Attempt(job, consumer, 1, delivery, START.plusSeconds(job));
    }

    static Finished passed(int job, String consumer) {
        return finished(attempt(job, consumer, 1), Verdict.PASSED, "");
    }

    /** The result of an attempt that wrote its consumer's name. */
    static Finished finished(Attempt attempt, Verdict verdict, String reason) {
        Output output = Output.whole(attempt.consumer().getBytes(StandardCharsets.UTF_8));
        JobResult result = new JobResult(
                attempt,
                "Test " + attempt.job(),
                verdict,
                reason,
                List.of(new ProgramRun("true", 0, Duration.ofMillis(3))),
                Duration.ofMillis(4),
                output.total(),
                0);
        return new Finished(result, output, Output.NONE);
    }

    static Finished notRun(Attempt attempt, Verdict verdict, String reason) {
        JobResult result =
                new JobResult(attempt, "Test " + attempt.job(), verdict, reason, List.of(), Duration.ZERO, 0, 0);
        return new Finished(result, Output.NONE, Output.NONE);
    }
}
