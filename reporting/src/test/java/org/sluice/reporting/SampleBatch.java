package org.sluice.reporting;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.ConsumerState;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Judging;
import org.sluice.job.Placement;
import org.sluice.job.Preparation;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

/** A batch that grows with what a test says about it. Each job starts a second after the one before, on consumer lab1. */
final class SampleBatch {
    static final Instant START = Instant.parse("2026-11-24T09:15:00.250Z");

    private final List<Job> jobs = new ArrayList<>();
    private final Map<Integer, JobResult> results = new LinkedHashMap<>();
    private final Map<Integer, List<JobResult>> earlier = new LinkedHashMap<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<JobResult> superseded = new ArrayList<>();
    private final List<ConsumerState> consumers = new ArrayList<>();
    private String source = "cases/server.inp";
    private boolean interrupted;
    private Optional<String> brokenOff = Optional.empty();

    /** A job for each verdict, in the order of {@link Verdict}, and a last one without. */
    static SampleBatch ofEveryVerdict() {
        SampleBatch batch = new SampleBatch();
        for (Verdict verdict : Verdict.values()) {
            batch.job("Job " + verdict.label()).verdict(verdict, verdict == Verdict.PASSED ? "" : "because");
        }
        return batch.job("Job without a verdict");
    }

    SampleBatch source(String file) {
        source = file;
        return this;
    }

    SampleBatch brokenOff(String why) {
        brokenOff = Optional.of(why);
        return this;
    }

    SampleBatch interrupted() {
        interrupted = true;
        return this;
    }

    SampleBatch job(String name) {
        return job(name, new Program.Direct(List.of("./run-case.sh", name)));
    }

    SampleBatch job(String name, Program... programs) {
        jobs.add(new Job(jobs.size() + 1, name, List.of(programs), "", Map.of(), Optional.empty()));
        return this;
    }

    /** A job with cases of these names. */
    SampleBatch jobOfCases(String name, String... cases) {
        List<Case> all = Stream.of(cases)
                .map(each -> new Case(
                        each,
                        List.of(new Program.Direct(List.of("./run-case.sh", each))),
                        "",
                        Map.of(),
                        Preparation.NONE,
                        Optional.empty(),
                        Judging.DEFAULT,
                        List.of()))
                .toList();
        job(name);
        jobs.set(jobs.size() - 1, jobs.get(jobs.size() - 1).withCases(all));
        return this;
    }

    /** The cases of the last job ended so, in their order; each took half a second and is told of in this form. */
    static List<CaseResult> ended(Job job, Verdict... verdicts) {
        List<CaseResult> ended = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            String name = job.cases().get(ended.size()).name();
            String reason = verdict == Verdict.PASSED ? "" : name + " did not";
            ended.add(new CaseResult(name, verdict, reason, Duration.ofMillis(500), List.of()));
        }
        return ended;
    }

    /** The cases in the verdict of the last job ended so. */
    SampleBatch cases(Verdict... verdicts) {
        results.computeIfPresent(
                jobs.size(), (number, result) -> result.withCases(ended(jobs.get(number - 1), verdicts)));
        return this;
    }

    /** The cases in the last attempt that was not the last ended so. */
    SampleBatch casesBefore(Verdict... verdicts) {
        List<JobResult> before = earlier.get(jobs.size());
        before.set(
                before.size() - 1, before.get(before.size() - 1).withCases(ended(jobs.get(jobs.size() - 1), verdicts)));
        return this;
    }

    /** The last job has been begun. */
    SampleBatch attempt(String consumer) {
        attempts.add(new Attempt(jobs.size(), consumer, 2, attempts.size() + 1, start()));
        return this;
    }

    /** The last job was begun on this slot, so many seconds after the start. */
    SampleBatch begun(String consumer, int slot, double seconds) {
        int delivery = 1
                + (int) attempts.stream()
                        .filter(one -> one.job() == jobs.size())
                        .count();
        attempts.add(new Attempt(jobs.size(), consumer, slot, delivery, after(seconds)));
        return this;
    }

    /** The last job ran on this slot from then to then, in seconds after the start, and has this verdict by it. */
    SampleBatch ran(String consumer, int slot, double from, double to, Verdict verdict) {
        begun(consumer, slot, from);
        results.put(jobs.size(), ended(attempts.get(attempts.size() - 1), to - from, verdict));
        return this;
    }

    /** The same, but it was to be run again. */
    SampleBatch ranBefore(String consumer, int slot, double from, double to, Verdict verdict) {
        begun(consumer, slot, from);
        earlier.computeIfAbsent(jobs.size(), job -> new ArrayList<>())
                .add(ended(attempts.get(attempts.size() - 1), to - from, verdict));
        return this;
    }

    /** The same as {@link #ran} for the job of this name, which was not the last. */
    SampleBatch ranOf(String name, String consumer, int slot, double from, double to, Verdict verdict) {
        int job = 1 + jobs.stream().map(Job::name).toList().indexOf(name);
        attempts.add(new Attempt(job, consumer, slot, 2, after(from)));
        results.put(job, ended(attempts.get(attempts.size() - 1), to - from, verdict));
        return this;
    }

    /** Somebody said then, in seconds after the start, that the last job is not run. */
    SampleBatch gaveUp(String consumer, double seconds, Verdict verdict) {
        Attempt attempt = new Attempt(jobs.size(), consumer, consumer.equals("producer") ? 0 : 1, 4, after(seconds));
        String name = jobs.get(jobs.size() - 1).name();
        results.put(jobs.size(), JobResult.withoutRun(attempt, name, verdict, "because"));
        return this;
    }

    private JobResult ended(Attempt attempt, double seconds, Verdict verdict) {
        Job job = jobs.get(attempt.job() - 1);
        Duration wall = Duration.ofMillis(Math.round(seconds * 1000));
        List<ProgramRun> programs = List.of(new ProgramRun(job.lines().get(0).display(), 0, wall));
        String reason = verdict == Verdict.PASSED ? "" : "because";
        return new JobResult(attempt, job.name(), verdict, reason, programs, wall, 0, 0);
    }

    /** The last job is placed so. */
    SampleBatch placed(int slots, boolean alone) {
        Placement placement = new Placement(new TreeSet<>(), slots, alone, new TreeSet<>());
        jobs.set(jobs.size() - 1, jobs.get(jobs.size() - 1).withPlacement(placement));
        return this;
    }

    /** A consumer does this, from so many seconds after the start on. */
    SampleBatch consumer(String id, String name, int slots, ConsumerState.Kind kind, double seconds) {
        String why = kind == ConsumerState.Kind.PAUSED ? "the disk is full" : "";
        consumers.add(new ConsumerState(id, name, slots, kind, why, after(seconds)));
        return this;
    }

    private static Instant after(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    /** The last job has this verdict; it took 1.5 s. Where programs are run at all, its one program ended so. */
    SampleBatch verdict(Verdict verdict, String reason) {
        return switch (verdict) {
            case PASSED, DIFFERS -> verdict(verdict, reason, 0);
            case FAILED -> verdict(verdict, reason, 3);
            case TIMED_OUT -> verdict(verdict, reason, 143);
            case SKIPPED -> verdict(verdict, reason, 77);
            case ERROR, LOST, CANCELLED -> verdict(verdict, reason, new int[0]);
        };
    }

    /** The last job has this verdict, after programs with these exit codes. */
    SampleBatch verdict(Verdict verdict, String reason, int... exits) {
        JobResult result = result(verdict, reason, exits);
        results.put(result.job(), result);
        return this;
    }

    /** The last job was run on this consumer, ended so and was to be run again. */
    SampleBatch retried(String consumer, Verdict verdict, String reason, int... exits) {
        JobResult result = result(consumer, verdict, reason, exits);
        attempts.add(result.attempt());
        earlier.computeIfAbsent(result.job(), job -> new ArrayList<>()).add(result);
        return this;
    }

    /** The verdict of the last job came with this. */
    SampleBatch with(Usage usage, String... remarks) {
        results.computeIfPresent(
                jobs.size(),
                (job, result) -> new JobResult(
                        result.attempt(),
                        result.name(),
                        result.verdict(),
                        result.reason(),
                        result.programs(),
                        result.wall(),
                        result.stdoutBytes(),
                        result.stderrBytes(),
                        Optional.ofNullable(usage),
                        List.of(remarks),
                        result.cases()));
        return this;
    }

    /** The last job, which has its verdict, wrote so many bytes to standard output. */
    SampleBatch wrote(long bytes) {
        results.computeIfPresent(
                jobs.size(),
                (job, result) -> new JobResult(
                        result.attempt(),
                        result.name(),
                        result.verdict(),
                        result.reason(),
                        result.programs(),
                        result.wall(),
                        bytes,
                        result.stderrBytes(),
                        result.usage(),
                        result.remarks(),
                        result.cases()));
        return this;
    }

    /** The last job has these labels. */
    SampleBatch labels(String... labels) {
        jobs.set(jobs.size() - 1, jobs.get(jobs.size() - 1).withLabels(List.of(labels)));
        return this;
    }

    SampleBatch late(Verdict verdict) {
        superseded.add(result(verdict, "late"));
        return this;
    }

    BatchOutcome outcome() {
        return new BatchOutcome(
                new Batch("b1", source, START, jobs),
                results,
                earlier,
                attempts,
                superseded,
                interrupted,
                brokenOff,
                consumers);
    }

    /** The result of the job that has this number. */
    JobResult result(int number) {
        return results.get(number);
    }

    /** How the last job ended that was to be run again. */
    JobResult lastRetried() {
        List<JobResult> before = earlier.get(jobs.size());
        return before.get(before.size() - 1);
    }

    private JobResult result(Verdict verdict, String reason, int... exits) {
        return result("lab1", verdict, reason, exits);
    }

    private JobResult result(String consumer, Verdict verdict, String reason, int... exits) {
        Job job = jobs.get(jobs.size() - 1);
        List<ProgramRun> programs = new ArrayList<>();
        for (int exit : exits) {
            programs.add(new ProgramRun(job.lines().get(programs.size()).display(), exit, Duration.ofMillis(1500)));
        }
        Attempt attempt = new Attempt(job.number(), consumer, 2, 1, start());
        Duration wall = exits.length == 0 ? Duration.ZERO : Duration.ofMillis(1500);
        return new JobResult(attempt, job.name(), verdict, reason, programs, wall, 12, 0);
    }

    private Instant start() {
        return START.plusSeconds(jobs.size());
    }
}
