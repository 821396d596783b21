package org.sluice.producer.jobfile;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.producer.jobfile.Word.Kind;

/** Reads what stands between the braces of a job or of a case. */
final class Block {
    private static final String END = "; the last {...} of a line is a block, and ends with its }";
    private static final String EXPECTED_OF_JOB = "a setting: " + words(Keyword::isOfJob) + END;
    private static final String EXPECTED_OF_CASE = "a setting of a case: " + words(Keyword::isOfCase) + END;

    private final Source source;
    private final Mistakes mistakes;
    private final FirstWords firstWords;
    private final SettingLines settingLines;
    private final CaseLine caseLine;

    Block(Source source, Mistakes mistakes, FirstWords firstWords, SettingLines settingLines) {
        this.source = source;
        this.mistakes = mistakes;
        this.firstWords = firstWords;
        this.settingLines = settingLines;
        this.caseLine = new CaseLine(source, mistakes, firstWords, this);
    }

    /** Whether the arguments of a line end with a block. */
    static boolean endsWithOne(List<Word> arguments) {
        return arguments.size() > 1 && arguments.get(arguments.size() - 1).is(Kind.BRACED);
    }

    /** Takes over what the block of a job sets, and its cases. */
    void readOfJob(Word group, Settings inner) {
        read(group, inner, Keyword::isOfJob, EXPECTED_OF_JOB);
        if (inner.cases().isEmpty()) {
            Contradictions.ofBlock(inner, mistakes);
        } else {
            Contradictions.behindCases(inner, mistakes);
        }
    }

    /** Takes over what the block of a case sets. */
    void readOfCase(Word group, Settings inner) {
        read(group, inner, Keyword::isOfCase, EXPECTED_OF_CASE);
        Contradictions.ofBlock(inner, mistakes);
    }

    private void read(Word group, Settings inner, Predicate<Keyword> allowed, String expected) {
        Map<Keyword, Word> seen = new EnumMap<>(Keyword.class);
        Lexer lexer = new Lexer(source.text(), group.start() + 1, group.end() - 1);
        for (Lexer.Line line = lexer.next(); line != null && !mistakes.full(); line = lexer.next()) {
            Optional<Keyword> keyword = firstWords.of(line, inner, expected);
            if (keyword.isEmpty()) {
                continue;
            }
            KeywordLine words = new KeywordLine(keyword.get(), line.words(), mistakes);
            if (!allowed.test(keyword.get())) {
                refuse(words, expected);
            } else if (isNotTwice(words, seen)) {
                read(words, inner);
            }
        }
    }

    private static void refuse(KeywordLine line, String expected) {
        String word = line.keyword().word();
        if (line.keyword().isSetting()) {
            line.complain(
                    line.first(),
                    word + " is for a whole job, not for a case of it",
                    word + " in the block of the job, or above the job");
        } else {
            line.complain(line.first(), word + " cannot stand within a block", expected, Keyword.JOB.example());
        }
    }

    private void read(KeywordLine line, Settings inner) {
        if (line.keyword() == Keyword.CASE) {
            caseLine.read(line, inner);
            inner.usedByCase();
        } else {
            settingLines.read(line, inner);
        }
    }

    private boolean isNotTwice(KeywordLine line, Map<Keyword, Word> seen) {
        Keyword keyword = line.keyword();
        Word before = keyword.isSingle() ? seen.putIfAbsent(keyword, line.first()) : null;
        if (before == null) {
            return true;
        }
        line.complain(
                line.first(),
                keyword.word() + " is there twice in this block, first in line " + source.line(before.start()),
                keyword.word() + " once");
        return false;
    }

    private static String words(Predicate<Keyword> kind) {
        return Stream.of(Keyword.values()).filter(kind).map(Keyword::word).collect(Collectors.joining(", "));
    }
}
