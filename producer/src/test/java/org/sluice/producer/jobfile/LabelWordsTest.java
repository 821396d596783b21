package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Job;

/** The words label and retries. */
class LabelWordsTest {
    @TempDir
    private Path directory;

    @Test
    void labelsAddUpUntilTheyAreTakenAway() throws Exception {
        List<Job> jobs = parse("""
                job none
                label slow nightly
                job a
                label "big file" slow
                job b
                job c { label own }
                job d { label none
                        label other }
                job e
                label none
                job f
                """);

        assertThat(jobs)
                .extracting(Job::labels)
                .containsExactly(
                        List.of(),
                        List.of("slow", "nightly"),
                        List.of("slow", "nightly", "big file"),
                        List.of("slow", "nightly", "big file", "own"),
                        List.of("other"),
                        List.of("slow", "nightly", "big file"),
                        List.of());
    }

    @Test
    void aLabelMayBeMadeOfTheJob() throws Exception {
        Files.createDirectories(directory.resolve("flow/a"));
        Files.createDirectories(directory.resolve("wave/b"));
        List<Job> jobs = parse("label {//}\neach */*/ { run x\n label {/} }");

        assertThat(jobs).extracting(Job::labels).containsExactly(List.of("flow", "a"), List.of("wave", "b"));
    }

    @Test
    void retriesApplyToTheJobsAfterThemAndABlockOverridesThem() throws Exception {
        List<Job> jobs =
                parse("job a\nretries 2\ntimeout 5\njob b\njob c { retries 0 }\njob d { timeout 9\n grace 1 }");

        assertThat(jobs).extracting(job -> job.limits().retries()).containsExactly(0, 2, 0, 2);
        assertThat(jobs.get(3).timeout())
                .hasValueSatisfying(timeout -> assertThat(timeout.toSeconds()).isEqualTo(9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "label; 1:1; something is missing after 'label'",
                "label a none; 1:9; none stands beside others",
                "label \" \"; 1:7; the label ' ' cannot be one",
                "label \"a\\nb\"; 1:7; the label 'a?b' cannot be one",
                "label $USER; 1:7; no shell reads this value",
                "label {%}; 1:7; {%} is not known before the job runs, so label cannot have it",
                "label {/}; 1:7; the label '' of job 'x/' cannot be one",
                "label {path}; 1:7; {path} is what each has found, and job 'x/' comes from no each",
            })
    void aMistakeHasItsPlaceAndARemedy(String line, String place, String what) {
        JobFileException mistake = catchThrowableOfType(JobFileException.class, () -> parse(line + "\njob x/"));

        assertThat(mistake.getMessage())
                .startsWith("server.inp:" + place + ": " + what)
                .contains("\n  expected: ", "\n  example:  ");
    }

    private List<Job> parse(String text) throws JobFileException {
        return Running.parse(text, directory);
    }
}
