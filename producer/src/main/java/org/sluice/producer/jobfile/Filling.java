package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.job.Check;
import org.sluice.job.EnvironmentChange;
import org.sluice.job.Judging;
import org.sluice.job.Preparation;
import org.sluice.job.Program;

/**
 * Fills the values of one job or case in where the settings of what it runs have placeholders. What a value makes
 * impossible is reported.
 */
final class Filling {
    /** What is run, and how. */
    record Filled(
            List<Program> programs,
            Judging judging,
            String directory,
            Map<String, String> environment,
            Preparation preparation) {}

    private final Settings settings;
    private final Subject subject;
    private final Source source;
    private final Complaints complaints;
    private final Complaints here;

    /** @param here reports at the line of the job or case */
    Filling(Settings settings, Subject subject, Source source, Complaints complaints, Complaints here) {
        this.settings = settings;
        this.subject = subject;
        this.source = source;
        this.complaints = complaints;
        this.here = here;
    }

    /** Empty if there is a mistake. */
    Optional<Filled> fill(Supplier<ProgramTemplate> ownLine) {
        Shared shared = settings.shared();
        if (usesMissingPath(shared.holes())) {
            return Optional.empty();
        }
        List<Program> programs = shared.programs() != null
                ? shared.programs()
                : lines(Program.class, settings.programs().programs(), ownLine);
        Judging judging = shared.judging() != null || programs.isEmpty() ? shared.judging() : judging(ownLine);
        String directory = shared.directory() != null ? shared.directory() : directory();
        Preparation preparation = shared.preparation() != null ? shared.preparation() : preparation();
        if (programs.isEmpty() || judging == null || directory == null || preparation == null) {
            return Optional.empty();
        }
        Map<String, String> environment =
                shared.environment() != null ? shared.environment() : Template.fill(settings.environment(), subject);
        return Optional.of(new Filled(programs, judging, directory, environment, preparation));
    }

    /** Whether one of the placeholders stands for a match of {@code each} that there is not; that is reported. */
    boolean usesMissingPath(List<Template.Hole> holes) {
        if (subject.path() != null) {
            return false;
        }
        for (Template.Hole hole : holes) {
            if (hole.placeholder() == Placeholder.PATH) {
                complaints.add(
                        hole.offset(),
                        hole.placeholder().sign().length(),
                        "{path} is what each has found, and job " + Excerpt.quoted(subject.name())
                                + " comes from no each",
                        "{name}, or these jobs made by each",
                        Keyword.EACH.example());
                return true;
            }
        }
        return false;
    }

    /** Null if there is a mistake in it, as of the others. */
    private Judging judging(Supplier<ProgramTemplate> ownLine) {
        List<Check> checks = lines(Check.class, settings.programs().checks(), ownLine);
        return checks.isEmpty() ? null : settings.judging().judging(checks);
    }

    /** Where it runs; null if its values leave nothing of that. */
    String directory() {
        String directory = settings.directory().fill(subject);
        if (!directory.isEmpty() || settings.directory().parts().isEmpty()) {
            return directory;
        }
        here.add(
                0,
                0,
                "dir " + settings.directory().asWritten() + " is empty for this job",
                "a name for which it is not",
                Keyword.DIR.example());
        return null;
    }

    private Preparation preparation() {
        PreparationSettings said = settings.preparation();
        List<String> files = new ArrayList<>();
        for (PlacedTemplate file : said.requiredFiles()) {
            String name = file.value().fill(subject);
            if (name.isEmpty()) {
                complaints.add(
                        file.offset(),
                        file.length(),
                        "this file has no name for job " + Excerpt.quoted(subject.name()),
                        "placeholders that are not empty",
                        Keyword.REQUIRES_FILE.example());
                return null;
            }
            files.add(name);
        }
        List<EnvironmentChange> changes =
                said.changes().stream().map(change -> change.filled(subject)).toList();
        return new Preparation(said.disabled(), files, changes);
    }

    /** The programs or the checks; none if there is a mistake in one. */
    private <T extends Check> List<T> lines(
            Class<T> kind, List<ProgramTemplate> templates, Supplier<ProgramTemplate> ownLine) {
        List<T> filled = new ArrayList<>();
        for (ProgramTemplate template : templates) {
            ProgramTemplate line = template instanceof ProgramTemplate.JobText ? ownLine.get() : template;
            boolean isOwn = line != template;
            if (line instanceof ProgramTemplate.JobText) {
                here.add(0, 0, "the job's text stands for itself", "a program line", Keyword.JOB.example());
                return List.of();
            }
            if (line instanceof ProgramTemplate.Mistaken || (isOwn && usesMissingPath(line.holes())) || isEmpty(line)) {
                return List.of();
            }
            filled.add(kind.cast(ProgramSettings.fill(line, subject)));
        }
        return filled;
    }

    /** Whether the values of the job leave nothing of a program or of the name of a file. */
    private boolean isEmpty(ProgramTemplate line) {
        if (line instanceof ProgramTemplate.Direct direct
                && direct.words().get(0).fill(subject).isEmpty()) {
            here.add(
                    0,
                    0,
                    "the program " + direct.words().get(0).asWritten() + " of line " + source.line(line.offset())
                            + " is empty for this job",
                    "a name for which it is not",
                    Keyword.RUN.example());
            return true;
        }
        if (line instanceof ProgramTemplate.Compare compare
                && (compare.file().fill(subject).isEmpty()
                        || compare.reference().fill(subject).isEmpty())) {
            complaints.add(
                    compare.offset(),
                    compare.length(),
                    "a file of this line has no name for job " + Excerpt.quoted(subject.name()),
                    "placeholders that are not empty",
                    Keyword.COMPARE.example());
            return true;
        }
        return false;
    }
}
