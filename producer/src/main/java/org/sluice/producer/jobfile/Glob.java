package org.sluice.producer.jobfile;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds the files and directories that match a pattern, as a POSIX shell does (XCU 2.13.3: a leading dot is matched by a
 * dot alone), with {@code **} for any number of directories, which are not followed through symbolic links.
 */
final class Glob {
    /** @param path relative to the base unless the pattern is absolute; without a slash at its end */
    record Match(String path, boolean isDirectory) {}

    private final boolean directoriesOnly;
    private final List<String> steps;
    private final Map<String, Match> matches = new TreeMap<>(NaturalOrder.OF_PATHS);

    private Glob(String pattern) {
        directoriesOnly = pattern.endsWith("/");
        steps = new ArrayList<>(List.of(pattern.replaceAll("^/+|/+$", "").split("/+")));
        if (steps.get(steps.size() - 1).equals("**")) {
            steps.add("*");
        }
    }

    /**
     * The matches in natural order, each once.
     *
     * @throws java.util.regex.PatternSyntaxException if a set of characters in brackets is none
     * @throws IOException if a directory on the way cannot be read
     */
    static List<Match> matches(Path base, String pattern) throws IOException {
        Glob glob = new Glob(pattern);
        boolean absolute = pattern.startsWith("/");
        try {
            glob.walk(absolute ? base.resolve("/") : base, absolute ? "/" : "", 0);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return List.copyOf(glob.matches.values());
    }

    private void walk(Path directory, String prefix, int index) throws IOException {
        String step = steps.get(index);
        if (step.equals("**")) {
            walk(directory, prefix, index + 1);
            for (String name : list(directory, Pattern.compile("[^.].*", Pattern.DOTALL))) {
                Path inner = directory.resolve(name);
                if (Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS)) {
                    walk(inner, prefix + name + "/", index);
                }
            }
        } else if (step.matches(".*[*?\\[].*")) {
            for (String name : list(directory, pattern(step))) {
                step(directory.resolve(name), prefix + name, index);
            }
        } else {
            step(directory.resolve(step), prefix + step, index);
        }
    }

    private void step(Path path, String name, int index) throws IOException {
        boolean isDirectory = Files.isDirectory(path);
        if (index < steps.size() - 1) {
            if (isDirectory) {
                walk(path, name + "/", index + 1);
            }
        } else if (isDirectory || (!directoriesOnly && Files.exists(path))) {
            matches.put(name, new Match(name, isDirectory));
        }
    }

    private static List<String> list(Path directory, Pattern pattern) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (pattern.matcher(name).matches()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static Pattern pattern(String step) {
        StringBuilder regex = new StringBuilder(step.startsWith(".") ? "" : "(?!\\.)");
        for (int i = 0; i < step.length(); i = step.offsetByCodePoints(i, 1)) {
            int c = step.codePointAt(i);
            int close = c == '[' ? step.indexOf(']', i + (step.startsWith("[!", i) ? 3 : 2)) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                boolean not = step.charAt(i + 1) == '!';
                String set = step.substring(i + (not ? 2 : 1), close).replaceAll("[\\\\\\[\\]^&]", "\\\\$0");
                regex.append(not ? "[^" : "[").append(set).append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(Character.toString(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
