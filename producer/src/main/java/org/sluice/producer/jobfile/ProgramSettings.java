package org.sluice.producer.jobfile;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.job.Check;

/** The run lines in force, and the check and compare lines. */
final class ProgramSettings {
    private final Row<ProgramTemplate> programs;
    private final Row<ProgramTemplate> checks;
    private boolean hasRun;

    private ProgramSettings(Row<ProgramTemplate> programs, Row<ProgramTemplate> checks, boolean hasRun) {
        this.programs = programs;
        this.checks = checks;
        this.hasRun = hasRun;
    }

    /** The text of a job is what it runs. */
    ProgramSettings() {
        this(new Row<>(List.of(new ProgramTemplate.JobText(0))), new Row<>(List.of()), false);
    }

    ProgramSettings inner() {
        return new ProgramSettings(programs.inner(), checks.inner(), hasRun);
    }

    void used() {
        programs.used();
        checks.used();
    }

    void addRun(ProgramTemplate program) {
        programs.add(List.of(program));
        hasRun = true;
    }

    void addCheck(ProgramTemplate check) {
        checks.add(List.of(check));
    }

    /** Whether any run line was written; else the job's text is the line. */
    boolean hasRun() {
        return hasRun;
    }

    List<ProgramTemplate> programs() {
        return programs.all();
    }

    List<ProgramTemplate> checks() {
        return checks.all();
    }

    /** Whether a check was written since the last job, or in a block one of its own. */
    boolean hasNewCheck() {
        return checks.hasNew();
    }

    /** A line that was written since the last job or case, if there is any. */
    Optional<ProgramTemplate> newest() {
        return programs.hasNew()
                ? Optional.of(programs.all().get(0))
                : checks.hasNew() ? Optional.of(checks.all().get(0)) : Optional.empty();
    }

    /** What the lines are for all jobs alike; null where a job's values matter. */
    static <T extends Check> List<T> fixed(List<ProgramTemplate> lines, Class<T> kind) {
        boolean fixed = lines.stream()
                .allMatch(line -> line.isComplete() && line.holes().isEmpty());
        // Of such a list a job makes no copy, which it would of one by Stream.toList().
        return fixed
                ? lines.stream().map(line -> kind.cast(fill(line, null))).collect(Collectors.toUnmodifiableList())
                : null;
    }

    /** The program or check of a job; a line without placeholders is the same for all and may be given null. */
    static Check fill(ProgramTemplate template, Subject subject) {
        if (template instanceof ProgramTemplate.Compare compare) {
            return compare.fill(subject);
        }
        if (template instanceof ProgramTemplate.Direct direct) {
            return direct.fill(subject);
        }
        return ((ProgramTemplate.Shell) template).fill(subject);
    }
}
