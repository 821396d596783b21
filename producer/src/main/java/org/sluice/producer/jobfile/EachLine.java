package org.sluice.producer.jobfile;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.sluice.producer.jobfile.Word.Kind;

/** Reads an each line and looks for what it asks for. */
final class EachLine {
    private final Path baseDirectory;
    private final FirstWords firstWords;
    private final Block block;
    private final Jobs jobs;

    EachLine(Path baseDirectory, FirstWords firstWords, Block block, Jobs jobs) {
        this.baseDirectory = baseDirectory;
        this.firstWords = firstWords;
        this.block = block;
        this.jobs = jobs;
    }

    void read(KeywordLine line, Settings settings) {
        List<Word> arguments = line.arguments();
        if (arguments.isEmpty() || arguments.get(0).text().isBlank()) {
            line.complain(line.first(), "each without a pattern", Keyword.EACH.usage());
            firstWords.lost();
            return;
        }
        Word glob = arguments.get(0);
        Settings own = settings.inner();
        if (Block.endsWithOne(arguments)) {
            block.readOfJob(arguments.get(arguments.size() - 1), own);
        }
        boolean extra = arguments.size() > 2
                || (arguments.size() == 2 && !arguments.get(1).is(Kind.BRACED));
        if (extra) {
            Word second = arguments.get(1);
            line.complain(
                    second,
                    "more than each takes, from " + Excerpt.quoted(second.text()) + " on",
                    Keyword.EACH.usage() + "; a pattern with spaces stands in quotes");
        } else if (!own.programs().hasRun() && own.cases().isEmpty()) {
            line.complain(
                    line.first(),
                    "each without a run line",
                    "run in its block or above it; run {} executes the matches themselves");
        } else if (TextWords.areRight(line, List.of(glob), firstWords)) {
            addMatches(line, glob, own);
        }
    }

    private void addMatches(KeywordLine line, Word glob, Settings own) {
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
        line.complain(
                glob,
                problem,
                "a pattern that matches something: * any characters, ? one, [a-z] one of these, ** any directories, "
                        + "a / at the end for directories only");
    }

    /** A file that was found is executed as one program, whatever characters its name has. */
    private static ProgramTemplate program(Glob.Match match, Word glob) {
        String program = match.path().contains("/") ? match.path() : "./" + match.path();
        return new ProgramTemplate.Direct(
                glob.start(), List.of(new Template.Builder().add(program).build()));
    }
}
