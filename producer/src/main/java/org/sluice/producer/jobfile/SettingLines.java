package org.sluice.producer.jobfile;

import java.util.List;
import java.util.Optional;
import org.sluice.job.Durations;

/** Reads the lines of the settings: all but job and each. */
final class SettingLines {
    private static final String RESERVED = "SLUICE_";

    private final String text;
    private final Complaints complaints;

    SettingLines(String text, Complaints complaints) {
        this.text = text;
        this.complaints = complaints;
    }

    /** Whether this can be the name of a variable in the environment: letters, digits and _, no digit first. */
    static boolean isVariableName(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    /** Takes over what the line sets. A line with a mistake is reported and sets nothing. */
    void read(Keyword keyword, Word first, List<Word> arguments, Settings settings) {
        switch (keyword) {
            case RUN ->
                settings.addRun(
                        hasArguments(keyword, first, arguments, 1, Integer.MAX_VALUE)
                                ? RunLine.of(text, arguments, complaints)
                                : new ProgramTemplate.Mistaken(first.start()));
            case CHECK ->
                settings.addCheck(
                        hasArguments(keyword, first, arguments, 1, Integer.MAX_VALUE)
                                ? RunLine.of(text, arguments, withExamplesOf(keyword))
                                : new ProgramTemplate.Mistaken(first.start()));
            case COMPARE ->
                settings.addCheck(
                        hasArguments(keyword, first, arguments, 2, Integer.MAX_VALUE)
                                ? new CompareLine(complaints, word -> isValue(keyword, word)).read(arguments)
                                : new ProgramTemplate.Mistaken(first.start()));
            case EXIT -> {
                if (hasArguments(keyword, first, arguments, 1, Integer.MAX_VALUE)) {
                    new CodeWords(keyword, complaints).passCodes(arguments).ifPresent(settings::setPassCodes);
                }
            }
            case SKIP_CODE -> {
                if (hasArguments(keyword, first, arguments, 1, 1)) {
                    new CodeWords(keyword, complaints)
                            .skipCodes(arguments.get(0))
                            .ifPresent(settings::setSkipCodes);
                }
            }
            case WILL_FAIL -> {
                if (hasArguments(keyword, first, arguments, 1, 1)) {
                    willFail(arguments.get(0), settings);
                }
            }
            case DIR -> {
                if (hasArguments(keyword, first, arguments, 1, 1)
                        && isValue(keyword, arguments.get(0))
                        && isNotEmpty(keyword, arguments.get(0))) {
                    settings.setDirectory(arguments.get(0).value());
                }
            }
            case ENV -> {
                if (isVariableName(arguments) && hasArguments(keyword, first, arguments, 2, 2)) {
                    Word value = arguments.get(1);
                    if (isValue(keyword, value)) {
                        settings.putEnvironment(arguments.get(0).text(), value.value());
                    }
                }
            }
            case TIMEOUT -> {
                if (hasArguments(keyword, first, arguments, 1, 1)) {
                    timeout(arguments.get(0), settings);
                }
            }
            case GRACE -> {
                if (hasArguments(keyword, first, arguments, 1, 1)) {
                    grace(arguments.get(0), settings);
                }
            }
            case JOB, EACH -> throw new IllegalArgumentException(keyword + " is no setting");
        }
    }

    private void timeout(Word word, Settings settings) {
        String value = word.text();
        try {
            settings.setTimeout(value.equals("none") ? Optional.empty() : Optional.of(Durations.parse(value)));
        } catch (IllegalArgumentException e) {
            complain(
                    Keyword.TIMEOUT, word, Excerpt.quoted(value) + " is no duration", Durations.EXPECTED + ", or none");
        }
    }

    private void grace(Word word, Settings settings) {
        try {
            settings.setGrace(Durations.parse(word.text()));
        } catch (IllegalArgumentException e) {
            complain(Keyword.GRACE, word, Excerpt.quoted(word.text()) + " is no duration", Durations.EXPECTED);
        }
    }

    private void willFail(Word word, Settings settings) {
        switch (word.text()) {
            case "yes" -> settings.setWillFail(true);
            case "no" -> settings.setWillFail(false);
            default ->
                complain(Keyword.WILL_FAIL, word, Excerpt.quoted(word.text()) + " is neither yes nor no", "yes or no");
        }
    }

    /** The examples of a run line are right for a check, but for their first word. */
    private Complaints withExamplesOf(Keyword keyword) {
        String run = Keyword.RUN.word() + " ";
        return (offset, length, what, expected, example) -> complaints.add(
                offset,
                length,
                what,
                expected,
                example.startsWith(run) ? keyword.word() + " " + example.substring(run.length()) : example);
    }

    private boolean isVariableName(List<Word> arguments) {
        if (arguments.isEmpty()) {
            return true;
        }
        Word word = arguments.get(0);
        String name = word.text();
        if (!isVariableName(name)) {
            int equals = name.indexOf('=');
            boolean assigned = equals > 0 && isVariableName(name.substring(0, equals));
            complain(
                    Keyword.ENV,
                    word,
                    Excerpt.quoted(name) + " cannot be the name of a variable",
                    assigned
                            ? "name and value as two words: env " + name.substring(0, equals) + " VALUE"
                            : "letters, digits and _, with no digit first");
            return false;
        }
        if (name.startsWith(RESERVED)) {
            complain(
                    Keyword.ENV,
                    word,
                    Excerpt.quoted(name) + " is reserved",
                    "a name that does not begin with " + RESERVED + ": such variables tell programs about their job");
            return false;
        }
        return true;
    }

    /** Whether the word can be the value of dir or env, which no shell reads. */
    private boolean isValue(Keyword keyword, Word word) {
        if (word.badEscape() >= 0) {
            complaints.add(
                    word.badEscape(), 2, "a backslash that means nothing here", Escape.EXPECTED, keyword.example());
            return false;
        }
        for (Template.Hole hole : word.value().holes()) {
            if (hole.placeholder() == Placeholder.SLOT) {
                complaints.add(
                        hole.offset(),
                        hole.placeholder().sign().length(),
                        "{%} is not known before the job runs, so " + keyword.word() + " cannot have it",
                        "{%} in a run line, or another placeholder",
                        "run {cd slot-{%} && ./solver}");
                return false;
            }
        }
        int variable = variable(word);
        if (variable >= 0) {
            complaints.add(
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

    private boolean isNotEmpty(Keyword keyword, Word word) {
        if (word.value().parts().isEmpty()) {
            complain(keyword, word, "the value is empty", "a directory; . is the consumer's own");
            return false;
        }
        return true;
    }

    private boolean hasArguments(Keyword keyword, Word first, List<Word> arguments, int least, int most) {
        if (arguments.size() < least) {
            Word last = arguments.isEmpty() ? first : arguments.get(arguments.size() - 1);
            complain(keyword, last, "something is missing after " + Excerpt.quoted(last.text()), keyword.usage());
            return false;
        }
        if (arguments.size() > most) {
            Word extra = arguments.get(most);
            complain(
                    keyword,
                    extra,
                    "more than " + keyword.word() + " takes, from " + Excerpt.quoted(extra.text()) + " on",
                    keyword.usage() + "; a value with spaces stands in quotes, a comment after \"# \"");
            return false;
        }
        return true;
    }

    private void complain(Keyword keyword, Word word, String what, String expected) {
        complaints.add(word.start(), word.end() - word.start(), what, expected, keyword.example());
    }
}
