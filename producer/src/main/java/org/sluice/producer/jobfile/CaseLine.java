package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a case line in the block of a job, and what its own block says of other cases. */
final class CaseLine {
    private final Source source;
    private final Mistakes mistakes;
    private final FirstWords firstWords;
    private final Block block;

    CaseLine(Source source, Mistakes mistakes, FirstWords firstWords, Block block) {
        this.source = source;
        this.mistakes = mistakes;
        this.firstWords = firstWords;
        this.block = block;
    }

    /** Adds a case to the job. */
    void read(KeywordLine line, Settings job) {
        List<Word> words = line.arguments();
        Settings own = job.inner();
        if (Block.endsWithOne(words)) {
            block.readOfCase(words.get(words.size() - 1), own);
            words = words.subList(0, words.size() - 1);
        }
        if (words.isEmpty()) {
            line.complain(line.first(), "a case without a name", Keyword.CASE.usage());
            firstWords.lost();
            return;
        }
        if (!TextWords.areRight(line, words, firstWords)) {
            return;
        }
        int start = words.get(0).start();
        int length = words.get(words.size() - 1).end() - start;
        String name = TextWords.joined(words);
        Complaints here = mistakes.at(start, length);
        if (!JobNames.isName(name, "case", here) || !isNew(name, job, here)) {
            return;
        }
        Optional<List<String>> requires = required(own, job);
        List<Word> text = words;
        requires.ifPresent(names -> job.cases()
                .add(new CaseTemplate(
                        name, start, length, own, names, () -> TextWords.asProgram(source.text(), text, mistakes))));
    }

    private boolean isNew(String name, Settings job, Complaints here) {
        for (CaseTemplate before : job.cases()) {
            if (before.name().equals(name)) {
                here.add(
                        0,
                        0,
                        "the name " + Excerpt.quoted(name) + " is taken by the case of line "
                                + source.line(before.offset()),
                        "a name of its own for each case of a job",
                        Keyword.CASE.example());
                return false;
            }
        }
        return true;
    }

    /** The cases that must have passed; empty if there is one that does not come before. */
    private Optional<List<String>> required(Settings own, Settings job) {
        List<String> names = new ArrayList<>();
        for (Word word : own.requiredCases()) {
            String name = word.text();
            if (job.cases().stream().noneMatch(before -> before.name().equals(name))) {
                mistakes.add(
                        word.start(),
                        word.end() - word.start(),
                        "no case " + Excerpt.quoted(name) + " stands before this one",
                        "the name of a case above it, in quotes if it has spaces",
                        Keyword.REQUIRES_CASE.example());
                return Optional.empty();
            }
            names.add(name);
        }
        return Optional.of(names.stream().distinct().toList());
    }
}
