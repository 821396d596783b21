package org.sluice.producer.jobfile;

/**
 * One word of a line.
 *
 * @param start where it begins in the text, its quote or brace included
 * @param end where it ends, its closing quote or brace included
 * @param value what it says, escapes resolved
 * @param badEscape where it has a backslash that means nothing, or -1; whether that is a mistake depends on who reads
 *     the word: the shell has rules of its own
 */
record Word(Kind kind, int start, int end, Template value, int badEscape) {
    enum Kind {
        BARE,
        QUOTED,
        BRACED
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** What it says, where placeholders are not known. */
    String text() {
        return value.asWritten();
    }
}
