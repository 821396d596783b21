package org.sluice.consumer;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out why a program could not be started. The system gives one error number for several causes: "no such file" may
 * be the program, its directory or its interpreter.
 */
final class StartFailure {
    private static final int LONGEST_INTERPRETER_LINE = 256; // what Linux reads of it

    private final String name;
    private final Path directory;
    private final String searchPath;

    StartFailure(String name, Path directory, String searchPath) {
        this.name = name;
        this.directory = directory;
        this.searchPath = searchPath;
    }

    CannotRunException explained(IOException failure) {
        if (failure.getCause() instanceof FileNotFoundException) {
            return new CannotRunException(
                    "no file for the output of the job could be made: "
                            + failure.getCause().getMessage(),
                    failure);
        }
        Optional<String> fault = fault();
        if (fault.isPresent()) {
            return new CannotRunException(fault.get(), failure);
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String file = found().map(path -> " (" + path + ")").orElse("");
        // Java 25 ends it in a space
        String words = String.valueOf(cause.getMessage()).strip();
        return new CannotRunException("program " + name + " could not be started" + file + ": " + words, failure);
    }

    /** What will keep the program from being started, as far as it can be seen beforehand. */
    Optional<String> fault() {
        if (!Files.isDirectory(directory)) {
            String what = Files.exists(directory) ? " is not a directory" : " is not there";
            return Optional.of("the job's directory " + directory + what);
        }
        Optional<Path> found = found();
        return found.isEmpty() ? Optional.of(notFound().getMessage()) : faultOf(found.get());
    }

    private Optional<Path> found() {
        return ProgramFile.isBare(name)
                ? ProgramFile.search(name, searchPath, directory)
                : Optional.of(directory.resolve(name)).filter(Files::exists);
    }

    CannotRunException notFound() {
        if (ProgramFile.isBare(name)) {
            return new CannotRunException("program " + name + " is not there (looked along PATH " + searchPath + ")");
        }
        return new CannotRunException("program " + name + " is not there (looked in " + directory + ")");
    }

    private Optional<String> faultOf(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of("program " + name + " is a directory (" + file + ")");
        }
        if (!Files.isExecutable(file)) {
            return Optional.of("program " + name + " is not executable (chmod +x " + file + ")");
        }
        String interpreter = interpreterOf(file);
        if (interpreter.endsWith("\r")) {
            return Optional.of("the first line of script " + file + " ends in a carriage return, which becomes part of"
                    + " the interpreter's name: save it with Unix line ends");
        }
        if (!interpreter.isEmpty() && !Files.isExecutable(directory.resolve(interpreter))) {
            return Optional.of("script " + file + " asks for the interpreter " + interpreter
                    + ", which is not there or not executable");
        }
        return Optional.empty();
    }

    /** The program that the script's first line names; empty when it is no script or cannot be read. */
    private static String interpreterOf(Path file) {
        byte[] start;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), LONGEST_INTERPRETER_LINE)) {
            start = in.readNBytes(LONGEST_INTERPRETER_LINE);
        } catch (IOException e) {
            return "";
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!")) {
            return "";
        }
        String line = text.substring(2).split("\n", 2)[0].replaceFirst("^[ \t]+", "");
        return line.split("[ \t]", 2)[0];
    }
}
