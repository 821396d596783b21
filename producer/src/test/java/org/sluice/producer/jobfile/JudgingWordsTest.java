package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Check;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Program;

/** The words that say how a job is judged. */
class JudgingWordsTest {
    @TempDir
    private Path directory;

    @Test
    void aJobOfWhichNothingIsSaidIsJudgedAsUsual() throws Exception {
        Job job = parse("job a").get(0);

        assertThat(job.judging()).isEqualTo(Judging.DEFAULT);
        assertThat(job.judging().skipCodes()).containsExactly(77);
        assertThat(job.grace()).isEmpty();
    }

    @Test
    void theWordsApplyToTheJobsAfterThemAndABlockOverridesThem() throws Exception {
        List<Job> jobs = parse("""
                job before
                exit 0 2
                skip-code 4
                will-fail yes
                grace 1m
                job outer
                job inner {
                    exit 1
                    skip-code none
                    will-fail no
                    grace 500ms
                }
                job after
                """);

        assertThat(jobs.get(0).judging()).isEqualTo(Judging.DEFAULT);
        Judging outer = new Judging(List.of(), List.of(0, 2), List.of(4), true);
        assertThat(jobs.get(1).judging()).isEqualTo(outer);
        assertThat(jobs.get(1).grace()).contains(Duration.ofMinutes(1));
        assertThat(jobs.get(2).judging()).isEqualTo(new Judging(List.of(), List.of(1), List.of(), false));
        assertThat(jobs.get(2).grace()).contains(Duration.ofMillis(500));
        assertThat(jobs.get(3).judging()).isEqualTo(outer);
        assertThat(jobs.get(3).grace()).contains(Duration.ofMinutes(1));
    }

    @Test
    void theLastExitLineWins() throws Exception {
        assertThat(parse("exit 1 2\nexit 3 3 0\njob a").get(0).judging().passCodes())
                .containsExactly(0, 3);
    }

    @Test
    void checkLinesInARowAreOneListApartFromThoseOfRun() throws Exception {
        List<Job> jobs = parse("run x\ncheck a\nrun y\ncheck b\njob 1\ntimeout 5\njob 2\ncheck c\n"
                + "job 3 { check d\n check e }\nrun z\njob 4");

        assertThat(jobs)
                .extracting(JudgingWordsTest::checks)
                .containsExactly(List.of("a", "b"), List.of("a", "b"), List.of("d", "e"), List.of("c"));
        assertThat(jobs)
                .extracting(job -> displays(job.programs()))
                .containsExactly(List.of("x", "y"), List.of("x", "y"), List.of("x", "y"), List.of("z"));
    }

    @Test
    void aCheckIsReadAsARunLineIs() throws Exception {
        Files.createDirectories(directory.resolve("cases/c1"));
        List<Job> jobs = parse("""
                run ./solver
                check grep -q {name} log
                check grep -q {name} < log
                check {
                    test -s log && cmp log {%}
                }
                job "it's $(a)"
                each cases/*/ {
                    run ./solver
                    check ./compare {path}log {#}
                }
                """);

        List<Check> checks = jobs.get(0).judging().checks();
        assertThat(checks.get(0)).isEqualTo(new Program.Direct(List.of("grep", "-q", "it's $(a)", "log")));
        assertThat(checks.get(1)).isInstanceOfSatisfying(Program.Shell.class, shell -> {
            assertThat(shell.line()).isEqualTo("grep -q \"${1}\" < log");
            assertThat(shell.values()).containsExactly("it's $(a)");
        });
        assertThat(checks.get(2)).isInstanceOf(Program.Shell.class);
        assertThat(checks(jobs.get(1))).containsExactly("./compare cases/c1/log 2");
    }

    @Test
    void aCheckOfTheTextAloneIsTheTextOfTheJob() throws Exception {
        Job job = parse("run ./make\ncheck {}\njob ./case one").get(0);

        assertThat(displays(job.programs())).containsExactly("./make");
        assertThat(checks(job)).containsExactly("./case one");
    }

    @Test
    void jobsShareWhatIsTheSame() throws Exception {
        List<Job> jobs = parse("check ./compare\nexit 0 1\njob a\njob b\nwill-fail yes\njob c");

        assertThat(jobs.get(1).judging()).isSameAs(jobs.get(0).judging());
        assertThat(jobs.get(2).judging().willFail()).isTrue();
    }

    private static List<String> checks(Job job) {
        return displays(job.judging().checks());
    }

    private static List<String> displays(List<? extends Check> checks) {
        return checks.stream().map(Check::display).toList();
    }

    private List<Job> parse(String text) throws JobFileException {
        return Running.parse(text, directory);
    }
}
