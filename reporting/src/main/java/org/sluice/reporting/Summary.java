package org.sluice.reporting;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.job.Attempt;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/**
 * What a person reads when a batch is over: the jobs that did not pass, by their reason and the newest first, with the
 * end of their output and a command that runs each alone; then what was skipped, what is flaky and what else is worth
 * a remark; then where everything is kept, and last the counts.
 */
public final class Summary {
    private static final int IN_FULL = 10;
    /** Those that fail for one reason mostly look alike. */
    private static final int IN_FULL_OF_A_REASON = 3;

    private static final int IN_ONE_LINE = 100;
    private static final int NAMES = 10;
    private static final int CASES = 20;
    private static final int OUTPUT_LINES = 20;
    private static final int OUTPUT_BYTES = 16 * 1024;
    private static final int LINE_LIMIT = 200;

    private final BatchOutcome outcome;
    private final BatchDirectory directory;
    private final PrintStream out;
    private final String rerunCommandPrefix;
    private final boolean withOutput;
    private final Runs runs;
    private int inFull;
    private int inOneLine;
    private int untold;

    private Summary(
            BatchOutcome outcome,
            BatchDirectory directory,
            PrintStream out,
            String rerunCommandPrefix,
            boolean withOutput) {
        this.outcome = outcome;
        this.directory = directory;
        this.out = out;
        this.rerunCommandPrefix = rerunCommandPrefix;
        this.withOutput = withOutput;
        this.runs = new Runs(outcome);
    }

    /**
     * Prints the summary. Up to 10 jobs that did not pass, 3 of one reason, are told in full, 100 more in a line each.
     *
     * @param directory where the output of the jobs is read; one that is not there is left out
     * @param out is not closed
     * @param rerunCommandPrefix what has to be typed before each job's command so that it runs where the consumers run
     *     theirs, for example {@code "cd /srv/cases && "}; {@code ""} when that is the current directory
     * @param withOutput whether the end of their output is part of it; not when it was printed as it came
     */
    public static void print(
            BatchOutcome outcome,
            BatchDirectory directory,
            PrintStream out,
            String rerunCommandPrefix,
            boolean withOutput) {
        new Summary(outcome, directory, out, rerunCommandPrefix, withOutput).print();
    }

    private void print() {
        ReasonGroup.of(outcome, verdict -> !verdict.isSuccess()).forEach(this::printGroup);
        printMissing();
        if (untold > 0) {
            out.println();
            out.println(untold + " more did not pass; all are in the reports below");
        }
        ReasonGroup.of(outcome, verdict -> verdict == Verdict.SKIPPED).forEach(this::printSkipped);
        printFlaky();
        printRemarks();
        out.println();
        if (!outcome.superseded().isEmpty()) {
            out.println(
                    "late results that did not count: " + outcome.superseded().size());
        }
        outcome.brokenOff().ifPresent(why -> out.println("broken off: " + SafeText.line(why)));
        out.println("kept in " + SafeText.line(directory.path().toString()) + ": "
                + Stream.of(
                                directory.reportHtml(),
                                directory.joblog(),
                                directory.junitXml(),
                                directory.resultsCsv(),
                                directory.trace(),
                                directory.journal())
                        .map(this::inside)
                        .collect(Collectors.joining(", ")));
        out.println(counts());
    }

    private void printGroup(ReasonGroup group) {
        int size = group.results().size();
        boolean haveOne = !group.reason().isEmpty();
        String label = group.verdict().label();
        heading(size, haveOne ? label + ": " + SafeText.line(group.reason(), LINE_LIMIT) : label + size(size));
        List<JobResult> begun =
                group.results().stream().filter(result -> !isNotBegun(result)).toList();
        int wanted = Math.min(begun.size(), haveOne ? IN_FULL_OF_A_REASON : IN_FULL);
        int full = Math.min(wanted, IN_FULL - inFull);
        for (JobResult result : begun.subList(0, full)) {
            inFull++;
            printInFull(result, group.ownReason(result));
        }
        if (full > 0 && full < begun.size()) {
            out.println();
        }
        for (JobResult result : begun.subList(full, begun.size())) {
            printInOneLine(named(result.name(), group.ownReason(result)) + " (" + where(result) + ")");
        }
        printNames(
                "not begun: ",
                group.results().stream().filter(Summary::isNotBegun).toList());
    }

    private static String size(int size) {
        return size == 1 ? "" : ", each for a reason of its own";
    }

    /** There is nothing to tell of a job that was cancelled before it was begun, and no reason to run it alone. */
    private static boolean isNotBegun(JobResult result) {
        return result.verdict() == Verdict.CANCELLED && result.programs().isEmpty();
    }

    private void printInFull(JobResult result, String ownReason) {
        Job job = outcome.batch().job(result.job());
        out.println();
        out.println("  " + named(job.name(), ownReason));
        out.println("    " + where(result));
        earlier(result).forEach(before -> out.println("    " + before));
        result.cases().stream()
                .filter(each -> !each.verdict().isSuccess())
                .limit(CASES)
                .forEach(each ->
                        out.println("    " + each.verdict().label() + ": " + named(each.name(), each.reason())));
        result.remarks().forEach(remark -> out.println("    " + SafeText.line(remark, LINE_LIMIT)));
        Path files = directory.files(job.number(), job.name());
        if (Files.isDirectory(files)) {
            out.println("    files that it kept: " + SafeText.line(files.toString()));
        }
        if (withOutput) {
            printOutput("stderr", directory.stderr(job.number(), job.name()));
            printOutput("stdout", directory.stdout(job.number(), job.name()));
        }
        printRerun(job);
    }

    private void printInOneLine(String line) {
        if (inOneLine < IN_ONE_LINE) {
            inOneLine++;
            out.println("  " + line);
        } else {
            untold++;
        }
    }

    private void printMissing() {
        List<Job> missing = outcome.missing();
        if (missing.isEmpty()) {
            return;
        }
        heading(missing.size(), "without a verdict");
        for (Job job : missing) {
            String line = SafeText.line(job.name(), LINE_LIMIT) + ": " + heardOf(job);
            if (inFull < IN_FULL) {
                inFull++;
                out.println();
                out.println("  " + line);
                printRerun(job);
            } else {
                printInOneLine(line);
            }
        }
    }

    private String heardOf(Job job) {
        Collection<Attempt> begun = runs.begun(job.number());
        return begun.isEmpty() ? "not begun" : "begun on " + consumers(begun) + ", no result came";
    }

    private void printSkipped(ReasonGroup group) {
        if (!group.reason().isEmpty()) {
            heading(group.results().size(), "skipped: " + SafeText.line(group.reason(), LINE_LIMIT));
            printNames("", group.results());
            return;
        }
        heading(group.results().size(), "skipped" + size(group.results().size()));
        print(group.results(), result -> named(result.name(), result.reason()));
    }

    private void printFlaky() {
        List<JobResult> flaky = newestFirst(outcome.flaky());
        if (!flaky.isEmpty()) {
            heading(flaky.size(), "flaky: passed after a retry");
            print(
                    flaky,
                    result -> named(
                            result.name(),
                            String.join("; ", earlier(result)) + "; passed on "
                                    + SafeText.line(result.attempt().consumer())));
        }
    }

    /** Of jobs that did not pass the remarks have been told. */
    private void printRemarks() {
        List<JobResult> remarked = newestFirst(outcome.results().values().stream()
                .filter(result ->
                        result.verdict().isSuccess() && !result.remarks().isEmpty())
                .toList());
        if (!remarked.isEmpty()) {
            heading(remarked.size(), "passed or skipped with a remark");
            print(remarked, result -> named(result.name(), String.join("; ", result.remarks())));
        }
    }

    private void print(List<JobResult> results, Function<JobResult, String> line) {
        results.stream().limit(IN_ONE_LINE).forEach(result -> out.println("  " + line.apply(result)));
        if (results.size() > IN_ONE_LINE) {
            out.println("  and " + (results.size() - IN_ONE_LINE) + " more");
        }
    }

    private void printNames(String before, List<JobResult> results) {
        if (results.isEmpty()) {
            return;
        }
        String names = results.stream()
                .limit(NAMES)
                .map(result -> SafeText.line(result.name(), LINE_LIMIT))
                .collect(Collectors.joining(", "));
        String more = results.size() > NAMES ? " and " + (results.size() - NAMES) + " more" : "";
        out.println("  " + before + names + more);
    }

    private void heading(int count, String what) {
        out.println();
        out.println(count + " " + what);
    }

    private static String named(String name, String told) {
        String safe = SafeText.line(name, LINE_LIMIT);
        return told.isEmpty() ? safe : safe + ": " + SafeText.line(told, LINE_LIMIT);
    }

    /** How each attempt before the verdict ended. */
    private List<String> earlier(JobResult verdict) {
        List<String> told = new ArrayList<>();
        for (JobResult before : runs.earlier(verdict.job())) {
            boolean isSame =
                    before.verdict() == verdict.verdict() && before.reason().equals(verdict.reason());
            String how = before.verdict().label() + ", " + SafeText.line(before.reason(), LINE_LIMIT);
            told.add("attempt " + (told.size() + 1) + " on "
                    + SafeText.line(before.attempt().consumer()) + ": " + (isSame ? "the same" : how));
        }
        return told;
    }

    private static List<JobResult> newestFirst(List<JobResult> results) {
        List<JobResult> newest = new ArrayList<>(results);
        Collections.reverse(newest);
        return newest;
    }

    private String where(JobResult result) {
        String where = "on " + SafeText.line(result.attempt().consumer()) + ", " + Durations.format(result.wall());
        Collection<Attempt> begun = runs.begun(result.job());
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
            return "all " + total + " passed" + flaky() + time;
        }
        List<String> parts = new ArrayList<>();
        outcome.counts()
                .forEach((verdict, count) ->
                        parts.add(count + " " + verdict.label() + (verdict == Verdict.PASSED ? flaky() : "")));
        if (!outcome.isComplete()) {
            parts.add(outcome.missing().size() + " without a verdict");
        }
        return (outcome.interrupted() ? "interrupted: " : "") + total + (total == 1 ? " job" : " jobs") + time + ": "
                + String.join(", ", parts);
    }

    private String flaky() {
        int flaky = outcome.flaky().size();
        return flaky == 0 ? "" : " (" + flaky + " flaky)";
    }
}
