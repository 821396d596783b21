package org.sluice.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.sluice.job.Attempt;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.Comparison;
import org.sluice.job.EnvironmentChange;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Judging;
import org.sluice.job.Limits;
import org.sluice.job.Matching;
import org.sluice.job.Output;
import org.sluice.job.Placement;
import org.sluice.job.Preparation;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;
import org.sluice.job.Workspace;
import org.sluice.messaging.ResultInbox.FilePart;
import org.sluice.messaging.ResultInbox.Finished;

/** The stored messages of format version 1, and the values that they stand for. */
final class Samples {
    static final String BATCH = "heat-1";
    static final List<String> NAMES = List.of(
            "job-minimal",
            "job-full",
            "job-checks",
            "job-no-skip-code",
            "job-compare",
            "job-case",
            "job-cases",
            "job-prepared",
            "pill",
            "result-passed",
            "result-cut",
            "result-usage",
            "attempt",
            "result-cases",
            "file-part",
            "file-last",
            "started",
            "batch-entry",
            "batch-entry-placed",
            "notice-register",
            "notice-settled",
            "notice-attempted",
            "notice-who",
            "notice-presence");

    private Samples() {}

    /** The stored message, as it is on the wire. */
    static String text(String name) {
        String file = "format-1/" + name + ".json";
        try (InputStream stream = Samples.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    static Job minimalJob() {
        return job(1);
    }

    static Job fullJob() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("OMP_NUM_THREADS", "4");
        environment.put("EMPTY", "");
        return new Job(
                2,
                "Flume \"α\" $(rm -rf /) 😀",
                List.of(
                        new Program.Direct(List.of("preproc", "flume inp.txt", "")),
                        new Program.Shell("solver ${1} > ${2}", List.of("a b", "c'd\n"), "solver 'a b' > out")),
                "cases/flume",
                environment,
                Optional.of(Duration.ofMinutes(90)));
    }

    static Job checkedJob() {
        return new Job(3, "Checked", List.of(new Program.Direct(List.of("solver"))))
                .withLimits(new Limits(Optional.empty(), Optional.of(Duration.ofMinutes(1)), 0))
                .withJudging(new Judging(
                        List.of(
                                new Program.Direct(List.of("compare", "flume.his")),
                                new Program.Shell("grep -q ${1} log", List.of("a b"), "grep -q 'a b' log")),
                        List.of(0, 2),
                        List.of(4),
                        true));
    }

    static Job comparedJob() {
        Job job = job(5);
        Comparison full = new Comparison(
                "flume.his",
                "reference/flume.his",
                new BigDecimal("1e-6"),
                new BigDecimal("1e-9"),
                Optional.of("^Date"));
        Comparison plain = new Comparison("a b", "/r", BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty());
        return job.withJudging(
                new Judging(List.of(full, new Program.Direct(List.of("true")), plain), List.of(0), List.of(77), false));
    }

    static Job caseJob() {
        return new Job(6, "Case", List.of(new Program.Direct(List.of("solver"))))
                .withLimits(new Limits(Optional.empty(), Optional.empty(), 2))
                .withJudging(new Judging(
                        List.of(),
                        List.of(0),
                        List.of(77),
                        false,
                        new Matching(List.of("done"), List.of("NaN", "(?i)panic"), List.of("no gpu"))))
                .withPlacement(new Placement(
                        new TreeSet<>(List.of("linux", "gpu")), 4, false, new TreeSet<>(List.of("licence"))))
                .withWorkspace(new Workspace(
                        true, List.of(new Workspace.Keep("*.his", false), new Workspace.Keep("**.log", true))))
                .withLabels(List.of("slow", "nightly"));
    }

    static Job preparedJob() {
        return job(8).withPreparation(new Preparation(
                Optional.of("broken since May"),
                List.of("flume.inp", "/data/grid"),
                List.of(
                        new EnvironmentChange("LANG", EnvironmentChange.Kind.UNSET, "", ""),
                        new EnvironmentChange("PATH", EnvironmentChange.Kind.PREPEND, "/opt/bin", ":"),
                        new EnvironmentChange("FLAGS", EnvironmentChange.Kind.APPEND, " -v", ""))));
    }

    static Job jobOfCases() {
        Case first = new Case(
                "start",
                List.of(new Program.Direct(List.of("start"))),
                "db",
                Map.of("PORT", "1"),
                new Preparation(Optional.empty(), List.of("db.conf"), List.of()),
                Optional.of(Duration.ofSeconds(3)),
                new Judging(List.of(), List.of(0), List.of(), true, new Matching(List.of("up"), List.of(), List.of())),
                List.of());
        Case second = new Case(
                "query",
                List.of(new Program.Direct(List.of("query"))),
                "",
                Map.of(),
                Preparation.NONE,
                Optional.empty(),
                Judging.DEFAULT,
                List.of("start"));
        return job(7).withCases(List.of(first, second));
    }

    static Job jobWithoutSkipCode() {
        Job job = job(4);
        return job.withJudging(new Judging(List.of(), List.of(0), List.of(), false));
    }

    static Attempt attempt() {
        return new Attempt(1, "lab3", 2, 1, Instant.parse("2026-01-31T12:00:00.123456789Z"));
    }

    static Finished passed() {
        return new Finished(
                new JobResult(
                        attempt(),
                        "Test 1",
                        Verdict.PASSED,
                        "",
                        List.of(new ProgramRun("true", 0, Duration.ofMillis(1_499))),
                        Duration.ofMillis(1_500),
                        6,
                        0),
                Output.whole("hello\n".getBytes(StandardCharsets.UTF_8)),
                Output.NONE);
    }

    /** An attempt after which the job was run again. */
    static Finished failed() {
        return new Finished(
                new JobResult(
                        attempt(),
                        "Test 1",
                        Verdict.FAILED,
                        "solver exited 3",
                        List.of(new ProgramRun("solver", 3, Duration.ofMillis(1_499))),
                        Duration.ofMillis(1_500),
                        6,
                        0),
                Output.whole("hello\n".getBytes(StandardCharsets.UTF_8)),
                Output.NONE);
    }

    static Finished cut() {
        return new Finished(
                new JobResult(
                        new Attempt(2, "lab3", 1, 3, Instant.parse("2026-01-31T12:00:01Z")),
                        "Flume",
                        Verdict.TIMED_OUT,
                        "it ran for longer than 1h 30m",
                        List.of(
                                new ProgramRun("preproc flume.inp", 0, Duration.ofNanos(7)),
                                new ProgramRun("solver", 143, Duration.ofNanos(5_399_999_999_993L))),
                        Duration.ofMinutes(90),
                        1_000_004,
                        1),
                Output.cut(new byte[] {0, (byte) 0xff}, new byte[] {(byte) 0x80, '\n'}, 1_000_000),
                Output.whole(new byte[] {'x'}));
    }

    static Finished measured() {
        JobResult plain = passed().result();
        return new Finished(
                new JobResult(
                        plain.attempt(),
                        plain.name(),
                        plain.verdict(),
                        plain.reason(),
                        plain.programs(),
                        plain.wall(),
                        plain.stdoutBytes(),
                        plain.stderrBytes(),
                        Optional.of(new Usage(Duration.ofMillis(1_200), Duration.ofMillis(30), 4_194_304)),
                        List.of("left 2 processes behind, killed"),
                        List.of()),
                passed().stdout(),
                Output.NONE);
    }

    static Finished ofCases() {
        JobResult plain = passed().result();
        return new Finished(
                new JobResult(
                                attempt(),
                                "Test 1",
                                Verdict.FAILED,
                                "1 of 2 cases did not pass: start failed (start exited 1)",
                                plain.programs(),
                                Duration.ofSeconds(2),
                                6,
                                0)
                        .withCases(List.of(
                                new CaseResult(
                                        "start",
                                        Verdict.FAILED,
                                        "start exited 1",
                                        Duration.ofSeconds(1),
                                        List.of(new ProgramRun("start", 1, Duration.ofSeconds(1)))),
                                new CaseResult("query", Verdict.PASSED, "", Duration.ZERO, List.of()))),
                passed().stdout(),
                Output.NONE);
    }

    static Presence presence() {
        return new Presence(
                "5f0c",
                "lab3",
                new TreeSet<>(List.of("linux", "gpu")),
                4,
                3,
                Presence.State.OUT_OF_SERVICE,
                "5 jobs in a row could not be run here",
                List.of(new Presence.Tried(BATCH, 2, 1, false)),
                List.of(new Presence.Running(BATCH, 7)));
    }

    static FilePart filePart() {
        return new FilePart(
                attempt(), "out/flume α.his", 0, new byte[] {0, (byte) 0xff, (byte) 0x80, '\n'}, Optional.empty());
    }

    static FilePart lastFilePart() {
        return new FilePart(
                attempt(),
                "out/flume α.his",
                4,
                "hello\n".getBytes(StandardCharsets.UTF_8),
                Optional.of("c85ecddb2363fa3fcad5304634fbcc5000ea324e33c5758ecc6227b52741f0ff"));
    }

    /** A batch of so many jobs of which none is posted. */
    static OpenBatch batch(String id, int round, int jobs) {
        return new OpenBatch(
                id, round, "server.inp", Instant.parse("2026-01-31T11:59:59Z"), jobs, 0, OpenBatch.State.RUN);
    }

    static Job job(int number) {
        return new Job(
                number, "Test " + number, List.of(new Program.Direct(List.of("true"))), "", Map.of(), Optional.empty());
    }

    /** Jobs of these numbers, both included. */
    static List<Job> jobs(int from, int to) {
        List<Job> jobs = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            jobs.add(job(number));
        }
        return jobs;
    }

    /** A result of a job that passed. */
    static Finished passed(int number) {
        return new Finished(
                new JobResult(
                        new Attempt(number, "lab3", 1, 1, Instant.EPOCH),
                        "Test " + number,
                        Verdict.PASSED,
                        "",
                        List.of(),
                        Duration.ZERO,
                        0,
                        0),
                Output.NONE,
                Output.NONE);
    }
}
