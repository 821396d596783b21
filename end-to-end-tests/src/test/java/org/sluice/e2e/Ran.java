package org.sluice.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that was run to its end.
 *
 * @param exit its exit code
 * @param out its standard output
 * @param err its standard error
 */
record Ran(int exit, String out, String err) {

    /**
     * Runs a program; it is killed, and the test fails, when it does not end within a minute.
     *
     * @param environment set for the program, besides that of the tests
     */
    static Ran run(Path directory, Map<String, String> environment, List<String> words)
            throws IOException, InterruptedException {
        return run(directory, environment, words, Sluice.GUARD);
    }

    /** The same for a program that may take another time than a minute. */
    static Ran run(Path directory, Map<String, String> environment, List<String> words, Duration guard)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", null);
        Path err = Files.createTempFile("err", null);
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(guard.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionError("did not end: " + words + System.lineSeparator() + Files.readString(err));
            }
            return new Ran(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
