package org.sluice.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.job.Check;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Limits;
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
        return job.withDirectory(directory);
    }

    static Job with(Map<String, String> environment, Job job) {
        return job.withEnvironment(environment);
    }

    static Job within(Duration timeout, Job job) {
        return job.withLimits(
                new Limits(Optional.of(timeout), job.grace(), job.limits().retries()));
    }

    static Job withGrace(Duration grace, Job job) {
        return job.withLimits(
                new Limits(job.timeout(), Optional.of(grace), job.limits().retries()));
    }

    static Job judged(Job job, Judging judging) {
        return job.withJudging(judging);
    }

    static Job checked(Job job, Check... checks) {
        Judging usual = Judging.DEFAULT;
        return judged(job, new Judging(List.of(checks), usual.passCodes(), usual.skipCodes(), usual.willFail()));
    }

    static String text(Output output) {
        return new String(output.withMark());
    }
}
