package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Job;
import org.sluice.job.Verdict;

/** Some jobs of a job file, run for real. */
@DisabledOnOs(OS.WINDOWS)
class SelectedJobsTest {
    private static final String JOBS = """
            run sh -c {echo {name} {#} "$SLUICE_NUMBER" >> ran; test ! -e fail-{name} || exit 3}
            job a
            label slow
            job b
            job c {
                skip-code 3
            }
            label nightly
            job d
            """;

    @TempDir
    private Path dir;

    private Site site;

    @BeforeEach
    void makeTheSite() throws Exception {
        site = new Site(dir);
        Files.writeString(dir.resolve("jobs.inp"), JOBS);
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void onlyWhatIsSelectedIsRun() throws Exception {
        site.start("run", "-j1", "-L", "slow", "-LE", "night", "-E", "c", "jobs.inp")
                .awaitExit(0);

        // the number in the file, and that in the batch
        assertThat(ran()).containsExactly("b 2 1");
        assertThat(site.outcome().batch().jobs()).extracting(Job::name).containsExactly("b");
    }

    @Test
    void whatDidNotPassIsRunAgainUntilEverythingHasPassed() throws Exception {
        fails("a", "b", "c");
        site.start("run", "-j1", "jobs.inp").awaitExit(1);
        assertThat(site.outcome().results().values())
                .extracting(result -> result.verdict())
                .containsExactly(Verdict.FAILED, Verdict.FAILED, Verdict.SKIPPED, Verdict.PASSED);
        mends("b");

        Sluice second = site.start("run", "-j1", "--order", "file", "--rerun-failed", "jobs.inp");
        second.awaitExit(1);
        assertThat(site.outcome().batch().jobs()).extracting(Job::name).containsExactly("a", "b");

        Files.writeString(dir.resolve("jobs.inp"), JOBS.replace("job a\n", "") + "job e\n");
        Sluice third = site.start("run", "-j1", "--rerun-failed");
        third.awaitExit(4);
        assertThat(third.err())
                .contains("jobs.inp has no more: 'a'.", "Nothing to run: none of the 4 jobs of jobs.inp");

        Files.writeString(dir.resolve("jobs.inp"), JOBS);
        mends("a");
        site.start("run", "-j1", "--rerun-failed").awaitExit(0);
        assertThat(ran()).containsExactly("a 1 1", "b 2 2", "c 3 3", "d 4 4", "a 1 1", "b 2 2", "a 1 1");

        Sluice fifth = site.start("run", "-j1", "--rerun-failed");
        fifth.awaitExit(4);
        assertThat(fifth.err()).contains("Nothing to run: every job of batch ", " passed or was skipped.");
    }

    @Test
    void nothingIsPostedWhenNothingIsSelected() throws Exception {
        site.start("run", "-R", "no such", "jobs.inp").awaitExit(4);
        site.start("run", "-R", "(", "jobs.inp").awaitExit(2);

        assertThat(dir.resolve("sluice-out")).doesNotExist();
    }

    @Test
    void theRetriesOfTheCommandLineTravelWithEveryJob() throws Exception {
        site.start("run", "-j1", "--retries", "2", "jobs.inp").awaitExit(0);

        assertThat(site.outcome().batch().jobs())
                .extracting(job -> job.limits().retries())
                .containsExactly(2, 2, 2, 2);
    }

    private void fails(String... jobs) throws Exception {
        for (String job : jobs) {
            Files.createFile(dir.resolve("fail-" + job));
        }
    }

    private void mends(String job) throws Exception {
        Files.delete(dir.resolve("fail-" + job));
    }

    private List<String> ran() throws Exception {
        try (Stream<String> lines = Files.lines(dir.resolve("ran"))) {
            return lines.toList();
        }
    }
}
