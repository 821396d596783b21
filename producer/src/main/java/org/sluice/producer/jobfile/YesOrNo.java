package org.sluice.producer.jobfile;

import java.util.Optional;

/** Reads the argument of a line that takes yes or no. */
final class YesOrNo {
    private YesOrNo() {}

    /** What the line's one argument says; empty if it is neither, which is then reported. */
    static Optional<Boolean> of(KeywordLine line) {
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
