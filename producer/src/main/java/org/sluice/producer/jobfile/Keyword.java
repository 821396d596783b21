package org.sluice.producer.jobfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that begin a line of a job file, each with what a person needs to use it. */
enum Keyword {
    JOB(
            "job",
            "job TEXT... [{ SETTINGS }]",
            "adds one job; its words, joined by spaces, are its name and its text",
            "job \"Test 1\" { timeout 2h }"),
    EACH(
            "each",
            "each GLOB [{ SETTINGS }]",
            "adds one job for each file or directory that matches, in natural order",
            "each cases/*/ { run ./solver {path}input.mdu }"),
    CASE(
            "case",
            "case TEXT... [{ SETTINGS }]",
            "in the block of a job: adds a case, which has a verdict of its own",
            "case \"Set up\" { run ./make-mesh }"),
    RUN(
            "run",
            "run PROGRAM [ARGUMENT...]",
            "what the jobs run; several lines run one after the other until one fails",
            "run ./run-case.sh {name}"),
    CHECK(
            "check",
            "check PROGRAM [ARGUMENT...]",
            "what is run when all run lines have passed; the job differs unless it exits with 0",
            "check grep -q \"run completed\" flume.log"),
    COMPARE(
            "compare",
            "compare FILE REFERENCE [-rel R] [-abs A] [-ignore REGEX]",
            "a file that is to be as its reference when all run lines have passed, numbers within a tolerance",
            "compare flume.his reference/flume.his -rel 1e-6"),
    EXIT("exit", "exit CODE...", "the exit codes with which a run line passes, instead of 0", "exit 0 2"),
    SKIP_CODE(
            "skip-code",
            "skip-code CODE|none",
            "the exit code with which a run line says that the job does not apply here, instead of 77",
            "skip-code 4"),
    WILL_FAIL("will-fail", "will-fail [yes|no]", "whether a run line is expected to fail", "will-fail"),
    PASS_MATCH(
            "pass-match",
            "pass-match REGEX|none",
            "a pattern that must be found in what the run lines print, whatever they exit with",
            "pass-match {completed in \\d+ steps}"),
    FAIL_MATCH(
            "fail-match",
            "fail-match REGEX|none",
            "a pattern that must not be found in what the run lines print",
            "fail-match \"solution diverged\""),
    SKIP_MATCH(
            "skip-match",
            "skip-match REGEX|none",
            "a pattern with which the run lines say that the job does not apply here",
            "skip-match {no (gpu|licence) found}"),
    DIR("dir", "dir DIRECTORY", "where the programs run, relative to the consumer's directory", "dir cases/{name}"),
    ENV("env", "env NAME VALUE", "adds a variable to the programs' environment", "env OMP_NUM_THREADS 4"),
    ENV_APPEND(
            "env-append",
            "env-append NAME VALUE [-sep TEXT]",
            "puts the value behind what the variable is where the job runs",
            "env-append PATH /opt/solver/bin -sep :"),
    ENV_PREPEND(
            "env-prepend",
            "env-prepend NAME VALUE [-sep TEXT]",
            "puts the value before what the variable is where the job runs",
            "env-prepend LD_LIBRARY_PATH /opt/solver/lib -sep :"),
    ENV_UNSET("env-unset", "env-unset NAME...", "takes variables away", "env-unset DISPLAY"),
    TIMEOUT("timeout", "timeout DURATION|none", "how long all programs of a job may take together", "timeout 20m"),
    GRACE(
            "grace",
            "grace DURATION",
            "how long what is asked to end may take before it is killed, instead of 10s",
            "grace 1m"),
    RETRIES("retries", "retries N", "how often a job that did not pass is run again at most", "retries 2"),
    SCRATCH(
            "scratch",
            "scratch [yes|no]",
            "whether the job gets a directory of its own, which is removed after it",
            "scratch"),
    KEEP(
            "keep",
            "keep [-on-fail] GLOB...|none",
            "the files that are brought back beside the job's output",
            "keep *.his *.log"),
    NEEDS("needs", "needs LABEL...|none", "the labels that a consumer must have to run the job", "needs linux gpu"),
    SLOTS("slots", "slots N", "how many slots of one consumer the job takes, instead of 1", "slots 4"),
    ALONE(
            "alone",
            "alone [yes|no]",
            "whether nothing else of Sluice may run on the consumer at the same time",
            "alone"),
    LOCK(
            "lock",
            "lock NAME...|none",
            "names of which each is held by one job at a time, over all consumers",
            "lock licence"),
    REQUIRES_FILE(
            "requires-file",
            "requires-file FILE...|none",
            "adds files without which the job cannot be run",
            "requires-file mesh.grd"),
    REQUIRES_CASE(
            "requires-case",
            "requires-case NAME...",
            "in the block of a case: cases before it that must have passed, or it is not run",
            "requires-case \"Set up\""),
    DISABLED(
            "disabled",
            "disabled REASON|none",
            "why the job is not to be run: it is skipped",
            "disabled \"waits for the new mesh\""),
    LABEL("label", "label LABEL...|none", "adds labels by which -L and -LE select the job", "label nightly slow");

    /** Each line of a file of 100,000 jobs is looked up. */
    private static final Map<String, Keyword> BY_WORD =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Keyword::word, Function.identity()));

    private final String word;
    private final String usage;
    private final String meaning;
    private final String example;

    Keyword(String word, String usage, String meaning, String example) {
        this.word = word;
        this.usage = usage;
        this.meaning = meaning;
        this.example = example;
    }

    /** The word as it stands in a job file. */
    public String word() {
        return word;
    }

    /** The word and its arguments: capitals stand for a value, brackets for what may be left out. */
    public String usage() {
        return usage;
    }

    /** What it does, in a phrase without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** A line that is right as it stands. */
    public String example() {
        return example;
    }

    /** All words. */
    static List<String> words() {
        return Stream.of(values()).map(Keyword::word).toList();
    }

    static Optional<Keyword> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** Whether placeholders are replaced in its arguments; elsewhere braces only group. */
    boolean takesPlaceholders() {
        return switch (this) {
            case RUN, CHECK, COMPARE, DIR, ENV, ENV_APPEND, ENV_PREPEND, REQUIRES_FILE, KEEP, LABEL -> true;
            default -> false;
        };
    }

    /** Whether a second line of it would only undo the first. */
    boolean isSingle() {
        return switch (this) {
            case EXIT, SKIP_CODE, WILL_FAIL, DIR, TIMEOUT, GRACE, RETRIES, SCRATCH, SLOTS, ALONE, DISABLED -> true;
            default -> false;
        };
    }

    /** Whether it sets something for jobs, at the top of the file as well as in the block of a job. */
    boolean isSetting() {
        return this != JOB && this != EACH && this != CASE && this != REQUIRES_CASE;
    }

    /** Whether it may stand at the top of the file. */
    boolean isOfFile() {
        return this != CASE && this != REQUIRES_CASE;
    }

    /** Whether it may stand in the block of a job. */
    boolean isOfJob() {
        return isSetting() || this == CASE;
    }

    /** Whether it may stand in the block of a case. */
    boolean isOfCase() {
        return switch (this) {
            case JOB, EACH, CASE, GRACE, RETRIES, SCRATCH, KEEP, NEEDS, SLOTS, ALONE, LOCK, LABEL -> false;
            default -> true;
        };
    }
}
