package org.sluice.producer.jobfile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.job.Job;

/** Reads the lines of a job file one after the other. After a mistake it goes on with the next line. */
final class Parser {
    private static final String EXPECTED = "one of "
            + Stream.of(Keyword.values())
                    .filter(Keyword::isOfFile)
                    .map(Keyword::word)
                    .collect(Collectors.joining(", "));

    private final String text;
    private final Mistakes mistakes;
    private final FirstWords firstWords;
    private final SettingLines settingLines;
    private final JobLine jobLine;
    private final EachLine eachLine;
    private final Jobs jobs;
    private final Settings settings = new Settings();
    private int firstUnusedSetting = -1;

    Parser(Source source, Path baseDirectory, Mistakes mistakes) {
        this.text = source.text();
        this.mistakes = mistakes;
        this.firstWords = new FirstWords(mistakes);
        this.settingLines = new SettingLines(text);
        this.jobs = new Jobs(source, baseDirectory, mistakes);
        Block block = new Block(source, mistakes, firstWords, settingLines);
        this.jobLine = new JobLine(text, mistakes, firstWords, block, jobs);
        this.eachLine = new EachLine(baseDirectory, firstWords, block, jobs);
    }

    /** The jobs; not all of them if there were mistakes. */
    List<Job> parse() {
        Lexer lexer = new Lexer(text, 0, text.length());
        for (Lexer.Line line = lexer.next(); line != null && !mistakes.full(); line = lexer.next()) {
            Optional<Keyword> keyword = firstWords.of(line, settings, EXPECTED);
            if (keyword.isPresent()) {
                read(new KeywordLine(keyword.get(), line.words(), mistakes));
            }
        }
        List<Job> all = jobs.all();
        if (mistakes.count() == 0 && all.isEmpty()) {
            mistakes.add(text.length(), 1, "there is no job in this file", Keyword.JOB.usage(), Keyword.JOB.example());
        } else if (firstUnusedSetting >= 0 && !firstWords.lostALine()) {
            mistakes.add(
                    firstUnusedSetting,
                    1,
                    "no job follows, so this setting has no effect",
                    "settings before the jobs that they are for, or in a job's block",
                    Keyword.JOB.example());
        }
        return all;
    }

    private void read(KeywordLine line) {
        if (!line.keyword().isOfFile()) {
            boolean isCase = line.keyword() == Keyword.CASE;
            line.complain(
                    line.first(),
                    line.keyword().word() + " stands in no block",
                    isCase ? "cases within the braces of a job" : "requires-case within the braces of a case",
                    "job \"Flume\" { " + Keyword.CASE.example() + " }");
            firstWords.lost();
            return;
        }
        if (line.keyword().isSetting()) {
            int before = mistakes.count();
            settingLines.read(line, settings);
            if (firstUnusedSetting < 0 && mistakes.count() == before) {
                firstUnusedSetting = line.first().start();
            }
            return;
        }
        firstUnusedSetting = -1;
        if (line.keyword() == Keyword.JOB) {
            jobLine.read(line, settings);
        } else {
            eachLine.read(line, settings);
        }
        settings.used();
    }
}
