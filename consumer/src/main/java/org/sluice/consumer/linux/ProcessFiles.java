package org.sluice.consumer.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the kernel tells of processes below /proc. The formats are those of proc(5). */
final class ProcessFiles {
    private static final int ENOUGH = 4096;

    private ProcessFiles() {}

    /**
     * What {@code stat} tells of a process.
     *
     * @param state a letter; Z for one that has ended and that its parent has not waited for
     * @param begun when it was started, in hundredths of a second since the machine was
     */
    record Stat(int pid, char state, int group, int session, long begun) {
        Identity identity() {
            return new Identity(pid, begun);
        }

        boolean hasEnded() {
            return state == 'Z' || state == 'X';
        }
    }

    /** What tells a process from a later one with the same number. */
    record Identity(int pid, long begun) {}

    /** Empty if there is no such process. */
    static Optional<Stat> stat(int pid) {
        return text(pid, "stat").map(text -> {
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return new Stat(
                    pid,
                    fields[0].charAt(0),
                    Integer.parseInt(fields[2]),
                    Integer.parseInt(fields[3]),
                    Long.parseLong(fields[19]));
        });
    }

    /** Its environment, each variable with a NUL before and behind it; empty if it is gone or somebody else's. */
    static String environment(int pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
            return "\0" + new String(bytes, StandardCharsets.ISO_8859_1) + "\0";
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether its standard output or error goes to one of these files. */
    static boolean writesTo(int pid, Set<String> files) {
        return target(pid, 1).filter(files::contains).isPresent()
                || target(pid, 2).filter(files::contains).isPresent();
    }

    private static Optional<String> target(int pid, int fd) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + fd))
                    .toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Its resource limits, as a table. */
    static String limits(int pid) {
        return text(pid, "limits").orElse("");
    }

    /** The most memory that it had resident so far, in bytes; 0 if that cannot be told. */
    static long highWater(int pid) {
        return text(pid, "status").map(ProcessFiles::highWater).orElse(0L);
    }

    private static long highWater(String status) {
        int line = status.indexOf("\nVmHWM:");
        if (line < 0) {
            return 0;
        }
        String rest = status.substring(line + "\nVmHWM:".length()).stripLeading();
        return Long.parseLong(rest.substring(0, rest.indexOf(' '))) * 1024;
    }

    /** The processes that it has started and that live, or were not waited for; not theirs. */
    static List<Integer> children(int pid) {
        List<Integer> children = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                children.addAll(numbers(Files.readString(thread.resolve("children"))));
            }
        } catch (IOException | DirectoryIteratorException e) {
            // it has ended
        }
        return children;
    }

    /** It and all below it. */
    static List<Integer> tree(int pid) {
        List<Integer> tree = new ArrayList<>(List.of(pid));
        Set<Integer> seen = new HashSet<>(tree);
        for (int i = 0; i < tree.size(); i++) {
            children(tree.get(i)).stream().filter(seen::add).forEach(tree::add);
        }
        return tree;
    }

    static List<Integer> numbers(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<Integer> numbers = new ArrayList<>();
        for (String number : text.strip().split(" ")) {
            numbers.add(Integer.parseInt(number));
        }
        return numbers;
    }

    private static Optional<String> text(int pid, String name) {
        try (RandomAccessFile file = new RandomAccessFile("/proc/" + pid + "/" + name, "r")) {
            byte[] bytes = new byte[ENOUGH];
            int length = file.read(bytes);
            return length <= 0
                    ? Optional.empty()
                    : Optional.of(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
