package org.sluice.producer.jobfile;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.sluice.job.Comparison;

/** Reads a compare line. A mistake is reported, and the line is then {@link ProgramTemplate.Mistaken}. */
final class CompareLine {
    private static final String RELATIVE = "-rel";
    private static final String ABSOLUTE = "-abs";
    private static final String IGNORE = "-ignore";
    private static final List<String> OPTIONS = List.of(RELATIVE, ABSOLUTE, IGNORE);
    private static final String EXPECTED_OPTIONS = "-rel R, -abs A or -ignore REGEX behind the two files";

    private static final String EXAMPLE_WITH_BACKSLASH = "compare flume.log reference/flume.log -ignore {^Date: \\d+}";

    private static final Pattern NUMBER = Pattern.compile("\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,5})?");

    private final Complaints complaints;
    private final Predicate<Word> isValue;

    /** @param isValue whether a word can be the name of a file; it reports what is wrong with one that cannot */
    CompareLine(Complaints complaints, Predicate<Word> isValue) {
        this.complaints = complaints;
        this.isValue = isValue;
    }

    /** @param arguments at least two */
    ProgramTemplate read(List<Word> arguments) {
        Word file = arguments.get(0);
        Word reference = arguments.get(1);
        Map<String, Word> values = new HashMap<>();
        boolean right = isFile(file) && isFile(reference) && readOptions(arguments, values);
        Optional<BigDecimal> relative = right ? tolerance(values.get(RELATIVE)) : Optional.empty();
        Optional<BigDecimal> absolute = relative.isPresent() ? tolerance(values.get(ABSOLUTE)) : Optional.empty();
        Word ignore = values.get(IGNORE);
        if (absolute.isEmpty() || (ignore != null && !isPattern(ignore))) {
            return new ProgramTemplate.Mistaken(file.start());
        }
        return new ProgramTemplate.Compare(
                file.start(),
                reference.end() - file.start(),
                file.value(),
                reference.value(),
                relative.get(),
                absolute.get(),
                Optional.ofNullable(ignore).map(Word::text));
    }

    private boolean isFile(Word word) {
        if (OPTIONS.contains(word.text())) {
            return complain(word, Excerpt.quoted(word.text()) + " stands where a file belongs", EXPECTED_OPTIONS);
        }
        if (word.value().parts().isEmpty()) {
            return complain(word, "the name of a file is empty", Keyword.COMPARE.usage());
        }
        return isValue.test(word);
    }

    private boolean readOptions(List<Word> arguments, Map<String, Word> values) {
        for (int i = 2; i < arguments.size(); i += 2) {
            Word option = arguments.get(i);
            String name = option.text();
            if (!OPTIONS.contains(name)) {
                return complain(option, "unknown option " + Excerpt.quoted(name), EXPECTED_OPTIONS);
            }
            if (i + 1 == arguments.size()
                    || OPTIONS.contains(arguments.get(i + 1).text())) {
                String missing = name.equals(IGNORE) ? "a regular expression" : "a number";
                return complain(option, missing + " is missing after " + name, Keyword.COMPARE.usage());
            }
            if (values.put(name, arguments.get(i + 1)) != null) {
                return complain(option, name + " is there twice", "each option once");
            }
        }
        return true;
    }

    /** Zero for an option that is not there; empty if what is there is no tolerance. */
    private Optional<BigDecimal> tolerance(Word word) {
        if (word == null) {
            return Optional.of(BigDecimal.ZERO);
        }
        if (NUMBER.matcher(word.text()).matches()) {
            BigDecimal number = new BigDecimal(word.text());
            if (Comparison.isTolerance(number)) {
                return Optional.of(number);
            }
        }
        complain(
                word,
                Excerpt.quoted(word.text()) + " is no tolerance",
                "a number, zero or more, such as 0.001 or 1e-6");
        return Optional.empty();
    }

    private boolean isPattern(Word word) {
        return new PatternWord(complaints, Keyword.COMPARE.example(), EXAMPLE_WITH_BACKSLASH)
                .read(word, "an empty pattern would ignore all lines")
                .isPresent();
    }

    private boolean complain(Word word, String what, String expected) {
        complaints.add(word.start(), word.end() - word.start(), what, expected, Keyword.COMPARE.example());
        return false;
    }
}
