package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.Job;
import org.sluice.messaging.Fields;
import org.sluice.messaging.JobJson;

/** Whatever a job file holds: all its jobs come to the consumer as they are, or its mistakes are told with their places. */
class JobFileFuzzTest {
    private static final String NAME = "server.inp";

    /** A pattern that may look through the whole disk: what it finds is not the parser's. */
    private static final Pattern LEAVES_THE_DIRECTORY = Pattern.compile("(^|[^\\w*?\\]}.])/|\\.\\.|\\\\[xu.]");

    @TempDir
    private Path directory;

    static Stream<byte[]> samples() throws IOException {
        List<String> files = new ArrayList<>();
        for (Keyword keyword : Keyword.values()) {
            files.add(keyword.example() + "\njob last\n");
        }
        Path root = Path.of("..").toAbsolutePath();
        files.add(Files.readString(root.resolve("server.inp")));
        files.add(Files.readString(root.resolve("examples/flow/flow.inp")));
        return files.stream().map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void makeCases() throws IOException {
        Files.createDirectories(directory.resolve("cases/a b"));
        Files.createDirectories(directory.resolve("cases/10"));
        Files.createFile(directory.resolve("cases/input.mdu"));
        Files.createFile(directory.resolve("cases/10/input.mdu"));
    }

    @MethodSource("samples")
    @FuzzTest
    void theJobsArePostedAsTheyAreOrTheMistakesAreTold(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.contains("each") && LEAVES_THE_DIRECTORY.matcher(text).find()) {
            return;
        }
        List<Job> jobs;
        try {
            jobs = JobFile.parse(NAME, input, directory);
        } catch (JobFileException e) {
            assertHelps(e, text);
            return;
        }
        assertThat(jobs).isNotEmpty();
        int number = 0;
        for (Job job : jobs) {
            assertThat(job.number()).isEqualTo(++number);
            String posted = Fields.text(JobJson.write(Fields.object(), job));
            assertThat(JobJson.read(Fields.parse(posted))).isEqualTo(job);
        }
        assertThat(jobs.stream().map(Job::name).distinct()).as("names").hasSize(number);
    }

    private static void assertHelps(JobFileException exception, String text) {
        long lines = text.chars().filter(c -> c == '\n' || c == '\r').count() + 1;
        assertThat(exception.mistakes()).isNotEmpty().hasSizeLessThanOrEqualTo(Mistakes.SHOWN);
        for (Mistake mistake : exception.mistakes()) {
            assertThat(mistake.file()).isEqualTo(NAME);
            assertThat(mistake.what()).isNotBlank();
            assertThat(mistake.expected()).isNotBlank();
            assertThat((long) mistake.line()).isBetween(0L, lines);
            assertThat(mistake.column()).isBetween(mistake.line() == 0 ? 0 : 1, text.length() + 2);
            assertThat(exception.getMessage()).contains(mistake.render());
            // what a terminal does with these is not what the file's author meant
            assertThat(mistake.render().replace("\n", "")).doesNotContainPattern("\\p{Cc}");
        }
    }
}
