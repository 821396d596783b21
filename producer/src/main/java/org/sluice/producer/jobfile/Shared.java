package org.sluice.producer.jobfile;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.job.Check;
import org.sluice.job.Judging;
import org.sluice.job.Placement;
import org.sluice.job.Program;
import org.sluice.job.Workspace;

/**
 * What is the same for all jobs with some settings, so that they can share it: there may be 100,000 of them. What
 * depends on a job's values is null.
 *
 * @param placement never null
 * @param holes all placeholders of the settings
 */
record Shared(
        List<Program> programs,
        Judging judging,
        String directory,
        Map<String, String> environment,
        Placement placement,
        Workspace workspace,
        List<String> labels,
        List<Template.Hole> holes) {

    /** @param settings such that do not contradict each other */
    static Shared of(Settings settings) {
        List<ProgramTemplate> programs = settings.programs().programs();
        List<ProgramTemplate> checks = settings.programs().checks();
        List<Check> fixedChecks = ProgramSettings.fixed(checks, Check.class);
        Map<String, Template> environment = settings.environment();
        List<Template.Hole> holes = Stream.of(
                        programs.stream().flatMap(line -> line.holes().stream()),
                        checks.stream().flatMap(line -> line.holes().stream()),
                        settings.directory().holes().stream(),
                        environment.values().stream().flatMap(value -> value.holes().stream()),
                        settings.files().keep().all().stream().flatMap(keep -> keep.glob().value().holes().stream()),
                        settings.labels().stream().flatMap(label -> label.text().value().holes().stream()))
                .flatMap(hole -> hole)
                .toList();
        return new Shared(
                ProgramSettings.fixed(programs, Program.class),
                fixedChecks == null ? null : settings.judging().judging(fixedChecks),
                settings.directory().isLiteral() ? settings.directory().fill(null) : null,
                environment.values().stream().allMatch(Template::isLiteral) ? Template.fill(environment, null) : null,
                settings.placement().placement(),
                workspace(settings.files()),
                labels(settings.labels()),
                holes);
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
