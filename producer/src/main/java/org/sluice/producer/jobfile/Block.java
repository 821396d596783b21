package org.sluice.producer.jobfile;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    private final Source source;
    private final Mistakes mistakes;
    private final FirstWords firstWords;
    private final SettingLines settingLines;

    Block(Source source, Mistakes mistakes, FirstWords firstWords, SettingLines settingLines) {
        this.source = source;
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
        Map<Keyword, Word> seen = new EnumMap<>(Keyword.class);
        Lexer lexer = new Lexer(source.text(), group.start() + 1, group.end() - 1);
        for (Lexer.Line line = lexer.next(); line != null && !mistakes.full(); line = lexer.next()) {
            Optional<Keyword> keyword = firstWords.of(line, inner, EXPECTED);
            if (keyword.isPresent()) {
                read(new KeywordLine(keyword.get(), line.words(), mistakes), inner, seen);
            }
        }
        Contradictions.ofBlock(inner, mistakes);
    }

    private void read(KeywordLine line, Settings inner, Map<Keyword, Word> seen) {
        Keyword keyword = line.keyword();
        Word before = keyword.isSingle() ? seen.putIfAbsent(keyword, line.first()) : null;
        if (before != null) {
            line.complain(
                    line.first(),
                    keyword.word() + " is there twice in this block, first in line " + source.line(before.start()),
                    keyword.word() + " once");
        } else if (keyword.isSetting()) {
            settingLines.read(line, inner);
        } else {
            line.complain(
                    line.first(),
                    keyword.word() + " cannot stand within a block",
                    EXPECTED + ", and ends with its }",
                    Keyword.JOB.example());
        }
    }
}
