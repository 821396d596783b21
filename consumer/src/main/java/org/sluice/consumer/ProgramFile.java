package org.sluice.consumer;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the file that a program's name means, as {@code execvp} does. */
final class ProgramFile {
    static final boolean WINDOWS = File.separatorChar == '\\';

    private static final List<String> SUFFIXES = WINDOWS ? List.of(".exe", ".com", ".bat", ".cmd", "") : List.of("");

    private ProgramFile() {}

    /** Whether the name is looked for along the search path, and not in one place. */
    static boolean isBare(String name) {
        return name.indexOf('/') < 0 && name.indexOf(File.separatorChar) < 0;
    }

    /** The first executable file of that name in the directories of the search path. */
    static Optional<Path> search(String name, String searchPath, Path directory) {
        for (String place : searchPath.split(File.pathSeparator, -1)) {
            for (String suffix : SUFFIXES) {
                Optional<Path> file = resolve(directory, place) // an empty place is the current directory
                        .flatMap(found -> resolve(found, name + suffix))
                        .filter(ProgramFile::canBeExecuted);
                if (file.isPresent()) {
                    return file;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean canBeExecuted(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static Optional<Path> resolve(Path directory, String path) {
        try {
            return Optional.of(directory.resolve(path));
        } catch (InvalidPathException e) {
            return Optional.empty(); // no file can have this name
        }
    }
}
