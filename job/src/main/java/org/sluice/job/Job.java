package org.sluice.job;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One independent test case.
 *
 * @param number its place in the batch, from 1
 * @param name its name, unique in the batch
 * @param programs what is run, in this order, until one fails; at least one
 * @param directory where the programs run, relative to the directory that the consumer was given; {@code ""} is that
 *     directory itself
 * @param environment what is added to the environment of the programs, in the order of the job file
 * @param timeout how long all programs together may take; empty means without limit
 */
public record Job(
        int number,
        String name,
        List<Program> programs,
        String directory,
        Map<String, String> environment,
        Optional<Duration> timeout) {
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
    }
}
