package org.sluice.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.job.Check;
import org.sluice.job.Job;
import org.sluice.job.Judging;
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
        return limited(job, Optional.of(timeout), job.grace(), job.judging());
    }

    static Job withGrace(Duration grace, Job job) {
        return limited(job, job.timeout(), Optional.of(grace), job.judging());
    }

    static Job judged(Job job, Judging judging) {
        return limited(job, job.timeout(), job.grace(), judging);
    }

    static Job checked(Job job, Check... checks) {
        Judging usual = Judging.DEFAULT;
        return judged(job, new Judging(List.of(checks), usual.passCodes(), usual.skipCodes(), usual.willFail()));
    }

    private static Job limited(Job job, Optional<Duration> timeout, Optional<Duration> grace, Judging judging) {
        return new Job(
                job.number(), job.name(), job.programs(), job.directory(), job.environment(), timeout, grace, judging);
    }

    static String text(Output output) {
        return new String(output.withMark());
    }
}
