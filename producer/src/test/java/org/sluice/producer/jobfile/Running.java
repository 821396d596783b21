package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sluice.job.Job;
import org.sluice.job.Program;

/** Runs the programs of jobs for real, in the way that Program describes. */
final class Running {
    private Running() {}

    /** What the programs print, standard error included. */
    static byte[] output(Job job, Path directory) throws IOException, InterruptedException {
        var all = new java.io.ByteArrayOutputStream();
        for (Program program : job.programs()) {
            List<String> command = new ArrayList<>();
            if (program instanceof Program.Direct direct) {
                command.addAll(direct.words());
            } else if (program instanceof Program.Shell shell) {
                command.addAll(List.of("sh", "-c", shell.line(), "sh"));
                command.addAll(shell.values());
            }
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.resolve(job.directory()).toFile())
                    .redirectErrorStream(true);
            builder.environment().putAll(job.environment());
            builder.environment().put("SLUICE_SLOT", "7");
            Process process = builder.start();
            process.getOutputStream().close();
            all.writeBytes(process.getInputStream().readAllBytes());
            assertThat(process.waitFor())
                    .as("%s printed %s", program, all.toString(StandardCharsets.UTF_8))
                    .isZero();
        }
        return all.toByteArray();
    }

    static List<Job> parse(String text, Path base) throws JobFileException {
        return JobFile.parse("server.inp", text.getBytes(StandardCharsets.UTF_8), base);
    }
}
