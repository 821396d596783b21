package org.sluice.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.job.Job;
import org.sluice.job.Output;
import org.sluice.job.Program;

/** Jobs for tests, and what they wrote. */
final class Jobs {
    static final JobContext CONTEXT = new JobContext("batch-1", 2, "tester", 3);

    private Jobs() {}

    static Program direct(String... words) {
        return new Program.Direct(List.of(words));
    }

    static Program shell(String line, String... values) {
        return new Program.Shell(line, List.of(values), line);
    }

    static Job job(Program... programs) {
        return new Job(7, "case", List.of(programs), "", Map.of(), Optional.empty());
    }

    static Job shellJob(String... lines) {
        return job(Stream.of(lines).map(line -> shell(line)).toArray(Program[]::new));
    }

    static Job in(String directory, Job job) {
        return new Job(job.number(), job.name(), job.programs(), directory, job.environment(), job.timeout());
    }

    static Job with(Map<String, String> environment, Job job) {
        return new Job(job.number(), job.name(), job.programs(), job.directory(), environment, job.timeout());
    }

    static Job within(Duration timeout, Job job) {
        return new Job(
                job.number(), job.name(), job.programs(), job.directory(), job.environment(), Optional.of(timeout));
    }

    static String text(Output output) {
        return new String(output.withMark());
    }
}
