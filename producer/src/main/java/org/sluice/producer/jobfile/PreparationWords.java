package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.job.EnvironmentChange.Kind;

/** Reads the lines that say what is seen to before a job or a case runs. */
final class PreparationWords {
    private static final String SEPARATOR = "-sep";

    private final ValueWords values;

    PreparationWords(ValueWords values) {
        this.values = values;
    }

    void read(KeywordLine line, PreparationSettings settings) {
        switch (line.keyword()) {
            case DISABLED -> disabled(line, settings);
            case REQUIRES_FILE -> requiredFiles(line, settings);
            case ENV_APPEND -> change(line, Kind.APPEND, settings);
            case ENV_PREPEND -> change(line, Kind.PREPEND, settings);
            case ENV_UNSET -> unset(line, settings);
            default -> throw new IllegalArgumentException(line.keyword() + " is no preparation");
        }
    }

    private static void disabled(KeywordLine line, PreparationSettings settings) {
        if (!line.hasOne()) {
            return;
        }
        Word word = line.argument(0);
        String reason = word.text();
        if (line.isNone()) {
            settings.setDisabled(Optional.empty());
        } else if (reason.isBlank() || reason.codePoints().anyMatch(Excerpt::isControl)) {
            line.complain(word, Excerpt.quoted(reason) + " is no reason", "a reason for people, on one line");
        } else {
            settings.setDisabled(Optional.of(reason));
        }
    }

    private void requiredFiles(KeywordLine line, PreparationSettings settings) {
        if (!line.hasAtLeast(1)) {
            return;
        }
        if (line.isNone()) {
            settings.clearRequiredFiles();
            return;
        }
        List<PlacedTemplate> files = new ArrayList<>();
        for (Word word : line.arguments()) {
            if (!line.isNotNone(word) || !values.isValue(line, word)) {
                return;
            }
            if (word.value().parts().isEmpty()) {
                line.complain(
                        word, "the name of a file is empty", line.keyword().usage());
                return;
            }
            files.add(PlacedTemplate.of(word));
        }
        settings.addRequiredFiles(files);
    }

    private void change(KeywordLine line, Kind kind, PreparationSettings settings) {
        if (!EnvironmentWords.startsWithName(line) || !line.has(2, 4) || !values.isValue(line, line.argument(1))) {
            return;
        }
        int size = line.arguments().size();
        if (size > 2 && !line.argument(2).text().equals(SEPARATOR)) {
            Word extra = line.argument(2);
            line.complain(
                    extra,
                    "more than " + line.keyword().word() + " takes, from " + Excerpt.quoted(extra.text()) + " on",
                    line.keyword().usage() + "; a value with spaces stands in quotes");
        } else if (size == 3) {
            line.complain(
                    line.argument(2),
                    "a separator is missing after " + SEPARATOR,
                    line.keyword().usage());
        } else {
            String separator = size == 4 ? line.argument(3).text() : "";
            settings.addChanges(List.of(new PreparationSettings.Change(
                    line.argument(0).text(), kind, line.argument(1).value(), separator)));
        }
    }

    private static void unset(KeywordLine line, PreparationSettings settings) {
        if (!line.hasAtLeast(1)) {
            return;
        }
        List<PreparationSettings.Change> changes = new ArrayList<>();
        for (Word word : line.arguments()) {
            if (!EnvironmentWords.isFree(line, word)) {
                return;
            }
            changes.add(new PreparationSettings.Change(word.text(), Kind.UNSET, new Template(List.of()), ""));
        }
        settings.addChanges(changes);
    }
}
