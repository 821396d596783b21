package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.job.EnvironmentChange;

/** What is seen to before a job or a case runs. */
final class PreparationSettings {
    /** A change of a variable, whose value may have placeholders. */
    record Change(String name, EnvironmentChange.Kind kind, Template value, String separator) {
        /** The change for a job; one without placeholders is the same for all and may be given null. */
        EnvironmentChange filled(Subject subject) {
            return new EnvironmentChange(name, kind, value.fill(subject), separator);
        }
    }

    private Optional<String> disabled = Optional.empty();
    private List<PlacedTemplate> requiredFiles = List.of();
    private List<Change> changes = List.of();

    PreparationSettings inner() {
        PreparationSettings inner = new PreparationSettings();
        inner.disabled = disabled;
        inner.requiredFiles = requiredFiles;
        inner.changes = changes;
        return inner;
    }

    void setDisabled(Optional<String> reason) {
        disabled = reason;
    }

    void addRequiredFiles(Collection<PlacedTemplate> more) {
        requiredFiles = joined(requiredFiles, more);
    }

    void clearRequiredFiles() {
        requiredFiles = List.of();
    }

    void addChanges(Collection<Change> more) {
        changes = joined(changes, more);
    }

    Optional<String> disabled() {
        return disabled;
    }

    List<PlacedTemplate> requiredFiles() {
        return requiredFiles;
    }

    List<Change> changes() {
        return changes;
    }

    Stream<Template> templates() {
        return Stream.concat(
                requiredFiles.stream().map(PlacedTemplate::value),
                changes.stream().map(Change::value));
    }

    private static <T> List<T> joined(List<T> some, Collection<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
