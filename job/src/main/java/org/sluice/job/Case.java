package org.sluice.job;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of a job that has a verdict of its own. The cases of a job depend on one another: they are run in their order, on
 * one consumer, one at a time. One that ends otherwise than it should keeps from running only those that require it.
 *
 * @param name its name, unique in the job
 * @param programs what is run, in this order, until one fails; at least one
 * @param directory where the programs run, as {@link Job#directory()} is
 * @param environment what is added to the environment, behind the job's own
 * @param preparation what is seen to before the first program is started, behind the job's own
 * @param timeout how long all programs and checks of the case together may take; empty means without limit
 * @param judging how the programs and their results are judged
 * @param requires the names of cases before it that must have passed or been skipped; else it is not run
 */
public record Case(
        String name,
        List<Program> programs,
        String directory,
        Map<String, String> environment,
        Preparation preparation,
        Optional<Duration> timeout,
        Judging judging,
        List<String> requires) {
    public Case {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a case has no name");
        }
        if (programs.isEmpty()) {
            throw new IllegalArgumentException("case " + name + " has no program");
        }
        programs = List.copyOf(programs);
        Objects.requireNonNull(directory);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        Objects.requireNonNull(preparation);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(judging);
        requires = List.copyOf(requires);
    }

    /** The checks that can be reached: none if the case is expected to fail. */
    public List<Check> checks() {
        return judging.willFail() ? List.of() : judging.checks();
    }
}
