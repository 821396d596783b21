package org.sluice.producer.ctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.Job;
import org.sluice.job.Program;
import org.sluice.producer.jobfile.JobFile;

/** Whatever words a program is called with, a job file can say them, and reads them as they are. */
class ProgramWordsFuzzTest {
    private static final Path BASE = Path.of("/build");

    static Stream<byte[]> samples() {
        return Stream.of("solver\0a b\0\0{name}\0$HOME", "./x\0\"\\\0#\0{\0}\0`ls`\0;\0*", "é😀\0\t\r\u001b\u2028\0a\\")
                .map(words -> words.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest
    void aProgramIsRunWithTheWordsThatWereWritten(byte[] input) throws Exception {
        List<String> words = List.of(new String(input, StandardCharsets.UTF_8).split("\0", -1));
        if (words.get(0).isEmpty()) {
            return;
        }
        String file = "run " + JobFileWords.command(words) + "\njob x\n";
        List<Job> jobs = JobFile.parse("words.inp", file.getBytes(StandardCharsets.UTF_8), BASE);
        assertThat(jobs).hasSize(1);
        assertThat(jobs.get(0).programs()).containsExactly(new Program.Direct(words));
    }
}
