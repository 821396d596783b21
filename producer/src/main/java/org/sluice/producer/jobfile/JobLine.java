package org.sluice.producer.jobfile;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.producer.jobfile.Word.Kind;

/** Reads a job line. */
final class JobLine {
    private final String text;
    private final Mistakes mistakes;
    private final FirstWords firstWords;
    private final Block block;
    private final Jobs jobs;

    JobLine(String text, Mistakes mistakes, FirstWords firstWords, Block block, Jobs jobs) {
        this.text = text;
        this.mistakes = mistakes;
        this.firstWords = firstWords;
        this.block = block;
        this.jobs = jobs;
    }

    void read(KeywordLine line, Settings settings) {
        List<Word> arguments = line.arguments();
        List<Word> words = arguments;
        Settings own = settings;
        if (Block.endsWithOne(arguments)) {
            words = arguments.subList(0, arguments.size() - 1);
            own = settings.inner();
            block.read(arguments.get(words.size()), own);
        }
        if (words.isEmpty()) {
            line.complain(line.first(), "a job without a name", Keyword.JOB.usage());
            firstWords.lost();
        } else if (TextWords.areRight(line, words, firstWords)) {
            add(words, own);
        }
    }

    private void add(List<Word> words, Settings own) {
        Word first = words.get(0);
        String name = words.size() == 1
                ? first.text()
                : words.stream().map(Word::text).collect(Collectors.joining(" "));
        int end = words.get(words.size() - 1).end();
        jobs.add(first.start(), end - first.start(), name, null, own, () -> ownLine(words));
    }

    /** What a job says, as a program line: a single word in quotes or braces holds the line, others are the line. */
    private ProgramTemplate ownLine(List<Word> words) {
        Word first = words.get(0);
        if (words.size() > 1 || first.is(Kind.BARE)) {
            return RunLine.ofText(
                    text, first.start(), words.get(words.size() - 1).end(), mistakes);
        }
        if (first.is(Kind.BRACED)) {
            return RunLine.ofGroup(text, first, mistakes);
        }
        String line = first.text();
        return RunLine.ofText(line, 0, line.length(), mistakes.at(first.start(), first.end() - first.start()));
    }
}
