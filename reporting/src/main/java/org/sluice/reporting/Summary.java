package org.sluice.reporting;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluice.job.Attempt;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/**
 * What a person reads when a batch is over: the jobs that did not pass, each with the end of its output and a command
 * that runs it alone, then where everything is kept, and last the counts.
 */
public final class Summary {
    private static final int IN_FULL = 10;
    private static final int IN_ONE_LINE = 100;
    private static final int OUTPUT_LINES = 20;
    private static final int OUTPUT_BYTES = 16 * 1024;
    private static final int LINE_LIMIT = 200;

    private final BatchOutcome outcome;
    private final BatchDirectory directory;
    private final PrintStream out;
    private final String rerunCommandPrefix;
    private final Map<Integer, List<Attempt>> attempts = new HashMap<>();
    private int shown;

    private Summary(BatchOutcome outcome, BatchDirectory directory, PrintStream out, String rerunCommandPrefix) {
        this.outcome = outcome;
        this.directory = directory;
        this.out = out;
        this.rerunCommandPrefix = rerunCommandPrefix;
        outcome.attempts()
                .forEach(attempt -> attempts.computeIfAbsent(attempt.job(), job -> new ArrayList<>())
                        .add(attempt));
    }

    /**
     * Prints the summary. The first 10 jobs that did not pass are told in full, the next 100 in a line each.
     *
     * @param directory where the output of the jobs is read; one that is not there is left out
     * @param out is not closed
     * @param rerunCommandPrefix what has to be typed before each job's command so that it runs where the consumers run
     *     theirs, for example {@code "cd /srv/cases && "}; {@code ""} when that is the current directory
     */
    public static void print(
            BatchOutcome outcome, BatchDirectory directory, PrintStream out, String rerunCommandPrefix) {
        new Summary(outcome, directory, out, rerunCommandPrefix).print();
    }

    private void print() {
        notPassed().forEach((verdict, results) -> {
            heading(verdict.label(), results.size());
            results.stream().filter(Summary::wasRun).forEach(this::printResult);
            printNotRun(results.stream().filter(result -> !wasRun(result)).toList());
        });
        List<Job> missing = outcome.missing();
        if (!missing.isEmpty()) {
            heading("no verdict", missing.size());
            missing.forEach(this::printMissing);
        }
        if (shown > IN_FULL + IN_ONE_LINE) {
            out.println();
            out.println((shown - IN_FULL - IN_ONE_LINE) + " more did not pass; all are in the reports below");
        }
        out.println();
        if (!outcome.superseded().isEmpty()) {
            out.println(
                    "late results that did not count: " + outcome.superseded().size());
        }
        out.println("kept in " + SafeText.line(directory.path().toString()) + ": " + inside(directory.joblog()) + ", "
                + inside(directory.junitXml()) + ", " + inside(directory.journal()));
        out.println(counts());
    }

    /** There is nothing to tell of a job that was cancelled before it was begun, and no reason to run it alone. */
    private static boolean wasRun(JobResult result) {
        return result.verdict() != Verdict.CANCELLED || !result.programs().isEmpty();
    }

    private void printNotRun(List<JobResult> results) {
        if (results.isEmpty()) {
            return;
        }
        String names = results.stream()
                .limit(IN_FULL)
                .map(result -> SafeText.line(result.name(), LINE_LIMIT))
                .collect(Collectors.joining(", "));
        String more = results.size() > IN_FULL ? " and " + (results.size() - IN_FULL) + " more" : "";
        out.println("  not begun: " + names + more);
    }

    /** By verdict, and then in the order of the batch. */
    private Map<Verdict, List<JobResult>> notPassed() {
        Map<Verdict, List<JobResult>> notPassed = new EnumMap<>(Verdict.class);
        outcome.results().values().stream()
                .filter(result -> !result.verdict().isSuccess())
                .sorted(Comparator.comparingInt(JobResult::job))
                .forEach(result -> notPassed
                        .computeIfAbsent(result.verdict(), verdict -> new ArrayList<>())
                        .add(result));
        return notPassed;
    }

    private void heading(String what, int count) {
        out.println();
        out.println(what + ": " + count);
    }

    private void printResult(JobResult result) {
        shown++;
        Job job = outcome.batch().job(result.job());
        if (shown <= IN_FULL) {
            printInFull(job, result);
        } else if (shown <= IN_FULL + IN_ONE_LINE) {
            out.println(
                    "  " + SafeText.line(job.name(), LINE_LIMIT) + ": " + reason(result) + " (" + where(result) + ")");
        }
    }

    private void printInFull(Job job, JobResult result) {
        out.println();
        out.println("  " + SafeText.line(job.name(), LINE_LIMIT) + ": " + reason(result));
        out.println("    " + where(result));
        printOutput("stderr", directory.stderr(job.number(), job.name()));
        printOutput("stdout", directory.stdout(job.number(), job.name()));
        printRerun(job);
    }

    private void printMissing(Job job) {
        shown++;
        if (shown <= IN_FULL) {
            out.println();
            out.println("  " + SafeText.line(job.name(), LINE_LIMIT) + ": " + heardOf(job));
            printRerun(job);
        } else if (shown <= IN_FULL + IN_ONE_LINE) {
            out.println("  " + SafeText.line(job.name(), LINE_LIMIT) + ": " + heardOf(job));
        }
    }

    private String heardOf(Job job) {
        Collection<Attempt> begun = attempts.getOrDefault(job.number(), List.of());
        return begun.isEmpty() ? "not begun" : "begun on " + consumers(begun) + ", no result came";
    }

    private static String reason(JobResult result) {
        return result.reason().isEmpty() ? result.verdict().label() : SafeText.line(result.reason(), LINE_LIMIT);
    }

    private String where(JobResult result) {
        String where = "on " + SafeText.line(result.attempt().consumer()) + ", " + Durations.format(result.wall());
        Collection<Attempt> begun = attempts.getOrDefault(result.job(), List.of());
        return begun.size() < 2 ? where : where + ", " + begun.size() + " attempts (" + consumers(begun) + ")";
    }

    private static String consumers(Collection<Attempt> begun) {
        return String.join(
                ", ",
                begun.stream()
                        .map(attempt -> SafeText.line(attempt.consumer()))
                        .distinct()
                        .toList());
    }

    private void printOutput(String stream, Path file) {
        KeptOutput output = KeptOutput.endOf(file, OUTPUT_BYTES);
        if (output.isEmpty()) {
            return;
        }
        List<String> lines = output.lastLines(OUTPUT_LINES);
        boolean whole = output.skipped() == 0
                && lines.size() == output.lastLines(Integer.MAX_VALUE).size();
        out.println("    " + stream + (whole ? "" : ", its end") + " (" + SafeText.line(file.toString()) + "):");
        lines.forEach(line -> out.println("      | " + cut(line)));
    }

    /** As {@link SafeText#line}, but with its tabs. */
    private static String cut(String line) {
        return Columns.width(line) <= LINE_LIMIT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LINE_LIMIT - 3)) + "...";
    }

    private void printRerun(Job job) {
        out.println("    to run it alone:");
        out.println("      " + rerunCommandPrefix + ShellCommand.of(job));
    }

    private String inside(Path file) {
        return directory.path().relativize(file).toString();
    }

    private String counts() {
        int total = outcome.batch().jobs().size();
        String time = " in " + Durations.format(Makespan.of(outcome));
        if (!outcome.interrupted() && total > 0 && outcome.counts().getOrDefault(Verdict.PASSED, 0) == total) {
            return "all " + total + " passed" + time;
        }
        List<String> parts = new ArrayList<>();
        outcome.counts().forEach((verdict, count) -> parts.add(count + " " + verdict.label()));
        if (!outcome.isComplete()) {
            parts.add(outcome.missing().size() + " without a verdict");
        }
        return (outcome.interrupted() ? "interrupted: " : "") + total + (total == 1 ? " job" : " jobs") + time + ": "
                + String.join(", ", parts);
    }
}
