package org.sluice.producer.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Job;
import org.sluice.job.Program;

class JobFileTest {
    @TempDir
    private Path directory;

    @Test
    void theFileOfTheOriginalIdeaIsAJobFile() throws Exception {
        StringBuilder text = new StringBuilder("# The tests\n\n");
        for (int i = 1; i <= 10; i++) {
            text.append("job \"Test ").append(i).append("\"\n\n");
        }
        List<Job> jobs = parse(text.toString());
        assertThat(jobs).hasSize(10);
        assertThat(jobs.get(9))
                .isEqualTo(new Job(
                        10,
                        "Test 10",
                        List.of(new Program.Direct(List.of("Test", "10"))),
                        "",
                        java.util.Map.of(),
                        java.util.Optional.empty()));
    }

    @Test
    void runLinesInARowAreOneListAndOneAfterAJobBeginsAnew() throws Exception {
        List<Job> jobs = parse("run a\nrun b\njob 1\ntimeout 5\njob 2\nrun c\njob 3 { run d\n run e }\njob 4");
        assertThat(jobs)
                .extracting(JobFileTest::displays)
                .containsExactly(List.of("a", "b"), List.of("a", "b"), List.of("d", "e"), List.of("c"));
    }

    @Test
    void aBlockChangesNothingForTheNextJob() throws Exception {
        List<Job> jobs =
                parse("env A 1\ntimeout 20m\ndir d\njob 1 { timeout none\n env A 2\n env B 3\n dir {#} }\njob 2");
        assertThat(jobs.get(0).timeout()).isEmpty();
        assertThat(jobs.get(0).directory()).isEqualTo("1");
        assertThat(jobs.get(0).environment()).hasToString("{A=2, B=3}");
        assertThat(jobs.get(1).timeout()).contains(Duration.ofMinutes(20));
        assertThat(jobs.get(1).directory()).isEqualTo("d");
        assertThat(jobs.get(1).environment()).hasToString("{A=1}");
    }

    @Test
    void aByteOrderMarkAndCarriageReturnsAreAccepted() throws Exception {
        List<Job> jobs =
                parse("\uFEFFrun ./x {name}\r\njob a {\r\n  timeout 5\r\n}\r\nrun {\r\n  a\r\n  b\r\n}\r\njob b\r\n");
        assertThat(displays(jobs.get(0))).containsExactly("./x a");
        assertThat(((Program.Shell) jobs.get(1).programs().get(0)).line()).isEqualTo("a\n  b");
    }

    @Test
    void aLastLineNeedsNoNewline() throws Exception {
        assertThat(parse("job a")).hasSize(1);
    }

    @Test
    void blocksMayBeEmptyAndHaveComments() throws Exception {
        assertThat(parse("job a {}\njob b {\n# c\n\n}\njob c { # d\n}")).hasSize(3);
    }

    @Test
    void theTextOfAJobIsReadAsAProgramLine() throws Exception {
        List<Job> jobs =
                parse("job ./x \"a b\"\njob \"./x 'c d'\"\njob \"./y c d\"\njob {e | f}\nrun ./z\nrun {}\njob g");
        assertThat(jobs)
                .extracting(j -> j.programs().get(0).getClass().getSimpleName())
                .containsExactly("Direct", "Shell", "Direct", "Shell", "Direct");
        assertThat(jobs.get(0).programs()).containsExactly(new Program.Direct(List.of("./x", "a b")));
        assertThat(displays(jobs.get(4))).containsExactly("./z", "g");
    }

    @Test
    void eachMakesAJobOfEachMatch() throws Exception {
        for (String name : List.of("c10", "c2", ".hidden")) {
            Files.createDirectories(directory.resolve("cases").resolve(name));
        }
        Files.createFile(directory.resolve("cases/c3"));
        List<Job> jobs = parse("job first\neach cases/c* { run ./x {path} {name} {#} }\neach cases/*/ {run {}\ndir {/}}"
                .replace("cases/*/", "./cases/*/"));
        assertThat(jobs)
                .extracting(Job::name)
                .containsExactly("first", "cases/c2", "cases/c3", "cases/c10", "./cases/c2", "./cases/c10");
        assertThat(displays(jobs.get(1))).containsExactly("./x cases/c2/ cases/c2 2");
        assertThat(displays(jobs.get(2))).containsExactly("./x cases/c3 cases/c3 3");
        assertThat(jobs.get(5).directory()).isEqualTo("c10");
    }

    @Test
    void standardInputIsReadWithTheCurrentDirectoryAsBase() throws Exception {
        JobFile file = JobFile.read("-", new ByteArrayInputStream("job a".getBytes(UTF_8)));
        assertThat(file.sourceName()).isEqualTo("-");
        assertThat(file.baseDirectory()).isEqualTo(Path.of("").toAbsolutePath());
        assertThat(file.jobs()).hasSize(1);
    }

    @Test
    void aFileIsReadWithItsDirectoryAsBase() throws Exception {
        Path file = Files.writeString(directory.resolve("server.inp"), "each *.inp {run ./x {}}");
        JobFile read = JobFile.read(file.toString(), InputStream.nullInputStream());
        assertThat(read.baseDirectory()).isEqualTo(directory);
        assertThat(read.jobs()).extracting(Job::name).containsExactly("server.inp");
    }

    @Test
    void aFileThatIsNoneIsAClearError() {
        assertThatThrownBy(() -> JobFile.read(directory.resolve("no.inp").toString(), InputStream.nullInputStream()))
                .isInstanceOf(JobFileException.class)
                .hasMessage(directory.resolve("no.inp")
                        + ": there is no such file\n  expected: the path of a job file, or - for standard input\n"
                        + "  example:  sluice check server.inp");
        assertThatThrownBy(() -> JobFile.read("no.inp", InputStream.nullInputStream()))
                .hasMessageContaining(
                        "no.inp: there is no such file in " + Path.of("").toAbsolutePath());
        assertThatThrownBy(() -> JobFile.read(directory.toString(), InputStream.nullInputStream()))
                .hasMessageContaining("this is a directory");
        assertThatThrownBy(() -> JobFile.read("", InputStream.nullInputStream()))
                .hasMessageContaining("the name of the job file is empty");
        assertThatThrownBy(() -> JobFile.read("-", failing()))
                .hasMessageContaining("standard input: reading failed: device gone");
    }

    @Test
    @Timeout(60)
    void aHundredThousandJobsShareWhatIsTheSame() throws Exception {
        StringBuilder text = new StringBuilder("env A 1\ndir d\ntimeout 5\nrun ./x a b\n"
                + "needs gpu\nslots 2\nlock l\nkeep *.his\nlabel slow\nretries 1\npass-match done\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("job \"Test ").append(i).append("\"\n");
        }
        List<Job> jobs = parse(text.toString());
        assertThat(jobs).hasSize(100_000);
        assertThat(jobs.get(99_999).number()).isEqualTo(100_000);
        assertThat(jobs.get(99_999).programs()).isSameAs(jobs.get(0).programs());
        assertThat(jobs.get(99_999).directory()).isSameAs(jobs.get(0).directory());
        assertThat(jobs.get(99_999).judging()).isSameAs(jobs.get(0).judging());
        assertThat(jobs.get(99_999).placement()).isSameAs(jobs.get(0).placement());
        assertThat(jobs.get(99_999).workspace()).isSameAs(jobs.get(0).workspace());
        assertThat(jobs.get(99_999).labels()).isSameAs(jobs.get(0).labels());
    }

    private static InputStream failing() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("device gone");
            }
        };
    }

    private static List<String> displays(Job job) {
        return job.programs().stream().map(Program::display).toList();
    }

    private List<Job> parse(String text) throws JobFileException {
        return Running.parse(text, directory);
    }
}
