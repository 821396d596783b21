package org.sluice.producer.jobfile;

/** Sees to it that a word can be a value that no shell reads, such as a directory or the name of a file. */
final class ValueWords {
    private final String text;

    ValueWords(String text) {
        this.text = text;
    }

    /** Whether the word is such a value; what is wrong with one that is not is reported. */
    boolean isValue(KeywordLine line, Word word) {
        if (word.badEscape() >= 0) {
            line.complaints()
                    .add(
                            word.badEscape(),
                            2,
                            "a backslash that means nothing here",
                            Escape.EXPECTED,
                            line.keyword().example());
            return false;
        }
        for (Template.Hole hole : word.value().holes()) {
            if (hole.placeholder() == Placeholder.SLOT) {
                line.complaints()
                        .add(
                                hole.offset(),
                                hole.placeholder().sign().length(),
                                "{%} is not known before the job runs, so "
                                        + line.keyword().word() + " cannot have it",
                                "{%} in a run line, or another placeholder",
                                "run {cd slot-{%} && ./solver}");
                return false;
            }
        }
        int variable = variable(word);
        if (variable >= 0) {
            line.complaints()
                    .add(
                            variable,
                            1,
                            "no shell reads this value, so the variable would stay as it is written",
                            "a run line, where the shell puts variables in; or \\$ if the character is meant",
                            "run {PATH=\"$PWD/bin:$PATH\" ./solver}");
            return false;
        }
        return true;
    }

    /** The place of a dollar sign that looks like a variable, or -1. */
    private int variable(Word word) {
        if (word.is(Word.Kind.BRACED)) {
            return -1;
        }
        for (int i = word.start(); i < word.end() - 1; i++) {
            char next = text.charAt(i + 1);
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '$'
                    && (next == '{' || next == '(' || next == '_' || Character.isLetter(next))) {
                return i;
            }
        }
        return -1;
    }
}
