package org.sluice.producer.jobfile;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.producer.jobfile.Word.Kind;

/** The words that are the text of a job, a case or a pattern. */
final class TextWords {
    private TextWords() {}

    /** What they are together. */
    static String joined(List<Word> words) {
        return words.size() == 1
                ? words.get(0).text()
                : words.stream().map(Word::text).collect(Collectors.joining(" "));
    }

    /**
     * What they say, as a program line: a single word in quotes or braces holds the line, others are the line.
     *
     * @param text the job file
     */
    static ProgramTemplate asProgram(String text, List<Word> words, Complaints complaints) {
        Word first = words.get(0);
        if (words.size() > 1 || first.is(Kind.BARE)) {
            return RunLine.ofText(
                    text, first.start(), words.get(words.size() - 1).end(), complaints);
        }
        if (first.is(Kind.BRACED)) {
            return RunLine.ofGroup(text, first, complaints);
        }
        String line = first.text();
        return RunLine.ofText(line, 0, line.length(), complaints.at(first.start(), first.end() - first.start()));
    }

    /** Whether they say what they seem to say; else that is reported. */
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
