package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Job;
import org.sluice.job.Program;

class CompareLineTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void makeReferences() throws IOException {
        Files.createDirectories(directory.resolve("cases/one/directory"));
        Files.createFile(directory.resolve("cases/one/r"));
        Files.createFile(directory.resolve("r"));
    }

    @Test
    void filesTolerancesAndPatternAreRead() throws Exception {
        assertThat(checks("compare a r -abs .5 -ignore {^Date: \\d{2}$} -rel 1E-6\njob x"))
                .containsExactly(new Comparison(
                        "a", "r", new BigDecimal("1e-6"), new BigDecimal("0.5"), Optional.of("^Date: \\d{2}$")));
        assertThat(checks("compare a r\njob x"))
                .containsExactly(new Comparison("a", "r", BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty()));
    }

    @Test
    void compareAndCheckAreOneListAndPlaceholdersAreFilledIn() throws Exception {
        Path absolute = directory.resolve("r");
        List<Check> checks = checks("run ./x\ncompare {name}.{#} {/} -ignore [{name}]\ncheck true\ncompare a "
                + absolute + "\ndir cases/one\njob r");

        assertThat(checks)
                .containsExactly(
                        new Comparison("r.1", "r", BigDecimal.ZERO, BigDecimal.ZERO, Optional.of("[{name}]")),
                        new Program.Direct(List.of("true")),
                        new Comparison("a", absolute.toString(), BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "compare; 1:1; something is missing after 'compare'",
                "compare a; 1:9; something is missing after 'a'",
                "compare a r -rel; 1:13; a number is missing after -rel",
                "compare a r -rel -abs 1; 1:13; a number is missing after -rel",
                "compare a r -ignore; 1:13; a regular expression is missing after -ignore",
                "compare a r -tol 1; 1:13; unknown option '-tol'",
                "compare -rel 1 a r; 1:9; '-rel' stands where a file belongs",
                "compare a r -rel 1 -rel 2; 1:20; -rel is there twice",
                "compare a r -abs -1; 1:18; '-1' is no tolerance",
                "compare a r -rel NaN; 1:18; 'NaN' is no tolerance",
                "compare a r -rel Inf; 1:18; 'Inf' is no tolerance",
                "compare a r -rel 1e999999; 1:18; '1e999999' is no tolerance",
                "compare a r -ignore (; 1:21; '(' is no regular expression: Unclosed group",
                "compare a r -ignore {a (b}; 1:25; 'a (b' is no regular expression: Unclosed group",
                "compare a r -ignore \\d; 1:21; a backslash that means nothing here",
                "compare a r -ignore {}; 1:22; '{}' is no regular expression",
                "compare a r-{%}; 1:13; {%} is not known before the job runs, so compare cannot have it",
                "compare $HOME/a r; 1:9; no shell reads this value",
                "compare a gone; 1:9; the reference 'gone' of job 'x' is not there (looked in",
                "compare a cases; 1:9; the reference 'cases' of job 'x' is a directory (in",
                "compare a /no/such/file; 1:9; the reference '/no/such/file' of job 'x' is not there",
            })
    void aMistakeHasItsPlaceAndARemedy(String line, String place, String what) {
        JobFileException mistake = catchThrowableOfType(JobFileException.class, () -> checks(line + "\njob x"));

        assertThat(mistake.getMessage())
                .startsWith("server.inp:" + place + ": " + what)
                .contains("\n  expected: ", "\n  example:  ");
    }

    @Test
    void aReferenceIsLookedForInTheDirectoryOfEachJob() {
        JobFileException mistake = catchThrowableOfType(
                JobFileException.class, () -> checks("compare a r\ndir cases/{name}\njob one\njob two\njob three"));

        assertThat(mistake.getMessage())
                .startsWith("server.inp:1:9: the reference 'r' of job 'two' is not there (looked in "
                        + directory.resolve("cases/two") + ")")
                .doesNotContain("three");
    }

    @Test
    void aJobThatIsExpectedToFailNeedsNoReference() throws Exception {
        assertThat(checks("compare a gone\njob x { will-fail yes }")).hasSize(1);
    }

    private List<Check> checks(String text) throws JobFileException {
        List<Job> jobs = Running.parse(text, directory);
        return jobs.get(0).judging().checks();
    }
}
