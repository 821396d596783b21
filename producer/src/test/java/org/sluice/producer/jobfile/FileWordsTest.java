package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Job;
import org.sluice.job.Workspace;
import org.sluice.job.Workspace.Keep;

/** The words keep and scratch. */
class FileWordsTest {
    @TempDir
    private Path directory;

    @Test
    void aJobOfWhichNothingIsSaidHasNoFiles() throws Exception {
        assertThat(parse("job a").get(0).workspace()).isEqualTo(Workspace.NONE);
    }

    @Test
    void linesInARowAddUpAndThoseOfABlockReplaceThem() throws Exception {
        List<Job> jobs = parse("""
                keep *.his results/**
                keep -on-fail *.log {*.{dia,txt}}
                scratch yes
                job outer
                job inner {
                    keep core
                    scratch no
                }
                job nothing { keep none }
                job after
                """);

        assertThat(jobs.get(0).workspace())
                .isEqualTo(new Workspace(
                        true,
                        List.of(
                                new Keep("*.his", false),
                                new Keep("results/**", false),
                                new Keep("*.log", true),
                                new Keep("*.{dia,txt}", true))));
        assertThat(jobs.get(1).workspace()).isEqualTo(new Workspace(false, List.of(new Keep("core", false))));
        assertThat(jobs.get(2).workspace()).isEqualTo(new Workspace(true, List.of()));
        assertThat(jobs.get(3).workspace()).isSameAs(jobs.get(0).workspace());
    }

    @Test
    void whatStandsForTheJobIsMeantLiterally() throws Exception {
        String name = "case[1]*{x}\\\\?.mdu";
        List<Job> jobs = parse("keep {name}.log {.}-*.{his,map}\njob \"" + name + "\"");

        List<Keep> keep = jobs.get(0).workspace().keep();
        assertThat(matches(keep.get(0), "case[1]*{x}\\?.mdu.log")).isTrue();
        assertThat(matches(keep.get(0), "case1-anything-{x}\\?.mdu.log")).isFalse();
        assertThat(matches(keep.get(1), "case[1]*{x}\\?-2.map")).isTrue();
    }

    @Test
    void aPathIsMeantAlsoWithADotBeforeIt() throws Exception {
        assertThat(parse("keep ./out/*.his\njob a").get(0).workspace().keep())
                .containsExactly(new Keep("out/*.his", false));
    }

    @Test
    void eachJobHasItsOwnPatterns() throws Exception {
        List<Job> jobs = parse("run x\nkeep {/.}.his\njob cases/a.mdu\njob cases/b.mdu");

        assertThat(jobs)
                .extracting(job -> job.workspace().keep())
                .containsExactly(List.of(new Keep("a.his", false)), List.of(new Keep("b.his", false)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "keep; 1:1; something is missing after 'keep'",
                "keep -on-fail; 1:6; something is missing after '-on-fail'",
                "keep -onfail *.log; 1:6; unknown option '-onfail'",
                "keep *.his -on-fail; 1:12; -on-fail stands behind a pattern",
                "keep *.his none; 1:12; none stands beside others",
                "keep \"\"; 1:6; '' names no file",
                "keep /tmp/*; 1:6; '/tmp/*' is not below the job's directory",
                "keep ok ../*; 1:9; '../*' leaves the job's directory",
                "keep a/../../b; 1:6; 'a/../../b' leaves the job's directory",
                "keep out/; 1:6; 'out/' is a directory; its files are 'out/**'",
                "keep [z-a]; 1:6; '[z-a]' is no pattern: Invalid range",
                "keep {*.{a,b}; 1:6; a brace is opened here and never closed",
                "keep $HOME/x; 1:6; no shell reads this value",
                "keep x-{%}; 1:8; {%} is not known before the job runs, so keep cannot have it",
                "keep {//}/../*; 1:6; 'cases/../*' leaves the job's directory (of job 'cases/x')",
                "keep {path}x; 1:6; {path} is what each has found, and job 'cases/x' comes from no each",
                "scratch /tmp; 1:9; '/tmp' is neither yes nor no",
            })
    void aMistakeHasItsPlaceAndARemedy(String line, String place, String what) {
        JobFileException mistake = catchThrowableOfType(
                JobFileException.class, () -> parse("run x\njob cases/y\n" + line + "\njob cases/x"));

        assertThat(mistake.getMessage())
                .startsWith("server.inp:" + place.replaceFirst("^1", "3") + ": " + what)
                .contains("\n  expected: ", "\n  example:  ");
    }

    private static boolean matches(Keep keep, String path) {
        return FileSystems.getDefault().getPathMatcher("glob:" + keep.glob()).matches(Path.of(path));
    }

    private List<Job> parse(String text) throws JobFileException {
        return Running.parse(text, directory);
    }
}
