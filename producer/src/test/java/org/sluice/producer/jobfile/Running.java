package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sluice.job.Case;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Program;

/** Runs the programs of jobs for real, in the way that Program describes. */
final class Running {
    private Running() {}

    /** What the programs and the checks print, standard error included, when the job does not fail. */
    static byte[] output(Job job, Path directory) throws IOException, InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Case each : job.cases()) {
            Job alone = new Job(1, each.name(), each.programs(), each.directory(), each.environment(), each.timeout());
            all.writeBytes(output(alone.withJudging(each.judging()).withPreparation(each.preparation()), directory));
        }
        if (job.preparation().disabled().isPresent()) {
            return all.toByteArray();
        }
        Judging judging = job.judging();
        for (Program program : job.programs()) {
            int exit = run(program, job, directory, all);
            if (!judging.passCodes().contains(exit)) {
                assertThat(judging.willFail() || judging.skipCodes().contains(exit))
                        .as("%s exited %s and printed %s", program, exit, all.toString(StandardCharsets.UTF_8))
                        .isTrue();
                return all.toByteArray();
            }
        }
        assertThat(judging.willFail()).as("%s passed", job).isFalse();
        for (Check check : judging.checks()) {
            if (check instanceof Program program) {
                assertThat(run(program, job, directory, all)).as("%s", check).isZero();
            } else if (check instanceof Comparison comparison) {
                compare(comparison, directory.resolve(job.directory()));
            }
        }
        return all.toByteArray();
    }

    /** What comparison means for short files of words and of numbers above zero. */
    private static void compare(Comparison comparison, Path directory) throws IOException {
        List<String> got = words(comparison, directory.resolve(comparison.file()));
        List<String> expected = words(comparison, directory.resolve(comparison.reference()));
        assertThat(got).hasSameSizeAs(expected);
        for (int i = 0; i < got.size(); i++) {
            if (!got.get(i).equals(expected.get(i))) {
                double reference = Double.parseDouble(expected.get(i));
                double tolerance = Math.max(
                        comparison.absolute().doubleValue(),
                        comparison.relative().doubleValue() * reference);
                assertThat(Double.parseDouble(got.get(i))).isBetween(reference - tolerance, reference + tolerance);
            }
        }
    }

    private static List<String> words(Comparison comparison, Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> comparison.ignore().isEmpty()
                        || !Pattern.compile(comparison.ignore().get())
                                .matcher(line)
                                .find())
                .flatMap(line -> Stream.of(line.trim().split("\\s+")))
                .toList();
    }

    private static int run(Program program, Job job, Path directory, ByteArrayOutputStream output)
            throws IOException, InterruptedException {
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
        job.preparation().changes().forEach(change -> change.in(builder.environment()));
        builder.environment().put("SLUICE_SLOT", "7");
        Process process = builder.start();
        process.getOutputStream().close();
        output.writeBytes(process.getInputStream().readAllBytes());
        return process.waitFor();
    }

    static List<Job> parse(String text, Path base) throws JobFileException {
        return JobFile.parse("server.inp", text.getBytes(StandardCharsets.UTF_8), base);
    }
}
