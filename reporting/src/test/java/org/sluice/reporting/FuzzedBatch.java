package org.sluice.reporting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Judging;
import org.sluice.job.Preparation;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

/**
 * A batch that a fuzzer writes, and a person can read: a line for each thing that happens, of a letter and words behind
 * bars. In a word {@code \}{@code uXXXX} is any character, half of a surrogate pair too. What makes no sense is left out.
 *
 * <pre>
 * f|SOURCE                       the job file
 * j|NAME|CASE...                 a job, with cases if there are some
 * l|LABEL...                     labels of the last job, when it has no result yet
 * s|CONSUMER                     the last job has been begun
 * r|CONSUMER|DIGITS|REASON|PROGRAM...   an attempt at it ended so, and it is run again
 * v|CONSUMER|DIGITS|REASON|PROGRAM...   its verdict
 * m|REMARK...                    of the results that follow
 * o|OUTPUT, e|OUTPUT             what the last job wrote
 * </pre>
 *
 * The first of the digits is the verdict, the second the exit code of each program, the others the time that it took.
 */
final class FuzzedBatch {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");
    private static final int[] EXITS = {0, 1, 3, 77, 129, 143, 192, 193, 255, -1};
    private static final int MOST_JOBS = 50;

    private final Path path;
    private final List<Job> jobs = new ArrayList<>();
    private final Map<Integer, JobResult> results = new LinkedHashMap<>();
    private final Map<Integer, List<JobResult>> earlier = new LinkedHashMap<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private List<String> remarks = List.of();
    private String source = "server.inp";

    private FuzzedBatch(Path path) {
        this.path = path;
    }

    /** Batches to begin with. */
    static Stream<byte[]> samples() {
        return Stream.of(
                        "j|Test 1\nv|lab1|00250||./run-case.sh 'Test 1'\n",
                        "f|cases/a.b.inp\nj|a\\u0009b\nl|x|y\ns|lab 1\nr|lab2|11|solver exited 1|solver|preproc\n"
                                + "m|left 2 processes\ns|lab3\nv|lab3|0099||solver\n",
                        "j|database|set up|query\no|out\\u001b[32m\ne|]]>\nr||110|2 failed|a\nv|lab1|2|differs|a|b\n",
                        "j|<&>\"'\nv|\\ud83d\\ufffe|39|a\\u0000|x\nj|n\\u2028\nv|l|4|skipped\nj|c\nv||7\nj|open\n",
                        "j|t\nv|l|5|no program\nj|u\nv|l|6|killed 3\nj|v\nv|l|36|timed out|x\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the batch, and keeps the outputs of its jobs in the directory. */
    static BatchOutcome of(byte[] input, Path path) {
        FuzzedBatch batch = new FuzzedBatch(path);
        new String(input, StandardCharsets.UTF_8).lines().forEach(batch::line);
        return new BatchOutcome(
                new Batch("b1", batch.source, SampleBatch.START, batch.jobs),
                batch.results,
                batch.earlier,
                batch.attempts,
                List.of(),
                false,
                Optional.empty(),
                List.of());
    }

    private void line(String line) {
        List<String> words = Stream.of(line.split("\\|", -1))
                .map(word -> ESCAPE.matcher(word).replaceAll(FuzzedBatch::character))
                .toList();
        List<String> rest = words.subList(1, words.size());
        if (rest.isEmpty()) {
            return;
        }
        switch (words.get(0)) {
            case "f" -> source = rest.get(0);
            case "j" -> job(rest);
            case "m" -> remarks = rest;
            default -> {
                if (!jobs.isEmpty()) {
                    ofTheLastJob(words.get(0), rest);
                }
            }
        }
    }

    private static String character(MatchResult escape) {
        char c = (char) Integer.parseInt(escape.group(1), 16);
        return c == '\\' || c == '$' ? "\\" + c : String.valueOf(c);
    }

    private void ofTheLastJob(String what, List<String> words) {
        Job job = jobs.get(jobs.size() - 1);
        switch (what) {
            case "l" -> jobs.set(jobs.size() - 1, job.withLabels(words));
            case "s" -> attempts.add(attempt(job, words.get(0), Instant.ofEpochSecond(attempts.size())));
            case "r" ->
                earlier.computeIfAbsent(job.number(), number -> new ArrayList<>())
                        .add(result(job, words));
            case "v" -> results.put(job.number(), result(job, words));
            case "o" -> keep(new BatchDirectory(path).stdout(job.number(), job.name()), words.get(0));
            case "e" -> keep(new BatchDirectory(path).stderr(job.number(), job.name()), words.get(0));
            default -> {
                // no such thing happens
            }
        }
    }

    private void job(List<String> words) {
        String name = words.get(0);
        if (name.isBlank() || jobs.size() == MOST_JOBS) {
            return;
        }
        List<Program> program = List.of(new Program.Direct(List.of("./run-case.sh", name)));
        Job job = new Job(jobs.size() + 1, name, program);
        List<Case> cases = words.stream()
                .skip(1)
                .filter(each -> !each.isBlank())
                .distinct()
                .map(each -> new Case(
                        each, program, "", Map.of(), Preparation.NONE, Optional.empty(), Judging.DEFAULT, List.of()))
                .toList();
        jobs.add(cases.isEmpty() ? job : job.withCases(cases));
    }

    private static Attempt attempt(Job job, String consumer, Instant started) {
        return new Attempt(job.number(), consumer, 1, 1, started);
    }

    private JobResult result(Job job, List<String> words) {
        String digits = words.size() < 2 ? "" : words.get(1).replaceAll("[^0-9]", "");
        Verdict verdict = Verdict.values()[digit(digits, 0) % Verdict.values().length];
        int exit = EXITS[digit(digits, 1)];
        String time = digits.length() < 3 ? "0" : digits.substring(2, Math.min(digits.length(), 18));
        Duration wall = Duration.ofMillis(Long.parseLong(time));
        String reason = words.size() < 3 ? "" : words.get(2);
        List<ProgramRun> runs = words.stream()
                .skip(3)
                .map(program -> new ProgramRun(program, exit, wall))
                .toList();
        List<CaseResult> cases = job.cases().stream()
                .limit(exit == 0 ? Integer.MAX_VALUE : 1)
                .map(each -> new CaseResult(each.name(), verdict, reason, wall, runs))
                .toList();
        return new JobResult(
                attempt(job, words.get(0), Instant.ofEpochMilli(wall.toMillis() % 4_000_000_000_000L)),
                job.name(),
                verdict,
                reason,
                runs,
                wall,
                0,
                0,
                wall.isZero() ? Optional.empty() : Optional.of(new Usage(wall, wall, wall.toMillis())),
                remarks,
                cases);
    }

    private static int digit(String digits, int place) {
        return place < digits.length() ? digits.charAt(place) - '0' : 0;
    }

    private static void keep(Path file, String output) {
        try {
            Files.createDirectories(file.getParent());
            // as the output of a job is: bytes, whatever they mean
            Files.write(file, output.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
