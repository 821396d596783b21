package org.sluice.producer.jobfile;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.job.Job;
import org.sluice.job.NearestWord;
import org.sluice.producer.jobfile.Word.Kind;

/** Reads the lines of a job file one after the other. After a mistake it goes on with the next line. */
final class Parser {
    private static final String EXPECTED_WORDS = "one of " + words(Keyword.values());
    private static final String EXPECTED_IN_BLOCK = "a setting: "
            + words(Stream.of(Keyword.values()).filter(Keyword::isSetting).toArray(Keyword[]::new))
            + "; the last {...} of a line is the job's block";

    private final Source source;
    private final String text;
    private final Path baseDirectory;
    private final Mistakes mistakes;
    private final SettingLines settingLines;
    private final Jobs jobs;
    private final Settings settings = new Settings();
    private int firstUnusedSetting = -1;
    private boolean lostALine;

    Parser(Source source, Path baseDirectory, Mistakes mistakes) {
        this.source = source;
        this.text = source.text();
        this.baseDirectory = baseDirectory;
        this.mistakes = mistakes;
        this.settingLines = new SettingLines(text, mistakes);
        this.jobs = new Jobs(source, baseDirectory, mistakes);
    }

    /** The jobs; not all of them if there were mistakes. */
    List<Job> parse() {
        Lexer lexer = new Lexer(text, 0, text.length());
        for (Lexer.Line line = lexer.next(); line != null && !mistakes.full(); line = lexer.next()) {
            topLevel(line);
        }
        List<Job> all = jobs.all();
        if (mistakes.count() == 0 && all.isEmpty()) {
            mistakes.add(text.length(), 1, "there is no job in this file", Keyword.JOB.usage(), Keyword.JOB.example());
        } else if (firstUnusedSetting >= 0 && !lostALine) {
            mistakes.add(
                    firstUnusedSetting,
                    1,
                    "no job follows, so this setting has no effect",
                    "settings before the jobs that they are for, or in a job's block",
                    Keyword.JOB.example());
        }
        return all;
    }

    private void topLevel(Lexer.Line line) {
        Keyword keyword = keyword(line, settings, EXPECTED_WORDS);
        if (keyword == null) {
            return;
        }
        if (keyword.isSetting()) {
            int before = mistakes.count();
            settingLines.read(keyword, line.words().get(0), arguments(line), settings);
            if (firstUnusedSetting < 0 && mistakes.count() == before) {
                firstUnusedSetting = line.words().get(0).start();
            }
            return;
        }
        firstUnusedSetting = -1;
        if (keyword == Keyword.JOB) {
            job(line);
        } else {
            each(line);
        }
        settings.used();
    }

    private void block(Word group, Settings inner) {
        Lexer lexer = new Lexer(text, group.start() + 1, group.end() - 1);
        for (Lexer.Line line = lexer.next(); line != null && !mistakes.full(); line = lexer.next()) {
            Keyword keyword = keyword(line, inner, EXPECTED_IN_BLOCK);
            if (keyword != null && !keyword.isSetting()) {
                complain(
                        line.words().get(0),
                        keyword.word() + " cannot stand within a block",
                        EXPECTED_IN_BLOCK + ", and ends with its }",
                        Keyword.JOB.example());
            } else if (keyword != null) {
                settingLines.read(keyword, line.words().get(0), arguments(line), inner);
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

    /** The line's keyword; null if the line cannot be used, which is then reported. */
    private Keyword keyword(Lexer.Line line, Settings inForce, String expected) {
        Word first = line.words().get(0);
        Lexer.Problem problem = line.problem();
        Optional<Keyword> keyword = first.is(Kind.BRACED) ? Optional.empty() : Keyword.of(first.text());
        if (problem != null) {
            mistakes.add(
                    problem.offset(),
                    problem.length(),
                    problem.what(),
                    problem.expected(),
                    keyword.orElse(Keyword.JOB).example());
            lostALine = true;
            if (keyword.isPresent() && keyword.get() == Keyword.RUN) {
                inForce.addRun(new ProgramTemplate.Mistaken(first.start()));
            }
            return null;
        }
        if (keyword.isEmpty()) {
            lostALine = true;
            unknown(first, expected);
        }
        return keyword.orElse(null);
    }

    private void unknown(Word first, String expected) {
        if (first.is(Kind.BRACED)) {
            complain(first, "a block of no job", "the { at the end of the job's own line", Keyword.JOB.example());
        } else if (first.text().equals("}")) {
            complain(
                    first,
                    "a } that closes nothing",
                    "a { with a space before it on the job's line",
                    "job \"Test 1\" {");
        } else {
            Optional<Keyword> meant =
                    NearestWord.to(first.text(), Keyword.words()).flatMap(Keyword::of);
            String nearest = meant.map(k -> "; the nearest known one is '" + k.word() + "'")
                    .orElse("");
            String example = meant.orElse(Keyword.JOB).example();
            complain(first, "unknown word " + Excerpt.quoted(first.text()) + nearest, expected, example);
        }
    }

    private void job(Lexer.Line line) {
        List<Word> arguments = arguments(line);
        boolean hasBlock = arguments.size() > 1 && last(arguments).is(Kind.BRACED);
        List<Word> words = hasBlock ? arguments.subList(0, arguments.size() - 1) : arguments;
        Settings own = settings;
        if (hasBlock) {
            own = settings.inner();
            block(last(arguments), own);
        }
        if (words.isEmpty()) {
            complain(line.words().get(0), "a job without a name", Keyword.JOB.usage(), Keyword.JOB.example());
            lostALine = true;
        } else if (isWithoutMistake(Keyword.JOB, words)) {
            Word first = words.get(0);
            String name = words.size() == 1
                    ? first.text()
                    : words.stream().map(Word::text).collect(Collectors.joining(" "));
            jobs.add(first.start(), last(words).end() - first.start(), name, null, own, () -> ownLine(words));
        }
    }

    /** What a job says, as a program line: a single word in quotes or braces holds the line, others are the line. */
    private ProgramTemplate ownLine(List<Word> words) {
        Word first = words.get(0);
        if (words.size() > 1 || first.is(Kind.BARE)) {
            return RunLine.ofText(text, first.start(), last(words).end(), mistakes);
        }
        if (first.is(Kind.BRACED)) {
            return RunLine.ofGroup(text, first, mistakes);
        }
        String line = first.text();
        return RunLine.ofText(line, 0, line.length(), mistakes.at(first.start(), first.end() - first.start()));
    }

    private void each(Lexer.Line line) {
        List<Word> arguments = arguments(line);
        Word keyword = line.words().get(0);
        if (arguments.isEmpty() || arguments.get(0).text().isBlank()) {
            complain(keyword, "each without a pattern", Keyword.EACH.usage(), Keyword.EACH.example());
            lostALine = true;
            return;
        }
        Word glob = arguments.get(0);
        Settings own = settings.inner();
        if (arguments.size() > 1 && last(arguments).is(Kind.BRACED)) {
            block(last(arguments), own);
        }
        boolean extra = arguments.size() > 2
                || (arguments.size() == 2 && !arguments.get(1).is(Kind.BRACED));
        if (extra) {
            complain(
                    arguments.get(1),
                    "more than each takes, from "
                            + Excerpt.quoted(arguments.get(1).text()) + " on",
                    Keyword.EACH.usage() + "; a pattern with spaces stands in quotes",
                    Keyword.EACH.example());
        } else if (!own.hasRun()) {
            complain(
                    keyword,
                    "each without a run line",
                    "run in its block or above it; run {} executes the matches themselves",
                    Keyword.EACH.example());
        } else if (isWithoutMistake(Keyword.EACH, List.of(glob))) {
            addMatches(glob, own);
        }
    }

    private void addMatches(Word glob, Settings own) {
        String pattern = glob.text();
        String problem;
        try {
            List<Glob.Match> matches = Glob.matches(baseDirectory, pattern);
            for (Glob.Match match : matches) {
                String path = match.isDirectory() ? match.path() + "/" : match.path();
                jobs.add(glob.start(), glob.end() - glob.start(), match.path(), path, own, () -> program(match, glob));
            }
            if (!matches.isEmpty()) {
                return;
            }
            problem = "no " + (pattern.endsWith("/") ? "directory" : "file or directory") + " matches "
                    + Excerpt.quoted(pattern) + " in " + baseDirectory;
        } catch (PatternSyntaxException e) {
            problem = Excerpt.quoted(pattern) + " is no pattern: " + e.getDescription();
        } catch (IOException | InvalidPathException e) {
            problem = "cannot look for " + Excerpt.quoted(pattern) + " in " + baseDirectory + ": " + e;
        }
        complain(
                glob,
                problem,
                "a pattern that matches something: * any characters, ? one, [a-z] one of these, ** any directories, "
                        + "a / at the end for directories only",
                Keyword.EACH.example());
    }

    /** A file that was found is executed as one program, whatever characters its name has. */
    private static ProgramTemplate program(Glob.Match match, Word glob) {
        String program = match.path().contains("/") ? match.path() : "./" + match.path();
        return new ProgramTemplate.Direct(
                glob.start(), List.of(new Template.Builder().add(program).build()));
    }

    private boolean isWithoutMistake(Keyword keyword, List<Word> words) {
        // Several words may be a line for the shell, which has other escapes.
        int badEscape = words.size() == 1 ? words.get(0).badEscape() : -1;
        if (badEscape >= 0) {
            mistakes.add(badEscape, 2, "a backslash that means nothing here", Escape.EXPECTED, keyword.example());
            return false;
        }
        Word last = last(words);
        if (last.is(Kind.BARE) && (last.text().equals("}") || last.text().endsWith("{"))) {
            complain(
                    last,
                    "a brace that is part of a word",
                    "white space before the { of a block; a brace that is meant as such stands in quotes",
                    keyword.example());
            lostALine = true;
            return false;
        }
        return true;
    }

    private void complain(Word word, String what, String expected, String example) {
        int newline = text.indexOf('\n', word.start());
        int end = newline < 0 ? word.end() : Math.min(word.end(), newline);
        mistakes.add(word.start(), end - word.start(), what, expected, example);
    }

    private static String words(Keyword... keywords) {
        return Stream.of(keywords).map(Keyword::word).collect(Collectors.joining(", "));
    }

    private static List<Word> arguments(Lexer.Line line) {
        return line.words().subList(1, line.words().size());
    }

    private static Word last(List<Word> words) {
        return words.get(words.size() - 1);
    }
}
