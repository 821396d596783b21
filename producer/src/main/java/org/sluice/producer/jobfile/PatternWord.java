package org.sluice.producer.jobfile;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sluice.producer.jobfile.Word.Kind;

/** Reads a word as a regular expression of {@link Pattern}. */
final class PatternWord {
    private static final String EXPECTED =
            "a regular expression as Java has it, in braces if it has backslashes or spaces";

    private final Complaints complaints;
    private final String example;
    private final String exampleWithBackslash;

    PatternWord(Complaints complaints, String example, String exampleWithBackslash) {
        this.complaints = complaints;
        this.example = example;
        this.exampleWithBackslash = exampleWithBackslash;
    }

    /**
     * The pattern as it was written; empty if it is none, which is then reported.
     *
     * @param emptyIs what is wrong with an empty one
     */
    Optional<String> read(Word word, String emptyIs) {
        String pattern = word.text();
        if (word.badEscape() >= 0) {
            return complain(word.badEscape(), 2, "a backslash that means nothing here", exampleWithBackslash);
        }
        if (pattern.isEmpty()) {
            return complain(word.start(), word.end() - word.start(), emptyIs, example);
        }
        try {
            Pattern.compile(pattern);
            return Optional.of(pattern);
        } catch (PatternSyntaxException e) {
            int at = place(word, e.getIndex());
            return complain(
                    at < 0 ? word.start() : at,
                    at < 0 ? word.end() - word.start() : 1,
                    Excerpt.quoted(pattern) + " is no regular expression: " + e.getDescription(),
                    example);
        }
    }

    /** Where in the job file a place of the pattern is; -1 if that cannot be said. */
    private static int place(Word word, int index) {
        int quote = word.is(Kind.BARE) ? 0 : 1;
        int length = word.end() - word.start() - 2 * quote;
        boolean asItStands = length == word.text().length();
        // what is missing at the end of a pattern is shown at its last character
        return asItStands && index >= 0 ? word.start() + quote + Math.min(index, length - 1) : -1;
    }

    private Optional<String> complain(int offset, int length, String what, String shown) {
        complaints.add(offset, length, what, EXPECTED, shown);
        return Optional.empty();
    }
}
