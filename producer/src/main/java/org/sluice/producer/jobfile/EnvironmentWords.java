package org.sluice.producer.jobfile;

import java.util.regex.Pattern;

/** Reads the lines that say where the programs run, and with which variables. */
final class EnvironmentWords {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String RESERVED = "SLUICE_";

    private final ValueWords values;

    EnvironmentWords(ValueWords values) {
        this.values = values;
    }

    /** Whether this can be the name of a variable in the environment: letters, digits and _, no digit first. */
    static boolean isVariableName(String name) {
        return NAME.matcher(name).matches();
    }

    void read(KeywordLine line, Settings settings) {
        if (line.keyword() == Keyword.DIR) {
            directory(line, settings);
        } else {
            variable(line, settings);
        }
    }

    private void directory(KeywordLine line, Settings settings) {
        if (!line.hasOne() || !values.isValue(line, line.argument(0))) {
            return;
        }
        Word word = line.argument(0);
        if (word.value().parts().isEmpty()) {
            line.complain(word, "the value is empty", "a directory; . is the consumer's own");
        } else {
            settings.setDirectory(word.value());
        }
    }

    private void variable(KeywordLine line, Settings settings) {
        if (startsWithName(line) && line.has(2, 2) && values.isValue(line, line.argument(1))) {
            settings.putEnvironment(line.argument(0).text(), line.argument(1).value());
        }
    }

    /** Whether the first argument, if there is any, is the name of a variable; else that is reported. */
    static boolean startsWithName(KeywordLine line) {
        return line.arguments().isEmpty() || isFree(line, line.argument(0));
    }

    /** Whether the word is the name of a variable, and none of ours. */
    static boolean isFree(KeywordLine line, Word word) {
        String name = word.text();
        if (!isVariableName(name)) {
            int equals = name.indexOf('=');
            boolean assigned = equals > 0 && isVariableName(name.substring(0, equals));
            line.complain(
                    word,
                    Excerpt.quoted(name) + " cannot be the name of a variable",
                    assigned
                            ? "name and value as two words: " + line.keyword().word() + " " + name.substring(0, equals)
                                    + " VALUE"
                            : "letters, digits and _, with no digit first");
            return false;
        }
        if (name.startsWith(RESERVED)) {
            line.complain(
                    word,
                    Excerpt.quoted(name) + " is reserved",
                    "a name that does not begin with " + RESERVED + ": such variables tell programs about their job");
            return false;
        }
        return true;
    }
}
