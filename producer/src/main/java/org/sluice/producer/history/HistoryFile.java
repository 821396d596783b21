package org.sluice.producer.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sluice.messaging.Fields;
import org.sluice.messaging.UnreadableMessage;
import org.sluice.reporting.AtomicFile;

/**
 * The file that keeps the runs of jobs: lines of JSON, of which the first names the format. Several producers may add to it at
 * once. A line counts when its line feed is there; whoever adds cuts off what a crash has left of a last one.
 */
final class HistoryFile {
    static final String HEAD = "{\"sluice\":1,\"type\":\"history\"}";
    private static final int VERSION = 1;
    private static final String NO_HISTORY = "it is no history of jobs";
    private static final int LONGEST_LINE = 1 << 16;
    private static final long LARGEST = 1L << 30;
    /** Of all jobs together; with more jobs there is room for fewer runs of each. */
    private static final int MOST_RUNS = 300_000;

    private static final Duration REMEMBERED = Duration.ofDays(366);
    /** So many lines that are not needed any more are left alone: to write the file anew would cost more. */
    private static final int WORTH_WHILE = 1_000;

    private final Path path;
    private final Clock clock;

    HistoryFile(Path path, Clock clock) {
        this.path = path.toAbsolutePath();
        this.clock = clock;
    }

    Path path() {
        return path;
    }

    /**
     * What the file says.
     *
     * @param history all runs that could be read
     * @param lines how many lines it has
     * @param unreadable how many of them could not be read
     */
    record Read(History history, int lines, int unreadable) {}

    /**
     * Reads it; there is nothing in a file that is not there.
     *
     * @throws IOException if it cannot be read, or is no history that this program knows
     */
    Read read() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            if (!Files.isRegularFile(path)) {
                throw new IOException("it is no file");
            }
            if (Files.size(path) > LARGEST) {
                throw new IOException("it has more than 1 GB");
            }
            return read(in);
        } catch (NoSuchFileException e) {
            return new Read(new History(), 0, 0);
        }
    }

    private static Read read(InputStream in) throws IOException {
        History history = new History();
        int lines = 0;
        int unreadable = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 16];
        boolean tooLong = false;
        int length;
        while ((length = in.read(block)) >= 0) {
            int begin = 0;
            for (int i = 0; i < length; i++) {
                if (block[i] != '\n') {
                    continue;
                }
                line.write(block, begin, i - begin);
                begin = i + 1;
                lines++;
                if (lines == 1) {
                    requireHead(line.toString(StandardCharsets.UTF_8));
                } else if (tooLong || !readLine(line.toString(StandardCharsets.UTF_8), history)) {
                    unreadable++;
                }
                line.reset();
                tooLong = false;
            }
            line.write(block, begin, length - begin);
            if (line.size() > LONGEST_LINE) {
                if (lines == 0) {
                    throw new IOException(NO_HISTORY);
                }
                tooLong = true;
                line.reset();
            }
        }
        if (lines == 0 && !HEAD.startsWith(line.toString(StandardCharsets.UTF_8))) {
            throw new IOException(NO_HISTORY);
        }
        return new Read(history, lines, unreadable);
    }

    /** Returns whether the line could be read. */
    private static boolean readLine(String text, History history) {
        try {
            history.add(RunLine.read(Fields.parse(text)));
            return true;
        } catch (UnreadableMessage e) {
            return false;
        }
    }

    /** What is somebody else's file is not added to, and not made smaller. */
    private static void requireHead(String text) throws IOException {
        int version;
        try {
            Fields head = Fields.parse(text);
            if (!head.text("type").equals("history")) {
                throw new IOException(NO_HISTORY);
            }
            version = head.integer("sluice");
        } catch (UnreadableMessage e) {
            throw new IOException(NO_HISTORY, e);
        }
        if (version != VERSION) {
            throw new IOException(
                    "it has format version " + version + ", and this program knows " + VERSION + " alone");
        }
    }

    /**
     * Adds runs behind all others, and makes the file and its directory where there are none.
     *
     * @param patience how long it waits for somebody else who changes it
     * @return false if somebody else still did then, and nothing was added
     */
    boolean add(List<Run> runs, Duration patience) throws IOException {
        Files.createDirectories(path.getParent());
        Optional<HistoryLock> lock = HistoryLock.take(path, patience);
        if (lock.isEmpty()) {
            return false;
        }
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOfLastLine(channel);
            channel.truncate(end);
            channel.position(end);
            StringBuilder lines = new StringBuilder(end == 0 ? HEAD + "\n" : "");
            runs.forEach(run -> lines.append(RunLine.of(run)).append('\n'));
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } finally {
            lock.get().close();
        }
        return true;
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        long end = channel.size();
        ByteBuffer block = ByteBuffer.allocate(1 << 12);
        while (end > 0) {
            long begin = Math.max(0, end - block.capacity());
            block.clear().limit((int) (end - begin));
            while (block.hasRemaining() && channel.read(block, begin + block.position()) > 0) {
                // until all of it is there
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return begin + i + 1;
                }
            }
            end = begin;
        }
        return 0;
    }

    /** Writes the file anew without what is not needed any more, if that is worth while and nobody else changes it. */
    void compact() throws IOException {
        if (!isWorthWhile(read())) {
            return;
        }
        Optional<HistoryLock> lock = HistoryLock.take(path, Duration.ZERO);
        if (lock.isEmpty()) {
            return;
        }
        try {
            Read read = read();
            if (!isWorthWhile(read)) {
                return;
            }
            read.history().forget(clock.instant().minus(REMEMBERED), MOST_RUNS);
            // the file itself, not a link to it
            AtomicFile.write(path.toRealPath(), writer -> {
                writer.write(HEAD + "\n");
                for (Run run : read.history().all()) {
                    writer.write(RunLine.of(run) + "\n");
                }
            });
        } finally {
            lock.get().close();
        }
    }

    private static boolean isWorthWhile(Read read) {
        return isWorthWhile(read.lines(), read.history().size());
    }

    /** Whether a file of so many lines, of which so many runs are needed, should be made smaller. */
    static boolean isWorthWhile(int lines, int needed) {
        return lines - Math.min(needed, MOST_RUNS) > Math.max(WORTH_WHILE, needed / 2);
    }
}
