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
 * @param timeout how long all programs and checks together may take; empty means without limit
 * @param grace how long what is asked to end may take before it is killed; empty means as long as the consumer has it
 * @param judging how the programs and their results are judged
 */
public record Job(
        int number,
        String name,
        List<Program> programs,
        String directory,
        Map<String, String> environment,
        Optional<Duration> timeout,
        Optional<Duration> grace,
        Judging judging) {
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
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(grace);
        Objects.requireNonNull(judging);
    }

    /** A job that is judged as usual, by the exit codes of its programs. */
    public Job(
            int number,
            String name,
            List<Program> programs,
            String directory,
            Map<String, String> environment,
            Optional<Duration> timeout) {
        this(number, name, programs, directory, environment, timeout, Optional.empty(), Judging.DEFAULT);
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
