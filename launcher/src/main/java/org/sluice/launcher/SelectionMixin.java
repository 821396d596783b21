package org.sluice.launcher;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sluice.job.ExitCode;
import org.sluice.job.Job;
import org.sluice.job.Limits;
import org.sluice.producer.jobfile.JobFile;
import org.sluice.producer.jobfile.JobFileException;
import org.sluice.reporting.SafeText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which jobs of a job file are run, and how often. */
final class SelectionMixin {
    private static final int MOST_NAMES = 5;
    private static final int MOST_REPEATS = 1_000_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-R", "--tests-regex"},
            paramLabel = "REGEX",
            converter = RegexConverter.class,
            description = "Takes only jobs in whose name this is found.")
    private Pattern name;

    @Option(
            names = {"-E", "--exclude-regex"},
            paramLabel = "REGEX",
            converter = RegexConverter.class,
            description = "Leaves out jobs in whose name this is found.")
    private Pattern notName;

    @Option(
            names = {"-L", "--label-regex"},
            paramLabel = "REGEX",
            converter = RegexConverter.class,
            description =
                    "Takes only jobs with a label in which this is found; given again, also with one for the other.")
    private List<Pattern> labels = new ArrayList<>();

    @Option(
            names = {"-LE", "--label-exclude"},
            paramLabel = "REGEX",
            converter = RegexConverter.class,
            description =
                    "Leaves out jobs with a label in which this is found; given again, only those that have one for"
                            + " each.")
    private List<Pattern> notLabels = new ArrayList<>();

    @Option(
            names = "--rerun-failed",
            paramLabel = "BATCH",
            arity = "0..1",
            fallbackValue = OutMixin.LATEST,
            description =
                    "Takes only jobs that did not pass, or have no verdict, in the last batch, or in the one whose id"
                            + " or directory is given. Without a FILE it reads that batch's job file again.")
    private String rerunFailed;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Runs every job that did not pass again, up to N times, whatever the job file says.")
    private Integer retries;

    @Option(
            names = "--until-fail",
            paramLabel = "N",
            description = "Runs every job that passes again, up to N times in a row, to find one that does not always"
                    + " pass.")
    private Integer untilFail;

    /**
     * Reads a job file and takes what is wanted of it.
     *
     * @param file the job file; null if none was given
     * @throws UsageException if there is no job file, or nothing is wanted of it
     */
    JobFile read(String file, OutMixin out) throws JobFileException {
        if (retries != null && (retries < 0 || retries > Limits.MOST_RETRIES)) {
            throw new UsageException(
                    "--retries takes a number from 0 to " + Limits.MOST_RETRIES + ", not " + retries + ".",
                    ExitCode.USAGE);
        }
        if (untilFail != null && (untilFail < 1 || untilFail > MOST_REPEATS)) {
            throw new UsageException(
                    "--until-fail takes a number from 1 to " + MOST_REPEATS + ", not " + untilFail + ".",
                    ExitCode.USAGE);
        }
        Optional<LastBatch> last = Optional.ofNullable(rerunFailed).map(asked -> LastBatch.find(asked, file, out));
        String toRead = last.map(LastBatch::jobFile).orElse(file);
        if (toRead == null) {
            throw new UsageException(
                    "No job file is given, such as server.inp; - reads standard input.", ExitCode.USAGE);
        }
        Optional<Set<String>> notPassed = last.map(LastBatch::notPassed);
        if (notPassed.isPresent() && notPassed.get().isEmpty()) {
            throw new UsageException(
                    "Nothing to run: every job of batch "
                            + last.get().outcome().batch().id() + " passed or was skipped.",
                    ExitCode.NOTHING_TO_RUN);
        }
        JobFile jobFile = JobFile.read(toRead, System.in);
        notPassed.ifPresent(names -> tellMissing(names, jobFile));
        return new JobFile(
                repeated(retried(selected(jobFile, notPassed))), jobFile.sourceName(), jobFile.baseDirectory());
    }

    private List<Job> selected(JobFile jobFile, Optional<Set<String>> oneOf) {
        boolean all = name == null && notName == null && labels.isEmpty() && notLabels.isEmpty() && oneOf.isEmpty();
        if (all) {
            return jobFile.jobs();
        }
        Selection selection =
                new Selection(Optional.ofNullable(name), Optional.ofNullable(notName), labels, notLabels, oneOf);
        List<Job> selected = selection.of(jobFile.jobs());
        if (selected.isEmpty()) {
            int count = jobFile.jobs().size();
            String none = count == 1 ? "the one job" : "none of the " + count + " jobs";
            throw new UsageException(
                    "Nothing to run: " + none + " of " + jobFile.sourceName() + " is " + (count == 1 ? "not " : "")
                            + "selected by " + given() + ".",
                    ExitCode.NOTHING_TO_RUN);
        }
        return selected;
    }

    private List<Job> retried(List<Job> jobs) {
        return retries == null
                ? jobs
                : jobs.stream()
                        .map(job -> job.withLimits(job.limits().withRetries(retries)))
                        .toList();
    }

    private List<Job> repeated(List<Job> jobs) {
        return untilFail == null
                ? jobs
                : jobs.stream()
                        .map(job -> job.withLimits(job.limits().withRepeats(untilFail)))
                        .toList();
    }

    private void tellMissing(Set<String> names, JobFile jobFile) {
        Set<String> missing = new LinkedHashSet<>(names);
        jobFile.jobs().forEach(job -> missing.remove(job.name()));
        if (!missing.isEmpty()) {
            String shown = missing.stream()
                    .limit(MOST_NAMES)
                    .map(job -> "'" + SafeText.line(job) + "'")
                    .collect(Collectors.joining(", "));
            command.commandLine()
                    .getErr()
                    .println("Of the jobs that are to be run again, " + jobFile.sourceName() + " has no more: " + shown
                            + (missing.size() > MOST_NAMES ? " and " + (missing.size() - MOST_NAMES) + " others" : "")
                            + ".");
        }
    }

    /** The selecting options as they are in force. */
    private String given() {
        return List.of("-R", "-E", "-L", "-LE", "--rerun-failed").stream()
                .map(command::findOption)
                .filter(SelectionMixin::isInForce)
                .map(option -> option.shortestName())
                .collect(Collectors.joining(", "));
    }

    private static boolean isInForce(OptionSpec option) {
        Object value = option.getValue();
        return value instanceof List<?> list ? !list.isEmpty() : value != null;
    }

    /** @throws UsageException if one of these options is on the command line, where it would have no effect */
    void refuseWith(String other) {
        command.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> List.of("-R", "-E", "-L", "-LE", "--rerun-failed", "--retries", "--until-fail")
                        .contains(option.shortestName()))
                .findFirst()
                .ifPresent(option -> {
                    throw new UsageException(
                            other + " goes on with the jobs of the batch as they were posted; it takes no "
                                    + option.shortestName() + ".",
                            ExitCode.USAGE);
                });
    }
}
