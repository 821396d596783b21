package org.sluice.producer.jobfile;

import java.util.List;

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
            block.readOfJob(arguments.get(words.size()), own);
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
        int end = words.get(words.size() - 1).end();
        jobs.add(
                first.start(),
                end - first.start(),
                TextWords.joined(words),
                null,
                own,
                () -> TextWords.asProgram(text, words, mistakes));
    }
}
