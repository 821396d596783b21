package org.sluice.producer.jobfile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sluice.job.Check;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Placement;
import org.sluice.job.Program;
import org.sluice.job.Workspace;

/** Makes the jobs, numbers them and sees to it that each has a name of its own. */
final class Jobs {
    /** A name becomes part of a path and of every report. */
    private static final int LONGEST_NAME = 200;

    private final Source source;
    private final Complaints complaints;
    private final References references;
    private final List<Job> jobs = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    /** @param baseDirectory where the directories of jobs are looked for */
    Jobs(Source source, Path baseDirectory, Complaints complaints) {
        this.source = source;
        this.complaints = complaints;
        this.references = new References(baseDirectory, complaints);
    }

    List<Job> all() {
        return List.copyOf(jobs);
    }

    /**
     * Adds a job, unless it has a mistake, which is then reported.
     *
     * @param start where its name stands in the job file
     * @param length how many characters it takes there
     * @param path the match of {@code each}, or null
     * @param ownLine the job's text as a program line
     */
    void add(int start, int length, String name, String path, Settings settings, Supplier<ProgramTemplate> ownLine) {
        Complaints here = complaints.at(start, length);
        if (!isName(name, here) || !isNew(name, start, here)) {
            return;
        }
        Subject subject = new Subject(jobs.size() + 1, name, path);
        Settings.Shared shared = settings.shared();
        if (path == null && usesPath(shared.holes(), name)) {
            return;
        }
        List<Program> programs = shared.programs() != null
                ? shared.programs()
                : programs(Program.class, settings.programs(), subject, here, ownLine);
        Judging judging = shared.judging();
        if (judging == null && !programs.isEmpty()) {
            List<Check> checks = programs(Check.class, settings.checks(), subject, here, ownLine);
            if (checks.isEmpty()) {
                return;
            }
            judging = settings.judging(checks);
        }
        String directory = shared.directory() != null
                ? shared.directory()
                : settings.directory().fill(subject);
        if (directory.isEmpty() && settings.hasDirectory()) {
            here.add(
                    start,
                    length,
                    "dir " + settings.directory().asWritten() + " is empty for this job",
                    "a name for which it is not",
                    Keyword.DIR.example());
            return;
        }
        if (!programs.isEmpty() && references.areThere(settings.checks(), judging.checks(), directory, name)) {
            Map<String, String> environment =
                    shared.environment() != null ? shared.environment() : fill(settings.environment(), subject);
            jobs.add(new Job(
                    subject.number(),
                    name,
                    programs,
                    directory,
                    environment,
                    settings.limits(),
                    judging,
                    Placement.ANYWHERE,
                    Workspace.NONE,
                    List.of()));
        }
    }

    static Check fill(ProgramTemplate template, Subject subject) {
        if (template instanceof ProgramTemplate.Compare compare) {
            return compare.fill(subject);
        }
        if (template instanceof ProgramTemplate.Direct direct) {
            return direct.fill(subject);
        }
        return ((ProgramTemplate.Shell) template).fill(subject);
    }

    static Map<String, String> fill(Map<String, Template> environment, Subject subject) {
        Map<String, String> filled = new LinkedHashMap<>();
        environment.forEach((name, value) -> filled.put(name, value.fill(subject)));
        return filled;
    }

    /** The programs or the checks of a job; none if there is a mistake in one. */
    private <T extends Check> List<T> programs(
            Class<T> kind,
            List<ProgramTemplate> lines,
            Subject subject,
            Complaints here,
            Supplier<ProgramTemplate> ownLine) {
        List<T> programs = new ArrayList<>();
        for (ProgramTemplate template : lines) {
            ProgramTemplate line = template instanceof ProgramTemplate.JobText ? ownLine.get() : template;
            if (line instanceof ProgramTemplate.JobText) {
                here.add(0, 0, "the job's text stands for itself", "a program line", Keyword.JOB.example());
                return List.of();
            }
            if (line instanceof ProgramTemplate.Mistaken
                    || (line != template && subject.path() == null && usesPath(line.holes(), subject.name()))) {
                return List.of();
            }
            if (line instanceof ProgramTemplate.Direct direct
                    && direct.words().get(0).fill(subject).isEmpty()) {
                here.add(
                        0,
                        0,
                        "the program " + direct.words().get(0).asWritten() + " of line " + source.line(line.offset())
                                + " is empty for this job",
                        "a name for which it is not",
                        Keyword.RUN.example());
                return List.of();
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
                return List.of();
            }
            programs.add(kind.cast(fill(line, subject)));
        }
        return programs;
    }

    private boolean usesPath(List<Template.Hole> holes, String name) {
        for (Template.Hole hole : holes) {
            if (hole.placeholder() == Placeholder.PATH) {
                complaints.add(
                        hole.offset(),
                        hole.placeholder().sign().length(),
                        "{path} is what each has found, and job " + Excerpt.quoted(name) + " comes from no each",
                        "{name}, or these jobs made by each",
                        Keyword.EACH.example());
                return true;
            }
        }
        return false;
    }

    private static boolean isName(String name, Complaints here) {
        if (name.isBlank()) {
            here.add(0, 0, "a job without a name", Keyword.JOB.usage(), Keyword.JOB.example());
            return false;
        }
        int length = name.codePointCount(0, name.length());
        if (length > LONGEST_NAME) {
            here.add(
                    0,
                    0,
                    "the name has " + length + " characters",
                    "at most " + LONGEST_NAME + "; a long command belongs into a run line",
                    "job \"Test 1\" { run ./solver --first --second }");
            return false;
        }
        if (name.codePoints().anyMatch(Excerpt::isControl)) {
            here.add(
                    0,
                    0,
                    "the name has a control character, such as a tab or a newline",
                    "a name on one line; a command in several lines belongs into a run line",
                    Keyword.JOB.example());
            return false;
        }
        return true;
    }

    private boolean isNew(String name, int start, Complaints here) {
        Integer first = places.putIfAbsent(name, start);
        if (first != null) {
            here.add(
                    0,
                    0,
                    "the name " + Excerpt.quoted(name) + " is taken by the job of line " + source.line(first),
                    "a name of its own for each job: verdicts and reports are told apart by it",
                    "job \"" + (name.length() < 40 ? name.replaceAll("[\"\\\\{}$]", "") : "Test") + " (2)\"");
            return false;
        }
        return true;
    }
}
