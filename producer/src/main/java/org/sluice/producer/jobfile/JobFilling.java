package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.job.Check;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Program;
import org.sluice.job.Workspace;

/** Fills the values of one job in where its settings have placeholders. What a value makes impossible is reported. */
final class JobFilling {
    private final Settings settings;
    private final Subject subject;
    private final Source source;
    private final Complaints complaints;
    private final Complaints here;

    /** @param here reports at the job's own line */
    JobFilling(Settings settings, Subject subject, Source source, Complaints complaints, Complaints here) {
        this.settings = settings;
        this.subject = subject;
        this.source = source;
        this.complaints = complaints;
        this.here = here;
    }

    /** The job; empty if it has a mistake. */
    Optional<Job> job(Supplier<ProgramTemplate> ownLine) {
        Shared shared = settings.shared();
        if (usesMissingPath(shared.holes())) {
            return Optional.empty();
        }
        List<Program> programs = shared.programs() != null
                ? shared.programs()
                : lines(Program.class, settings.programs().programs(), ownLine);
        Judging judging = shared.judging() != null || programs.isEmpty() ? shared.judging() : judging(ownLine);
        String directory = shared.directory() != null ? shared.directory() : directory();
        Workspace workspace = shared.workspace() != null ? shared.workspace() : workspace();
        List<String> labels = shared.labels() != null ? shared.labels() : labels();
        if (programs.isEmpty() || judging == null || directory == null || workspace == null || labels == null) {
            return Optional.empty();
        }
        Map<String, String> environment =
                shared.environment() != null ? shared.environment() : Template.fill(settings.environment(), subject);
        return Optional.of(new Job(
                subject.number(),
                subject.name(),
                programs,
                directory,
                environment,
                settings.limits(),
                judging,
                shared.placement(),
                workspace,
                labels));
    }

    /** Null if there is a mistake in it, as of the others. */
    private Judging judging(Supplier<ProgramTemplate> ownLine) {
        List<Check> checks = lines(Check.class, settings.programs().checks(), ownLine);
        return checks.isEmpty() ? null : settings.judging().judging(checks);
    }

    private String directory() {
        String directory = settings.directory().fill(subject);
        if (!directory.isEmpty()) {
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

    private Workspace workspace() {
        List<Workspace.Keep> filled = new ArrayList<>();
        for (KeepTemplate keep : settings.files().keep().all()) {
            Optional<Workspace.Keep> one = keep.fill(subject, complaints);
            if (one.isEmpty()) {
                return null;
            }
            filled.add(one.get());
        }
        return new Workspace(settings.files().scratch(), filled);
    }

    private List<String> labels() {
        List<String> filled = new ArrayList<>();
        for (LabelTemplate label : settings.labels()) {
            Optional<String> one = label.fill(subject, complaints);
            if (one.isEmpty()) {
                return null;
            }
            filled.add(one.get());
        }
        return filled.stream().distinct().toList();
    }

    /** The programs or the checks of a job; none if there is a mistake in one. */
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

    private boolean usesMissingPath(List<Template.Hole> holes) {
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
}
