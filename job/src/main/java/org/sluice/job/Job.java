package org.sluice.job;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One independent test case.
 *
 * @param number its place in the batch, from 1
 * @param name its name, unique in the batch
 * @param programs what is run, in this order, until one fails; at least one, or none if there are cases
 * @param directory where the programs run, relative to the directory that the consumer was given; {@code ""} is that
 *     directory itself
 * @param environment what is added to the environment of the programs, in the order of the job file
 * @param limits what it may take
 * @param judging how the programs and their results are judged
 * @param placement where it may run, and beside what
 * @param workspace its files
 * @param labels by which it can be selected
 * @param preparation what is seen to before the first program is started
 * @param cases what is run instead of programs, each with a verdict of its own; {@code judging} then says nothing
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
        List<String> labels,
        Preparation preparation,
        List<Case> cases) {
    public Job {
        if (number < 1) {
            throw new IllegalArgumentException("jobs are numbered from 1, not " + number);
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("job " + number + " has no name");
        }
        if (programs.isEmpty() == cases.isEmpty()) {
            throw new IllegalArgumentException(
                    "job " + name + (cases.isEmpty() ? " has no program" : " has programs beside its cases"));
        }
        programs = List.copyOf(programs);
        Objects.requireNonNull(directory);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        Objects.requireNonNull(limits);
        Objects.requireNonNull(judging);
        Objects.requireNonNull(placement);
        Objects.requireNonNull(workspace);
        labels = List.copyOf(labels);
        Objects.requireNonNull(preparation);
        cases = List.copyOf(cases);
        refuseWhatIsNotBefore(cases);
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
                List.of(),
                Preparation.NONE,
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
                List.of(),
                Preparation.NONE,
                List.of());
    }

    /** The same, under another number. */
    public Job withNumber(int other) {
        Draft draft = new Draft(this);
        draft.number = other;
        return draft.job();
    }

    /** The same, run elsewhere. */
    public Job withDirectory(String other) {
        Draft draft = new Draft(this);
        draft.directory = other;
        return draft.job();
    }

    /** The same, with these variables. */
    public Job withEnvironment(Map<String, String> other) {
        Draft draft = new Draft(this);
        draft.environment = other;
        return draft.job();
    }

    /** The same, with other limits. */
    public Job withLimits(Limits other) {
        Draft draft = new Draft(this);
        draft.limits = other;
        return draft.job();
    }

    /** The same, judged otherwise. */
    public Job withJudging(Judging other) {
        Draft draft = new Draft(this);
        draft.judging = other;
        return draft.job();
    }

    /** The same, placed otherwise. */
    public Job withPlacement(Placement other) {
        Draft draft = new Draft(this);
        draft.placement = other;
        return draft.job();
    }

    /** The same, with other files. */
    public Job withWorkspace(Workspace other) {
        Draft draft = new Draft(this);
        draft.workspace = other;
        return draft.job();
    }

    /** The same, with these labels. */
    public Job withLabels(List<String> other) {
        Draft draft = new Draft(this);
        draft.labels = other;
        return draft.job();
    }

    /** The same, after other preparations. */
    public Job withPreparation(Preparation other) {
        Draft draft = new Draft(this);
        draft.preparation = other;
        return draft.job();
    }

    /** The same, with these cases instead of programs. */
    public Job withCases(List<Case> other) {
        Draft draft = new Draft(this);
        draft.programs = List.of();
        draft.cases = other;
        return draft.job();
    }

    /** How long all programs and checks together may take; empty means without limit. */
    public Optional<Duration> timeout() {
        return limits.timeout();
    }

    /** How long what is asked to end may take before it is killed; empty means as long as the consumer has it. */
    public Optional<Duration> grace() {
        return limits.grace();
    }

    /** The checks that can be reached, those of cases included: none of what is expected to fail. */
    public List<Check> checks() {
        return cases.isEmpty()
                ? judging.willFail() ? List.of() : judging.checks()
                : cases.stream().flatMap(each -> each.checks().stream()).toList();
    }

    /** All programs that are run when each line ends as it should: also those of cases and of checks that can be reached. */
    public List<Program> lines() {
        return cases.isEmpty()
                ? lines(programs, checks())
                : cases.stream()
                        .flatMap(each -> lines(each.programs(), each.checks()).stream())
                        .toList();
    }

    private static List<Program> lines(List<Program> programs, List<Check> checks) {
        Stream<Program> checking =
                checks.stream().filter(Program.class::isInstance).map(Program.class::cast);
        return Stream.concat(programs.stream(), checking).toList();
    }

    private static void refuseWhatIsNotBefore(List<Case> cases) {
        Set<String> before = new HashSet<>();
        for (Case each : cases) {
            each.requires().stream()
                    .filter(name -> !before.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException(
                                "case " + each.name() + " requires " + name + ", which is no case before it");
                    });
            if (!before.add(each.name())) {
                throw new IllegalArgumentException("two cases have the name " + each.name());
            }
        }
    }

    /** A job that is being made of another one: the only place, beside the record itself, that knows all its parts. */
    private static final class Draft {
        private int number;
        private final String name;
        private List<Program> programs;
        private String directory;
        private Map<String, String> environment;
        private Limits limits;
        private Judging judging;
        private Placement placement;
        private Workspace workspace;
        private List<String> labels;
        private Preparation preparation;
        private List<Case> cases;

        private Draft(Job job) {
            number = job.number;
            name = job.name;
            programs = job.programs;
            directory = job.directory;
            environment = job.environment;
            limits = job.limits;
            judging = job.judging;
            placement = job.placement;
            workspace = job.workspace;
            labels = job.labels;
            preparation = job.preparation;
            cases = job.cases;
        }

        private Job job() {
            return new Job(
                    number,
                    name,
                    programs,
                    directory,
                    environment,
                    limits,
                    judging,
                    placement,
                    workspace,
                    labels,
                    preparation,
                    cases);
        }
    }
}
