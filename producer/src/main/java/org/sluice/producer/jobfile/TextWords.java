package org.sluice.producer.jobfile;

import java.util.List;
import org.sluice.producer.jobfile.Word.Kind;

/** Sees to it that the words of a job or a pattern say what they seem to say. */
final class TextWords {
    private TextWords() {}

    /** Whether they do; else that is reported. */
    static boolean areRight(KeywordLine line, List<Word> words, FirstWords firstWords) {
        // Several words may be a line for the shell, which has other escapes.
        int badEscape = words.size() == 1 ? words.get(0).badEscape() : -1;
        if (badEscape >= 0) {
            line.complaints()
                    .add(
                            badEscape,
                            2,
                            "a backslash that means nothing here",
                            Escape.EXPECTED,
                            line.keyword().example());
            return false;
        }
        Word last = words.get(words.size() - 1);
        if (last.is(Kind.BARE) && (last.text().equals("}") || last.text().endsWith("{"))) {
            line.complain(
                    last,
                    "a brace that is part of a word",
                    "white space before the { of a block; a brace that is meant as such stands in quotes");
            firstWords.lost();
            return false;
        }
        return true;
    }
}
