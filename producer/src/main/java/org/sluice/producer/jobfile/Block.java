package org.sluice.producer.jobfile;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.producer.jobfile.Word.Kind;

/** Reads the settings between the braces of a job. */
final class Block {
    private static final String EXPECTED = "a setting: "
            + Stream.of(Keyword.values())
                    .filter(Keyword::isSetting)
                    .map(Keyword::word)
                    .collect(Collectors.joining(", "))
            + "; the last {...} of a line is the job's block";

    private final String text;
    private final Mistakes mistakes;
    private final FirstWords firstWords;
    private final SettingLines settingLines;

    Block(String text, Mistakes mistakes, FirstWords firstWords, SettingLines settingLines) {
        this.text = text;
        this.mistakes = mistakes;
        this.firstWords = firstWords;
        this.settingLines = settingLines;
    }

    /** Whether the arguments of a line end with a block. */
    static boolean endsWithOne(List<Word> arguments) {
        return arguments.size() > 1 && arguments.get(arguments.size() - 1).is(Kind.BRACED);
    }

    /** Takes over what the group sets. */
    void read(Word group, Settings inner) {
        Lexer lexer = new Lexer(text, group.start() + 1, group.end() - 1);
        for (Lexer.Line line = lexer.next(); line != null && !mistakes.full(); line = lexer.next()) {
            Optional<Keyword> keyword = firstWords.of(line, inner, EXPECTED);
            if (keyword.isPresent()) {
                read(new KeywordLine(keyword.get(), line.words(), mistakes), inner);
            }
        }
        if (inner.hasCheckThatNeverRuns()) {
            mistakes.add(
                    inner.checks().get(0).offset(),
                    1,
                    "this check would never be run, for the job is expected to fail",
                    "either check or will-fail yes in a block",
                    Keyword.WILL_FAIL.example());
        }
    }

    private void read(KeywordLine line, Settings inner) {
        if (line.keyword().isSetting()) {
            settingLines.read(line, inner);
        } else {
            line.complain(
                    line.first(),
                    line.keyword().word() + " cannot stand within a block",
                    EXPECTED + ", and ends with its }",
                    Keyword.JOB.example());
        }
    }
}
