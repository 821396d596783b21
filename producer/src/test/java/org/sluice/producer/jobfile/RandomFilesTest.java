package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.Job;
import org.sluice.messaging.Fields;
import org.sluice.messaging.JobJson;
import org.sluice.messaging.UnreadableMessage;

/**
 * Whatever the words of a job file are, it is read or its mistakes are told, and nothing else is thrown; what is read comes
 * to the consumer as it is.
 */
class RandomFilesTest {
    private static final int FILES = 4_000;

    private static final List<String> WORDS = List.of(
            "a",
            "b",
            "2",
            "0",
            "-1",
            "none",
            "yes",
            "no",
            "20m",
            "{}",
            "{name}",
            "{/}",
            "{path}",
            "{%}",
            "{#}",
            "\"\"",
            "\" \"",
            "\"a b\"",
            "x/",
            "../x",
            "/x",
            "*.{his,log}",
            "[z-a]",
            "(",
            "\\d",
            "\\",
            "$HOME",
            "-on-fail",
            "-rel",
            "-ignore",
            "-sep",
            "r",
            "1e-6",
            "}",
            "{",
            "#",
            "\"",
            "{a b}",
            "A",
            "SLUICE_A",
            "A=1",
            "é😀",
            "\u0001",
            "gone");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Timeout(60)
    void aFileIsReadOrItsMistakesAreTold(long seed) throws Exception {
        Files.createFile(directory.resolve("r"));
        Random random = new Random(seed);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            String text = file(random);
            try {
                List<Job> jobs = Running.parse(text, directory);
                assertThat(jobs).as(text).isNotEmpty();
                for (Job job : jobs) {
                    assertThat(sent(job)).as(text).isEqualTo(job);
                }
                read++;
            } catch (JobFileException e) {
                assertThat(e.mistakes()).as(text).isNotEmpty();
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("this file broke the parser:\n" + text, e);
            }
        }
        assertThat(read).as("files that were right").isGreaterThan(FILES / 50);
        assertThat(refused).as("files that were wrong").isGreaterThan(FILES / 50);
    }

    /** The job as its consumer reads it. */
    private static Job sent(Job job) throws UnreadableMessage {
        return JobJson.read(Fields.parse(Fields.text(JobJson.write(Fields.object(), job))));
    }

    private static String file(Random random) {
        StringBuilder text = new StringBuilder();
        int lines = 1 + random.nextInt(4);
        for (int i = 0; i < lines; i++) {
            text.append(line(random, 0)).append('\n');
        }
        return text.append("job last\n").toString();
    }

    private static String line(Random random, int depth) {
        Keyword[] keywords = Keyword.values();
        Keyword keyword = depth == 0 && random.nextInt(3) == 0
                ? Keyword.JOB
                : depth == 1 && random.nextInt(3) == 0 ? Keyword.CASE : keywords[random.nextInt(keywords.length)];
        if (random.nextInt(4) == 0) {
            return keyword.example();
        }
        List<String> words = new ArrayList<>(List.of(keyword.word()));
        int count = random.nextInt(5) == 0 ? random.nextInt(4) : 1;
        for (int i = 0; i < count; i++) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        boolean hasBlock = keyword == Keyword.JOB || keyword == Keyword.EACH || keyword == Keyword.CASE;
        if (hasBlock && depth < 3 && random.nextBoolean()) {
            StringBuilder block = new StringBuilder("{\n");
            int lines = random.nextInt(4);
            for (int i = 0; i < lines; i++) {
                block.append(line(random, depth + 1)).append('\n');
            }
            words.add(block.append('}').toString());
        }
        return String.join(" ", words);
    }
}
