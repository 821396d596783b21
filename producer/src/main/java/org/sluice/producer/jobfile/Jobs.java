package org.sluice.producer.jobfile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.sluice.job.Job;

/** Makes the jobs and numbers them. */
final class Jobs {
    private final Source source;
    private final Complaints complaints;
    private final JobNames names;
    private final References references;
    private final List<Job> jobs = new ArrayList<>();

    /** @param baseDirectory where the directories of jobs are looked for */
    Jobs(Source source, Path baseDirectory, Complaints complaints) {
        this.source = source;
        this.complaints = complaints;
        this.names = new JobNames(source);
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
        if (!names.take(name, start, here) || !Contradictions.areNone(settings, source, complaints)) {
            return;
        }
        Subject subject = new Subject(jobs.size() + 1, name, path);
        new JobFilling(settings, subject, source, references, complaints, here)
                .job(ownLine)
                .ifPresent(jobs::add);
    }
}
