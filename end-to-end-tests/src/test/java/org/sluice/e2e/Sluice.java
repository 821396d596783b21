package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of Sluice that runs as a process of its own, from the fat jar, with its output in files. */
public final class Sluice implements AutoCloseable {
    /** Only a guard: what is waited for comes at once, or never. */
    public static final Duration GUARD = Duration.ofSeconds(60);

    private static final Path JAR =
            Path.of("..", "launcher", "target", "sluice.jar").toAbsolutePath().normalize();

    private final List<String> words;
    private final Process process;
    private final Path out;
    private final Path err;

    private Sluice(List<String> words, Process process, Path out, Path err) {
        this.words = words;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a command.
     *
     * @param directory its current directory
     * @param log where its output goes, as a file without ending; it need not exist
     * @param environment set for it, besides that of the tests
     */
    public static Sluice start(Path directory, Path log, Map<String, String> environment, List<String> arguments)
            throws IOException {
        return start(directory, log, environment, List.of(), arguments);
    }

    /**
     * The same by way of another program, which becomes this one.
     *
     * @param by its words, to which those of the command are added; it must not start it as a child
     */
    static Sluice start(
            Path directory, Path log, Map<String, String> environment, List<String> by, List<String> arguments)
            throws IOException {
        List<String> words = words(arguments);
        words.addAll(0, by);
        // a killed process leaves its temporary files behind
        words.add(by.size() + 1, "-Djava.io.tmpdir=" + log.toAbsolutePath().getParent());
        Files.createDirectories(log.toAbsolutePath().getParent());
        Path out = log.resolveSibling(log.getFileName() + ".out");
        Path err = log.resolveSibling(log.getFileName() + ".err");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Sluice(arguments, builder.start(), out, err);
    }

    /** What is executed for these arguments. */
    public static List<String> words(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString()));
        words.addAll(arguments);
        return words;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its standard output so far. */
    public String out() {
        return text(out);
    }

    /** Its standard error so far. */
    public String err() {
        return text(err);
    }

    /** Waits until its standard error has this text. */
    public void awaitErr(String text) {
        await("'" + text + "' of " + this)
                .atMost(GUARD)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    boolean alive = isAlive();
                    boolean said = err().contains(text);
                    assertThat(said || alive)
                            .as("%s ended without saying '%s'", this, text)
                            .isTrue();
                    return said;
                });
    }

    /** Waits for its end and returns its exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(GUARD.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("does not end: " + this);
        }
        return process.exitValue();
    }

    /** Waits for its end, and returns whether it came. */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it ended with. */
    public int exit() {
        return process.exitValue();
    }

    /** Waits for its end, which must be this exit code. */
    public void awaitExit(int code) throws InterruptedException {
        int actual = awaitExit();
        assertThat(actual).as("exit code of %s", this).isEqualTo(code);
    }

    /** Kills it as a crash would (SIGKILL), and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    /** Sends a signal such as {@code INT} or {@code TERM}. */
    public void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                .start()
                .waitFor();
        assertThat(exit).as("kill -%s %s", name, this).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "sluice " + String.join(" ", words) + " (process " + pid() + "), which said:\n" + out() + err();
    }
}
