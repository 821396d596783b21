package org.sluice.producer.jobfile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.job.Program;

/** The settings in force at a place of the job file. */
final class Settings {
    /** What is the same for all jobs with these settings, so that they can share it; null where a job's values matter. */
    record Shared(
            List<Program> programs, String directory, Map<String, String> environment, List<Template.Hole> holes) {}

    private List<ProgramTemplate> programs = List.of(new ProgramTemplate.JobText(0));
    private boolean hasRun;
    private boolean nextRunBeginsAnew = true;
    private Template directory = new Template(List.of());
    private Map<String, Template> environment = Map.of();
    private Optional<Duration> timeout = Optional.empty();
    private Shared shared;

    /** A copy for a block, whose run lines replace these. */
    Settings inner() {
        Settings inner = new Settings();
        inner.programs = programs;
        inner.hasRun = hasRun;
        inner.directory = directory;
        inner.environment = environment;
        inner.timeout = timeout;
        return inner;
    }

    /** A job has used these settings: run lines after it are a new list. */
    void used() {
        nextRunBeginsAnew = true;
    }

    void addRun(ProgramTemplate program) {
        List<ProgramTemplate> all = new ArrayList<>(nextRunBeginsAnew ? List.of() : programs);
        all.add(program);
        programs = all;
        hasRun = true;
        nextRunBeginsAnew = false;
        shared = null;
    }

    void setDirectory(Template value) {
        directory = value;
        shared = null;
    }

    void putEnvironment(String name, Template value) {
        environment = new LinkedHashMap<>(environment);
        environment.put(name, value);
        shared = null;
    }

    void setTimeout(Optional<Duration> value) {
        timeout = value;
    }

    /** Whether any run line was written; else the job's text is the line. */
    boolean hasRun() {
        return hasRun;
    }

    List<ProgramTemplate> programs() {
        return programs;
    }

    Template directory() {
        return directory;
    }

    boolean hasDirectory() {
        return !directory.parts().isEmpty();
    }

    Map<String, Template> environment() {
        return environment;
    }

    Optional<Duration> timeout() {
        return timeout;
    }

    Shared shared() {
        if (shared == null) {
            boolean fixed = programs.stream()
                    .allMatch(p -> (p instanceof ProgramTemplate.Direct || p instanceof ProgramTemplate.Shell)
                            && p.holes().isEmpty());
            List<Template.Hole> holes = Stream.of(
                            programs.stream().flatMap(p -> p.holes().stream()),
                            directory.holes().stream(),
                            environment.values().stream().flatMap(v -> v.holes().stream()))
                    .flatMap(s -> s)
                    .toList();
            // Of such a list a job makes no copy, which it would of one by Stream.toList().
            shared = new Shared(
                    fixed
                            ? programs.stream().map(p -> Jobs.fill(p, null)).collect(Collectors.toUnmodifiableList())
                            : null,
                    directory.isLiteral() ? directory.fill(null) : null,
                    environment.values().stream().allMatch(Template::isLiteral) ? Jobs.fill(environment, null) : null,
                    holes);
        }
        return shared;
    }
}
