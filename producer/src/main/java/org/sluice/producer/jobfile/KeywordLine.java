package org.sluice.producer.jobfile;

import java.util.List;

/** The words of one line, and where to complain about them. */
record KeywordLine(Keyword keyword, List<Word> words, Complaints complaints) {
    private static final String NONE = "none";

    /** The keyword as it stands there. */
    Word first() {
        return words.get(0);
    }

    List<Word> arguments() {
        return words.subList(1, words.size());
    }

    Word argument(int index) {
        return words.get(index + 1);
    }

    /** Whether there is one argument, and no more; else that is reported. */
    boolean hasOne() {
        return has(1, 1);
    }

    /** Whether there are so many arguments; else that is reported. */
    boolean has(int least, int most) {
        List<Word> arguments = arguments();
        if (arguments.size() < least) {
            Word last = words.get(words.size() - 1);
            complain(last, "something is missing after " + Excerpt.quoted(last.text()), keyword.usage());
            return false;
        }
        if (arguments.size() > most) {
            Word extra = arguments.get(most);
            complain(
                    extra,
                    "more than " + keyword.word() + " takes, from " + Excerpt.quoted(extra.text()) + " on",
                    keyword.usage() + "; a value with spaces stands in quotes, a comment after \"# \"");
            return false;
        }
        return true;
    }

    boolean hasAtLeast(int least) {
        return has(least, Integer.MAX_VALUE);
    }

    /** Whether the line takes away what is in force; in quotes, {@code none} is a word like others. */
    boolean isNone() {
        return words.size() == 2 && isNone(argument(0));
    }

    /** Whether an argument does not take away what stands beside it; else that is reported. */
    boolean isNotNone(Word argument) {
        if (isNone(argument)) {
            complain(argument, NONE + " stands beside others", NONE + " alone, or in quotes if the word is meant");
            return false;
        }
        return true;
    }

    private static boolean isNone(Word word) {
        return word.is(Word.Kind.BARE) && word.text().equals(NONE);
    }

    /** Reports a mistake in a word, with the keyword's own example. */
    void complain(Word word, String what, String expected) {
        complain(word, what, expected, keyword.example());
    }

    void complain(Word word, String what, String expected, String example) {
        complaints.add(word.start(), word.end() - word.start(), what, expected, example);
    }
}
