package org.sluice.producer.jobfile;

import java.util.Optional;

/** Reads a line that says yes or no; the word alone says yes. */
final class YesOrNo {
    private YesOrNo() {}

    /** What the line says; empty if it is neither, which is then reported. */
    static Optional<Boolean> of(KeywordLine line) {
        if (!line.has(0, 1)) {
            return Optional.empty();
        }
        if (line.arguments().isEmpty()) {
            return Optional.of(true);
        }
        Word word = line.argument(0);
        return switch (word.text()) {
            case "yes" -> Optional.of(true);
            case "no" -> Optional.of(false);
            default -> {
                line.complain(word, Excerpt.quoted(word.text()) + " is neither yes nor no", "yes or no");
                yield Optional.empty();
            }
        };
    }
}
