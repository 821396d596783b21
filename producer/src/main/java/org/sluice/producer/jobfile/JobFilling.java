package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.job.Case;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Limits;
import org.sluice.job.Preparation;
import org.sluice.job.Workspace;

/** Makes a job of its settings, with its own values where these have placeholders. */
final class JobFilling {
    private final Settings settings;
    private final Subject subject;
    private final Source source;
    private final Complaints complaints;
    private final References references;
    private final Filling filling;

    /** @param here reports at the job's own line */
    JobFilling(
            Settings settings,
            Subject subject,
            Source source,
            References references,
            Complaints complaints,
            Complaints here) {
        this.settings = settings;
        this.subject = subject;
        this.source = source;
        this.references = references;
        this.complaints = complaints;
        this.filling = new Filling(settings, subject, source, complaints, here);
    }

    /** The job; empty if it has a mistake, which is then reported. */
    Optional<Job> job(Supplier<ProgramTemplate> ownLine) {
        Shared shared = settings.shared();
        if (filling.usesMissingPath(shared.holesOfJob())) {
            return Optional.empty();
        }
        Workspace workspace = shared.workspace() != null ? shared.workspace() : workspace();
        List<String> labels = shared.labels() != null ? shared.labels() : labels();
        if (workspace == null || labels == null) {
            return Optional.empty();
        }
        return settings.cases().isEmpty() ? simple(ownLine, workspace, labels) : ofCases(workspace, labels);
    }

    private Optional<Job> simple(Supplier<ProgramTemplate> ownLine, Workspace workspace, List<String> labels) {
        return filling.fill(ownLine)
                .map(filled -> new Job(
                        subject.number(),
                        subject.name(),
                        filled.programs(),
                        filled.directory(),
                        filled.environment(),
                        settings.limits(),
                        filled.judging(),
                        settings.shared().placement(),
                        workspace,
                        labels,
                        filled.preparation(),
                        List.of()))
                .filter(job ->
                        references.areThere(settings.programs().checks(), job.checks(), job.directory(), job.name()));
    }

    /** What holds for its programs was handed down to the cases, so that here it would count twice. */
    private Optional<Job> ofCases(Workspace workspace, List<String> labels) {
        List<Case> cases = new ArrayList<>();
        for (CaseTemplate template : settings.cases()) {
            Optional<Case> one = one(template);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            cases.add(one.get());
        }
        String directory = filling.directory();
        Limits limits = new Limits(
                Optional.empty(), settings.limits().grace(), settings.limits().retries());
        return directory == null
                ? Optional.empty()
                : Optional.of(new Job(
                        subject.number(),
                        subject.name(),
                        List.of(),
                        directory,
                        Map.of(),
                        limits,
                        Judging.DEFAULT,
                        settings.shared().placement(),
                        workspace,
                        labels,
                        Preparation.NONE,
                        cases));
    }

    private Optional<Case> one(CaseTemplate template) {
        Settings own = template.settings();
        Subject itself = new Subject(subject.number(), template.name(), subject.path());
        Complaints here = complaints.at(template.offset(), template.length());
        return new Filling(own, itself, source, complaints, here)
                .fill(template.ownLine())
                .map(filled -> new Case(
                        template.name(),
                        filled.programs(),
                        filled.directory(),
                        filled.environment(),
                        filled.preparation(),
                        own.limits().timeout(),
                        filled.judging(),
                        template.requires()))
                .filter(each ->
                        references.areThere(own.programs().checks(), each.checks(), each.directory(), subject.name()));
    }

    /** Null if there is a mistake in it, as of the labels. */
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
}
