package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.job.Limits;

/** The settings in force at a place of the job file. */
final class Settings {
    private final ProgramSettings programs;
    private final JudgingSettings judging;
    private final PlacementSettings placement;
    private final FileSettings files;
    private final PreparationSettings preparation;
    private final List<CaseTemplate> cases = new ArrayList<>();
    private final List<Word> requiredCases = new ArrayList<>();
    private Template directory = new Template(List.of());
    private Map<String, Template> environment = Map.of();
    private Limits limits = Limits.NONE;
    private List<LabelTemplate> labels = List.of();
    private Shared shared;

    private Settings(
            ProgramSettings programs,
            JudgingSettings judging,
            PlacementSettings placement,
            FileSettings files,
            PreparationSettings preparation) {
        this.programs = programs;
        this.judging = judging;
        this.placement = placement;
        this.files = files;
        this.preparation = preparation;
    }

    /** Those of a job file in which nothing is said. */
    Settings() {
        this(
                new ProgramSettings(),
                new JudgingSettings(),
                new PlacementSettings(),
                new FileSettings(),
                new PreparationSettings());
    }

    /** A copy for a block, whose lines replace these. It has none of their cases. */
    Settings inner() {
        Settings inner =
                new Settings(programs.inner(), judging.inner(), placement.inner(), files.inner(), preparation.inner());
        inner.directory = directory;
        inner.environment = environment;
        inner.limits = limits;
        inner.labels = labels;
        return inner;
    }

    /** A job has used these settings: lines after it are new lists. */
    void used() {
        programs.used();
        judging.used();
        placement.used();
        files.used();
    }

    /** A case of the job has used these settings: lines after it are new lists, for the cases to come. */
    void usedByCase() {
        programs.used();
        judging.used();
    }

    /** To be called before something is set. */
    void change() {
        shared = null;
    }

    ProgramSettings programs() {
        return programs;
    }

    JudgingSettings judging() {
        return judging;
    }

    PlacementSettings placement() {
        return placement;
    }

    FileSettings files() {
        return files;
    }

    PreparationSettings preparation() {
        return preparation;
    }

    /** Those of the job in whose block this is; may be added to. */
    List<CaseTemplate> cases() {
        return cases;
    }

    /** Names of cases that the case in whose block this is requires; may be added to. */
    List<Word> requiredCases() {
        return requiredCases;
    }

    void setDirectory(Template value) {
        directory = value;
    }

    Template directory() {
        return directory;
    }

    void putEnvironment(String name, Template value) {
        environment = new LinkedHashMap<>(environment);
        environment.put(name, value);
    }

    Map<String, Template> environment() {
        return environment;
    }

    void setLimits(Limits value) {
        limits = value;
    }

    Limits limits() {
        return limits;
    }

    void addLabels(Collection<LabelTemplate> more) {
        labels = new ArrayList<>(labels);
        labels.addAll(more);
    }

    void clearLabels() {
        labels = List.of();
    }

    List<LabelTemplate> labels() {
        return labels;
    }

    /** What is the same for all jobs with these settings. */
    Shared shared() {
        if (shared == null) {
            shared = Shared.of(this);
        }
        return shared;
    }
}
