package org.sluice.producer.jobfile;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Follows the quoting of a shell line (POSIX XCU 2.2 and 2.6) as far as is needed to know, at each place, how a value can
 * be put there without ever being read as shell source. Where that cannot be known for sure, it says so.
 */
final class ShellQuoting {
    enum Place {
        UNQUOTED,
        IN_DOUBLE_QUOTES,
        IN_SINGLE_QUOTES,
        IN_ARITHMETIC,
        IN_COMMENT,
        UNSURE
    }

    private enum Construct {
        SUBSHELL,
        SUBSTITUTION,
        DOUBLE_QUOTES,
        SINGLE_QUOTES,
        ARITHMETIC,
        ARITHMETIC_GROUP,
        PARAMETER,
        BACKQUOTES,
        COMMENT
    }

    private record Opened(Construct construct, int at) {}

    private final String text;
    private final int end;
    private final Deque<Opened> opened = new ArrayDeque<>();
    private int wordBegins;
    private String unsure;

    ShellQuoting(String text, int start, int end) {
        this.text = text;
        this.wordBegins = start;
        this.end = end;
    }

    /** A continued line was read as the space that it stands for. */
    void skipSpace(int next) {
        wordBegins = next;
    }

    /** Where the next character stands. */
    Place place() {
        Opened top = opened.peek();
        if (top != null && top.construct() == Construct.COMMENT) {
            return Place.IN_COMMENT;
        }
        if (whyUnsure() != null) {
            return Place.UNSURE;
        }
        if (top == null) {
            return Place.UNQUOTED;
        }
        return switch (top.construct()) {
            case DOUBLE_QUOTES -> Place.IN_DOUBLE_QUOTES;
            case SINGLE_QUOTES -> Place.IN_SINGLE_QUOTES;
            case ARITHMETIC, ARITHMETIC_GROUP -> Place.IN_ARITHMETIC;
            default -> Place.UNQUOTED;
        };
    }

    /** What makes it impossible to put a value here, as a phrase; null if it is possible. */
    String whyUnsure() {
        if (unsure != null) {
            return unsure;
        }
        boolean inside = false;
        for (Opened each : opened) {
            switch (each.construct()) {
                case BACKQUOTES -> {
                    return "within backquotes; write $(...) instead";
                }
                case PARAMETER -> {
                    return "within ${...}";
                }
                case ARITHMETIC -> {
                    if (inside) {
                        return "within $((...))";
                    }
                }
                case ARITHMETIC_GROUP -> {}
                default -> inside = true;
            }
        }
        return null;
    }

    /** The place of the quote that is still open at the end of the line, or -1. */
    int openQuote() {
        Opened top = opened.peek();
        boolean isQuote = top != null
                && (top.construct() == Construct.DOUBLE_QUOTES
                        || top.construct() == Construct.SINGLE_QUOTES
                        || top.construct() == Construct.BACKQUOTES);
        return isQuote && unsure == null ? top.at() : -1;
    }

    /** Reads the token at this place; returns the place after it. */
    int read(int at) {
        char c = text.charAt(at);
        Construct construct =
                opened.isEmpty() ? Construct.SUBSHELL : opened.peek().construct();
        return switch (construct) {
            case COMMENT -> c == '\n' ? closeComment(at + 1) : at + 1;
            case SINGLE_QUOTES -> c == '\'' ? close(at + 1) : at + 1;
            case BACKQUOTES -> backquotes(at);
            case DOUBLE_QUOTES -> c == '"' ? close(at + 1) : expansion(at);
            case PARAMETER -> parameter(at);
            case ARITHMETIC, ARITHMETIC_GROUP -> arithmetic(at, construct);
            case SUBSHELL, SUBSTITUTION -> command(at);
        };
    }

    private int backquotes(int at) {
        return switch (text.charAt(at)) {
            case '\\' -> at + 2;
            case '`' -> close(at + 1);
            default -> at + 1;
        };
    }

    private int parameter(int at) {
        return switch (text.charAt(at)) {
            case '}' -> close(at + 1);
            case '"' -> open(Construct.DOUBLE_QUOTES, at, 1);
            // Within double quotes a single quote is a character like others.
            case '\'' -> isWithinDoubleQuotes() ? at + 1 : open(Construct.SINGLE_QUOTES, at, 1);
            default -> expansion(at);
        };
    }

    private boolean isWithinDoubleQuotes() {
        return opened.stream().skip(1).limit(1).anyMatch(o -> o.construct() == Construct.DOUBLE_QUOTES);
    }

    private int arithmetic(int at, Construct construct) {
        return switch (text.charAt(at)) {
            case '(' -> open(Construct.ARITHMETIC_GROUP, at, 1);
            case ')' -> close(at + (construct == Construct.ARITHMETIC && text.startsWith("))", at) ? 2 : 1));
            default -> expansion(at);
        };
    }

    /** What has a meaning within double quotes as well as outside. */
    private int expansion(int at) {
        if (text.charAt(at) == '\\') {
            return at + 2;
        }
        if (text.charAt(at) == '`') {
            return open(Construct.BACKQUOTES, at, 1);
        }
        if (text.startsWith("$((", at)) {
            return open(Construct.ARITHMETIC, at, 3);
        }
        if (text.startsWith("$(", at)) {
            wordBegins = at + 2;
            return open(Construct.SUBSTITUTION, at, 2);
        }
        return text.startsWith("${", at) ? open(Construct.PARAMETER, at, 2) : at + 1;
    }

    private int command(int at) {
        char c = text.charAt(at);
        int next = commandToken(at, c);
        if (" \t\n;&|()<>".indexOf(c) >= 0) {
            wordBegins = next;
        }
        return next;
    }

    private int commandToken(int at, char c) {
        switch (c) {
            case '\'':
                return open(Construct.SINGLE_QUOTES, at, 1);
            case '"':
                return open(Construct.DOUBLE_QUOTES, at, 1);
            case '(':
                return parenthesis(at);
            case ')':
                return opened.isEmpty() ? at + 1 : close(at + 1);
            case '#':
                return at == wordBegins ? open(Construct.COMMENT, at, 1) : at + 1;
            default:
                if (text.startsWith("<<", at)) {
                    unsure = "after a here-document";
                } else if (text.startsWith("$'", at)) {
                    unsure = "after $'...', which not every shell knows";
                } else if (at == wordBegins) {
                    word(at);
                }
                return expansion(at);
        }
    }

    private int parenthesis(int at) {
        if (text.startsWith("((", at)) {
            // Arithmetic in some shells, two subshells in others; what is safe in both is safe.
            return open(Construct.ARITHMETIC, at, 2);
        }
        int next = at + 1;
        while (next < end && text.charAt(next) == ' ') {
            next++;
        }
        if (next < end && text.charAt(next) == ')') {
            unsure = "after the definition of a function, which has parameters of its own";
        }
        return open(Construct.SUBSHELL, at, 1);
    }

    private void word(int at) {
        if (isWord("shift", at) || isWord("set --", at)) {
            unsure = "after " + (text.startsWith("shift", at) ? "shift" : "set --")
                    + ", which replaces the parameters that hold the values";
        } else if (!opened.isEmpty() && isWord("case", at)) {
            unsure = "after case within parentheses";
        }
    }

    private boolean isWord(String word, int at) {
        int after = at + word.length();
        return text.startsWith(word, at) && (after >= end || " \t\n;&|".indexOf(text.charAt(after)) >= 0);
    }

    private int open(Construct construct, int at, int length) {
        opened.push(new Opened(construct, at));
        return at + length;
    }

    private int closeComment(int next) {
        wordBegins = next;
        return close(next);
    }

    private int close(int next) {
        opened.pop();
        return next;
    }
}
