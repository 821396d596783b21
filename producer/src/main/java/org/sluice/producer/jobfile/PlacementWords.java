package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.job.Placement;
import org.sluice.producer.jobfile.Word.Kind;

/** Reads the lines that say where a job may run, and beside what. */
final class PlacementWords {
    private static final String EXPECTED = "letters, digits and _ . + -, at most 100, with a letter or a digit first";

    private PlacementWords() {}

    static void read(KeywordLine line, PlacementSettings settings) {
        switch (line.keyword()) {
            case NEEDS -> names(line, settings.needs());
            case LOCK -> names(line, settings.locks());
            case SLOTS -> {
                if (line.hasOne()) {
                    new WholeNumber(1, Placement.MOST_SLOTS, "how many slots of one consumer it takes")
                            .of(line)
                            .ifPresent(number -> settings.setSlots(number, line.argument(0)));
                }
            }
            case ALONE ->
                YesOrNo.of(line)
                        .ifPresent(value -> settings.setAlone(
                                value, line.words().get(line.words().size() - 1)));
            default -> throw new IllegalArgumentException(line.keyword() + " says nothing of the place");
        }
    }

    private static void names(KeywordLine line, Row<String> row) {
        if (!line.hasAtLeast(1)) {
            return;
        }
        if (line.isNone()) {
            row.clear();
        } else {
            names(line).ifPresent(row::add);
        }
    }

    private static Optional<List<String>> names(KeywordLine line) {
        List<String> names = new ArrayList<>();
        for (Word word : line.arguments()) {
            if (!line.isNotNone(word)) {
                return Optional.empty();
            }
            // in braces it is perhaps a placeholder, which would be taken for a name
            if (word.is(Kind.BRACED) || !Placement.isWord(word.text())) {
                String what = line.keyword() == Keyword.LOCK ? "name of a lock" : "label of a consumer";
                String shown = word.is(Kind.BRACED) ? "{" + word.text() + "}" : word.text();
                line.complain(word, Excerpt.quoted(shown) + " cannot be a " + what, EXPECTED);
                return Optional.empty();
            }
            names.add(word.text());
        }
        return Optional.of(names);
    }
}
