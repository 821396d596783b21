package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Job;
import org.sluice.job.Matching;

/** The words pass-match, fail-match and skip-match. */
class MatchWordsTest {
    @TempDir
    private Path directory;

    @Test
    void eachLineAddsAPatternToThoseOfItsWord() throws Exception {
        List<Job> jobs = parse("""
                job before
                pass-match "all done"
                pass-match {completed in \\d{1,3} steps}
                fail-match diverged
                skip-match {no (gpu|licence)}
                job outer
                job inner {
                    pass-match [{name}]
                    fail-match none
                }
                job after
                fail-match {none}
                job anew
                """);

        Matching outer = new Matching(
                List.of("all done", "completed in \\d{1,3} steps"), List.of("diverged"), List.of("no (gpu|licence)"));
        assertThat(jobs)
                .extracting(job -> job.judging().matching())
                .containsExactly(
                        Matching.NONE,
                        outer,
                        new Matching(List.of("[{name}]"), List.of(), outer.skip()),
                        outer,
                        new Matching(outer.pass(), List.of("none"), outer.skip()));
    }

    @Test
    void theyStandBesideTheOtherWordsOfJudging() throws Exception {
        Job job = parse("exit 0 2\ncheck true\npass-match ok\nwill-fail no\njob a")
                .get(0);

        assertThat(job.judging().passCodes()).containsExactly(0, 2);
        assertThat(job.judging().checks()).hasSize(1);
        assertThat(job.judging().matching().pass()).containsExactly("ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "pass-match; 1:1; something is missing after 'pass-match'",
                "pass-match a b; 1:14; more than pass-match takes, from 'b' on",
                "pass-match \"\"; 1:12; an empty pattern is found everywhere",
                "fail-match {a (b}; 1:16; 'a (b' is no regular expression: Unclosed group",
                "fail-match a[b; 1:14; 'a[b' is no regular expression: Unclosed character class",
                "skip-match {ab *+? **}; 1:18; 'ab *+? **' is no regular expression: Dangling meta character",
                "skip-match *; 1:12; '*' is no regular expression: Dangling meta character",
                "skip-match \"(\\\"\"; 1:12; '(\"' is no regular expression: Unclosed group",
                "pass-match \\d; 1:12; a backslash that means nothing here",
            })
    void aMistakeHasItsPlaceInThePatternAndARemedy(String line, String place, String what) {
        JobFileException mistake = catchThrowableOfType(JobFileException.class, () -> parse(line + "\njob x"));

        assertThat(mistake.getMessage())
                .startsWith("server.inp:" + place + ": " + what)
                .contains("\n  expected: ", "\n  example:  ");
    }

    @Test
    void aPatternThatIsNestedTooDeeplyIsToldSo() {
        String deep = "(".repeat(200_000) + ")".repeat(200_000);
        JobFileException mistake =
                catchThrowableOfType(JobFileException.class, () -> parse("pass-match {" + deep + "}\njob x"));

        assertThat(mistake.getMessage()).contains("is no regular expression: Stack overflow");
    }

    private List<Job> parse(String text) throws JobFileException {
        return Running.parse(text, directory);
    }
}
