package org.sluice.producer.ctest;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.job.ExitCode;

/** A directory in which CMake has made a test suite, and its {@code ctest}. */
final class BuildTree {
    private static final Pattern TIME_OUT = Pattern.compile("TimeOut: *([0-9]+(?:\\.[0-9]+)?) *");

    private final Path directory;

    /** @throws ImportException if there are no tests of CMake in the directory */
    BuildTree(Path directory) throws ImportException {
        this.directory = directory.toAbsolutePath().normalize();
        if (!Files.isRegularFile(this.directory.resolve("CTestTestfile.cmake"))) {
            throw new ImportException(
                    ExitCode.USAGE,
                    directory
                            + " is no build tree with tests: it has no CTestTestfile.cmake. Name the directory in which"
                            + " CMake was run, as in 'cmake -S . -B build', of a project that calls enable_testing().");
        }
    }

    /** The absolute path. */
    Path directory() {
        return directory;
    }

    /**
     * What CTest has to say of its tests, in its format json-v1.
     *
     * @param configuration which one of several, for generators that build more than one
     */
    String tests(Optional<String> configuration) throws ImportException, IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("ctest", "--show-only=json-v1"));
        configuration.ifPresent(name -> words.addAll(List.of("-C", name)));
        Path errors = Files.createTempFile("sluice-ctest-", ".err");
        try {
            Process process = start(new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectError(errors.toFile()));
            byte[] output;
            try (InputStream in = process.getInputStream()) {
                output = in.readAllBytes();
            }
            int exit = process.waitFor();
            if (exit != 0) {
                String said =
                        Files.readString(errors, StandardCharsets.ISO_8859_1).strip();
                throw new ImportException(
                        ExitCode.INCOMPLETE,
                        "'" + String.join(" ", words) + "' exited " + exit + " in " + directory + ":\n" + said
                                + "\nIt takes CMake 3.14 or later.");
            }
            return decoded(output);
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    /** The time limit in seconds of tests that have none of their own; empty if there is none. */
    Optional<BigDecimal> timeOut() throws IOException {
        Path file = directory.resolve("DartConfiguration.tcl");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1)
                .lines()
                .map(TIME_OUT::matcher)
                .filter(Matcher::matches)
                .map(found -> new BigDecimal(found.group(1)))
                .filter(seconds -> seconds.signum() > 0)
                .findFirst();
    }

    private static Process start(ProcessBuilder builder) throws ImportException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ImportException(
                    ExitCode.INCOMPLETE,
                    "ctest cannot be started; it is part of CMake, and is looked for in the PATH (" + e.getMessage()
                            + ").");
        }
    }

    private static java.io.File nothing() {
        return new java.io.File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private static String decoded(byte[] bytes) throws ImportException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ImportException(
                    ExitCode.USAGE,
                    "what ctest says of its tests is not UTF-8: a name, an argument or a property has other bytes, which a"
                            + " job file cannot hold.");
        }
    }
}
