package org.sluice.consumer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps a Ctrl-C that is typed for us from the programs of jobs. A terminal sends its signals to every process of its
 * foreground group, which programs share with us unless util-linux's {@code setsid} gives them a session of their own.
 * It costs the execution of one more program a job, so it is done only where there is a terminal; and only on Linux,
 * since other systems bring no such command.
 */
final class OwnSession {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final int TERMINAL_FIELD = 4; // of those behind the name, see proc(5): tty_nr

    private OwnSession() {}

    /** The path of setsid if programs should be started by it. */
    static Optional<String> starter() {
        return hasTerminal() ? find() : Optional.empty();
    }

    /** Makes the words those of the starter, which executes the program in its own place: its process stays the same. */
    static List<String> prefixed(String starter, List<String> words) {
        List<String> prefixed = new ArrayList<>(words.size() + 1);
        prefixed.add(starter);
        prefixed.addAll(words);
        return prefixed;
    }

    private static boolean hasTerminal() {
        try {
            String stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
            return !stat.substring(stat.lastIndexOf(')') + 2)
                    .split(" ")[TERMINAL_FIELD]
                    .equals("0");
        } catch (IOException e) {
            return false;
        }
    }

    /** The path of setsid, if there is one. */
    static Optional<String> find() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }
}
