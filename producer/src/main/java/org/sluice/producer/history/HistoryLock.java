package org.sluice.producer.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Held by whoever changes a history. It is on a file beside it, since the history itself is another file after it was made
 * smaller. The file stays: to delete it would let two hold a lock on it.
 */
final class HistoryLock implements AutoCloseable {
    private static final long POLL_MILLIS = 10;

    private final FileChannel channel;

    private HistoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of this history.
     *
     * @param patience how long it waits for somebody else who has it; zero: not at all
     * @return empty if somebody else still has it then
     */
    static Optional<HistoryLock> take(Path history, Duration patience) throws IOException {
        Path file = history.resolveSibling(history.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            long end = System.nanoTime() + patience.toNanos();
            taken = tryLock(channel);
            while (!taken && System.nanoTime() < end) {
                Thread.sleep(POLL_MILLIS);
                taken = tryLock(channel);
            }
            return taken ? Optional.of(new HistoryLock(channel)) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // another batch of this very process has it
            return false;
        }
    }

    /** Gives it back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
