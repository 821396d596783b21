package org.sluice.producer.jobfile;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.job.Check;
import org.sluice.job.EnvironmentChange;
import org.sluice.job.Judging;
import org.sluice.job.Placement;
import org.sluice.job.Preparation;
import org.sluice.job.Program;
import org.sluice.job.Workspace;

/**
 * What is the same for all jobs with some settings, so that they can share it: there may be 100,000 of them. What
 * depends on a job's values is null.
 *
 * @param placement never null
 * @param holes all placeholders of what is run
 * @param holesOfJob all placeholders of what a job has also when its cases are run
 */
record Shared(
        List<Program> programs,
        Judging judging,
        String directory,
        Map<String, String> environment,
        Preparation preparation,
        Placement placement,
        Workspace workspace,
        List<String> labels,
        List<Template.Hole> holes,
        List<Template.Hole> holesOfJob) {

    /** @param settings such that do not contradict each other */
    static Shared of(Settings settings) {
        List<ProgramTemplate> programs = settings.programs().programs();
        List<ProgramTemplate> checks = settings.programs().checks();
        List<Check> fixedChecks = ProgramSettings.fixed(checks, Check.class);
        Map<String, Template> environment = settings.environment();
        Stream<Template.Hole> ofLines =
                Stream.concat(programs.stream(), checks.stream()).flatMap(line -> line.holes().stream());
        Stream<Template> values = Stream.of(
                        Stream.of(settings.directory()),
                        environment.values().stream(),
                        settings.preparation().templates())
                .flatMap(some -> some);
        Stream<Template> ofJob = Stream.of(
                        Stream.of(settings.directory()),
                        settings.files().keep().all().stream()
                                .map(keep -> keep.glob().value()),
                        settings.labels().stream().map(label -> label.text().value()))
                .flatMap(some -> some);
        return new Shared(
                ProgramSettings.fixed(programs, Program.class),
                fixedChecks == null ? null : settings.judging().judging(fixedChecks),
                settings.directory().isLiteral() ? settings.directory().fill(null) : null,
                environment.values().stream().allMatch(Template::isLiteral) ? Template.fill(environment, null) : null,
                preparation(settings.preparation()),
                settings.placement().placement(),
                workspace(settings.files()),
                labels(settings.labels()),
                Stream.concat(ofLines, holes(values)).toList(),
                holes(ofJob).toList());
    }

    private static Stream<Template.Hole> holes(Stream<Template> values) {
        return values.flatMap(value -> value.holes().stream());
    }

    private static Preparation preparation(PreparationSettings settings) {
        if (!settings.templates().allMatch(Template::isLiteral)) {
            return null;
        }
        List<String> files = settings.requiredFiles().stream()
                .map(file -> file.value().fill(null))
                .collect(Collectors.toUnmodifiableList());
        List<EnvironmentChange> changes =
                settings.changes().stream().map(change -> change.filled(null)).collect(Collectors.toUnmodifiableList());
        return new Preparation(settings.disabled(), files, changes);
    }

    private static Workspace workspace(FileSettings files) {
        List<KeepTemplate> keep = files.keep().all();
        if (!keep.stream().allMatch(one -> one.glob().value().isLiteral())) {
            return null;
        }
        return new Workspace(
                files.scratch(), keep.stream().map(KeepTemplate::fixed).toList());
    }

    private static List<String> labels(List<LabelTemplate> labels) {
        if (!labels.stream().allMatch(one -> one.text().value().isLiteral())) {
            return null;
        }
        // a job makes no copy of such a list
        return labels.stream().map(LabelTemplate::fixed).distinct().collect(Collectors.toUnmodifiableList());
    }
}
