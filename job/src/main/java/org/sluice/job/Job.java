package org.sluice.job;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One independent test case.
 *
 * @param number its place in the batch, from 1
 * @param name its name, unique in the batch
 * @param programs what is run, in this order, until one fails; at least one
 * @param directory where the programs run, relative to the directory that the consumer was given; {@code ""} is that
 *     directory itself
 * @param environment what is added to the environment of the programs, in the order of the job file
 * @param limits what it may take
 * @param judging how the programs and their results are judged
 * @param placement where it may run, and beside what
 * @param workspace its files
 * @param labels by which it can be selected
 */
public record Job(
        int number,
        String name,
        List<Program> programs,
        String directory,
        Map<String, String> environment,
        Limits limits,
        Judging judging,
        Placement placement,
        Workspace workspace,
        List<String> labels) {
    public Job {
        if (number < 1) {
            throw new IllegalArgumentException("jobs are numbered from 1, not " + number);
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("job " + number + " has no name");
        }
        if (programs.isEmpty()) {
            throw new IllegalArgumentException("job " + name + " has no program");
        }
        programs = List.copyOf(programs);
        Objects.requireNonNull(directory);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        Objects.requireNonNull(limits);
        Objects.requireNonNull(judging);
        Objects.requireNonNull(placement);
        Objects.requireNonNull(workspace);
        labels = List.copyOf(labels);
    }

    /** A job of which nothing else is said. */
    public Job(int number, String name, List<Program> programs) {
        this(
                number,
                name,
                programs,
                "",
                Map.of(),
                Limits.NONE,
                Judging.DEFAULT,
                Placement.ANYWHERE,
                Workspace.NONE,
                List.of());
    }

    /** A job that runs anywhere and is judged as usual, by the exit codes of its programs. */
    public Job(
            int number,
            String name,
            List<Program> programs,
            String directory,
            Map<String, String> environment,
            Optional<Duration> timeout) {
        this(
                number,
                name,
                programs,
                directory,
                environment,
                new Limits(timeout, Optional.empty(), 0),
                Judging.DEFAULT,
                Placement.ANYWHERE,
                Workspace.NONE,
                List.of());
    }

    /** The same, under another number. */
    public Job withNumber(int other) {
        return new Job(other, name, programs, directory, environment, limits, judging, placement, workspace, labels);
    }

    /** The same, run elsewhere. */
    public Job withDirectory(String other) {
        return new Job(number, name, programs, other, environment, limits, judging, placement, workspace, labels);
    }

    /** The same, with these variables. */
    public Job withEnvironment(Map<String, String> other) {
        return new Job(number, name, programs, directory, other, limits, judging, placement, workspace, labels);
    }

    /** The same, with other limits. */
    public Job withLimits(Limits other) {
        return new Job(number, name, programs, directory, environment, other, judging, placement, workspace, labels);
    }

    /** The same, judged otherwise. */
    public Job withJudging(Judging other) {
        return new Job(number, name, programs, directory, environment, limits, other, placement, workspace, labels);
    }

    /** The same, placed otherwise. */
    public Job withPlacement(Placement other) {
        return new Job(number, name, programs, directory, environment, limits, judging, other, workspace, labels);
    }

    /** The same, with other files. */
    public Job withWorkspace(Workspace other) {
        return new Job(number, name, programs, directory, environment, limits, judging, placement, other, labels);
    }

    /** The same, with these labels. */
    public Job withLabels(List<String> other) {
        return new Job(number, name, programs, directory, environment, limits, judging, placement, workspace, other);
    }

    /** How long all programs and checks together may take; empty means without limit. */
    public Optional<Duration> timeout() {
        return limits.timeout();
    }

    /** How long what is asked to end may take before it is killed; empty means as long as the consumer has it. */
    public Optional<Duration> grace() {
        return limits.grace();
    }

    /** The checks that can be reached: none if the job is expected to fail. */
    public List<Check> checks() {
        return judging.willFail() ? List.of() : judging.checks();
    }

    /** All programs that are run when each line ends as it should: also those of the checks that can be reached. */
    public List<Program> lines() {
        Stream<Program> checking =
                checks().stream().filter(Program.class::isInstance).map(Program.class::cast);
        return Stream.concat(programs.stream(), checking).toList();
    }
}
