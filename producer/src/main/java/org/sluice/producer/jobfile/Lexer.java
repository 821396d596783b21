package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.producer.jobfile.Word.Kind;

/**
 * Cuts text into lines of words, by the rules of a Tcl list (list(n), Tcl(n) [6], [9]), with three differences: a known
 * placeholder at the beginning of a word is not a brace group, a quoted word ends on its line, and a backslash that
 * means nothing is noted.
 */
final class Lexer {
    /** A place where the text breaks the rules. */
    record Problem(int offset, int length, String what, String expected) {}

    /** The words of a line, as far as its first problem; null stands for no problem. */
    record Line(List<Word> words, Problem problem) {}

    /** No system takes a program with so many arguments; a file that is none of ours may have endless lines. */
    private static final int MAX_WORDS = 100_000;

    private final String text;
    private final int end;
    private int place;
    private Problem problem;

    Lexer(String text, int start, int end) {
        this.text = text;
        this.place = start;
        this.end = end;
    }

    /** The next line that has words; null at the end. */
    Line next() {
        while (place < end) {
            skipBlanks();
            if (place >= end) {
                return null;
            }
            char c = text.charAt(place);
            if (c == '#') {
                skipLine();
            } else if (c == '\n') {
                place++;
            } else {
                return line();
            }
        }
        return null;
    }

    /** The words of a program line, which is all of the text. */
    Line programLine() {
        problem = null;
        List<Word> words = new ArrayList<>();
        addWords(words, true, false);
        return new Line(words, problem);
    }

    boolean isAtEnd() {
        return place >= end;
    }

    private Line line() {
        problem = null;
        List<Word> words = new ArrayList<>(3);
        Word first = word(false);
        words.add(first);
        Optional<Keyword> keyword = Keyword.of(first.text());
        addWords(words, keyword.isPresent() && keyword.get().takesPlaceholders(), true);
        return new Line(words, problem);
    }

    private void addWords(List<Word> words, boolean placeholders, boolean comments) {
        while (true) {
            skipBlanks();
            if (place >= end) {
                return;
            }
            if (text.charAt(place) == '\n') {
                place++;
                return;
            }
            if (comments && startsComment()) {
                skipLine();
                return;
            }
            int start = place;
            Word word = word(placeholders);
            if (words.size() < MAX_WORDS) {
                words.add(word);
            } else {
                report(start, 1, "the line has more than " + MAX_WORDS + " words", "fewer words");
            }
        }
    }

    /** After other words a comment's sign stands alone, for {@code #17} is a word that people use. */
    private boolean startsComment() {
        int after = place;
        while (after < end && text.charAt(after) == '#') {
            after++;
        }
        return after > place && (after >= end || isSpace(text.charAt(after)));
    }

    private Word word(boolean placeholders) {
        char c = text.charAt(place);
        if (c == '"') {
            return quoted(placeholders);
        }
        if (c == '{' && (!placeholders || Placeholder.at(text, place, end) == null)) {
            return braced(placeholders);
        }
        return bare(placeholders);
    }

    private Word bare(boolean placeholders) {
        int start = place;
        int badEscape = -1;
        Template.Builder value = new Template.Builder();
        while (place < end && !isSpace(text.charAt(place)) && !isContinuation(place)) {
            int bad = character(value, placeholders, false);
            badEscape = badEscape < 0 ? bad : badEscape;
        }
        return new Word(Kind.BARE, start, place, value.build(), badEscape);
    }

    private Word quoted(boolean placeholders) {
        int start = place++;
        int badEscape = -1;
        Template.Builder value = new Template.Builder();
        while (place < end && text.charAt(place) != '"' && text.charAt(place) != '\n') {
            if (isContinuation(place)) {
                skipContinuation();
                value.add(' ');
            } else {
                int bad = character(value, placeholders, true);
                badEscape = badEscape < 0 ? bad : badEscape;
            }
        }
        if (place < end && text.charAt(place) == '"') {
            place++;
            Word word = new Word(Kind.QUOTED, start, place, value.build(), badEscape);
            expectSpace("quote");
            return word;
        }
        report(start, 1, "a quote is opened here and never closed", "a closing \" on the same line");
        return new Word(Kind.QUOTED, start, place, value.build(), -1);
    }

    /** Reads one character, escape or placeholder; returns the place of an escape that means nothing, or -1. */
    private int character(Template.Builder value, boolean placeholders, boolean quoted) {
        char c = text.charAt(place);
        if (c == '\\') {
            Escape escape = Escape.at(text, place, end, quoted);
            if (escape == null) {
                int bad = place;
                value.add('\\');
                place++;
                return bad;
            }
            value.add(escape.value());
            place += escape.length();
            return -1;
        }
        Placeholder placeholder = placeholders ? Placeholder.at(text, place, end) : null;
        if (placeholder == null) {
            value.add(c);
            place++;
            // ${name} is the shell's.
            if (c == '$' && place < end && text.charAt(place) == '{') {
                value.add('{');
                place++;
            }
        } else {
            value.hole(placeholder, place);
            place += placeholder.sign().length();
        }
        return -1;
    }

    private Word braced(boolean placeholders) {
        int start = place;
        int close = BraceGroup.close(text, start, end);
        if (close < 0) {
            report(
                    start,
                    1,
                    "a brace is opened here and never closed",
                    "a closing }; braces in comments and in quotes count, too, unless a backslash stands before them");
            // The best guess is that the group was to end on its line: what follows is read as usual.
            while (place < end && text.charAt(place) != '\n') {
                place++;
            }
            return new Word(Kind.BRACED, start, place, new Template(List.of()), -1);
        }
        place = close + 1;
        Word word = new Word(Kind.BRACED, start, place, BraceGroup.content(text, start + 1, close, placeholders), -1);
        expectSpace("brace");
        return word;
    }

    private void expectSpace(String closed) {
        if (place >= end || isSpace(text.charAt(place)) || isContinuation(place)) {
            return;
        }
        report(
                place,
                1,
                "extra characters after the closing " + closed,
                "white space here; a word that needs the characters on both sides stands as a whole in braces, "
                        + "and so does a line that is meant for the shell: run {...}");
        // A brace may well open the block that was meant.
        while (place < end
                && !isSpace(text.charAt(place))
                && !isContinuation(place)
                && (text.charAt(place) != '{' || closed.equals("brace"))) {
            place++;
        }
    }

    private void report(int offset, int length, String what, String expected) {
        if (problem == null) {
            problem = new Problem(offset, length, what, expected);
        }
    }

    private void skipBlanks() {
        while (place < end) {
            if (isContinuation(place)) {
                skipContinuation();
            } else if (text.charAt(place) != '\n' && isSpace(text.charAt(place))) {
                place++;
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        int newline = text.indexOf('\n', place);
        place = newline < 0 || newline >= end ? end : newline + 1;
    }

    private boolean isContinuation(int at) {
        return text.charAt(at) == '\\' && at + 1 < end && text.charAt(at + 1) == '\n';
    }

    private void skipContinuation() {
        place = afterContinuation(text, place, end);
    }

    /** The end of the one space that a backslash, a newline and the white space after it stand for. */
    static int afterContinuation(String text, int backslash, int end) {
        int i = backslash + 2;
        while (i < end && text.charAt(i) != '\n' && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u000b';
    }
}
