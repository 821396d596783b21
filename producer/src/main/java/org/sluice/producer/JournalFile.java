package org.sluice.producer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines to which one process at a time appends. A line counts when its line feed is there; what a crash has
 * left of a last line is cut off when the file is opened again.
 */
final class JournalFile implements AutoCloseable {
    private static final int FLUSH_BYTES = 1 << 16;
    /** Far behind any line: where locks are mandatory, one on the lines themselves would keep readers out. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(FLUSH_BYTES);
    private boolean dirty;
    private JournalException failure;

    /** @param channel positioned where the next line goes, and locked */
    JournalFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static JournalFile create(Path path) {
        try {
            return lock(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (FileAlreadyExistsException e) {
            throw new JournalException("There is a journal at " + path + " already; --resume goes on with it.", e);
        } catch (IOException e) {
            throw new JournalException("The journal " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Opens a file that is there, to read what it holds and then, after {@link #cutTo}, to append to it. */
    static JournalFile open(Path path) {
        try {
            return lock(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (NoSuchFileException e) {
            throw new JournalException("There is no journal at " + path + ".", e);
        } catch (IOException e) {
            throw new JournalException("The journal " + path + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * What the file holds. It is read through the locked channel: a second one, when it is closed, would take the lock
     * along on POSIX systems. The stream needs no closing.
     */
    InputStream content() {
        return Channels.newInputStream(channel);
    }

    /** Cuts off what is beyond; the next line goes there. */
    void cutTo(long goodBytes) {
        try {
            channel.truncate(goodBytes);
            channel.position(goodBytes);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static JournalFile lock(Path path, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (lock == null) {
            channel.close();
            throw new JournalException("The journal " + path + " is in use: another process collects this batch."
                    + " Wait until it has ended, or stop it, before you take the batch over.");
        }
        return new JournalFile(path, channel);
    }

    /** Adds a line; it is safe after the next {@link #force}. */
    void add(String line) {
        requireSound();
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            if (bytes.length > buffer.remaining()) {
                writeBuffer();
            }
            if (bytes.length > buffer.remaining()) {
                write(ByteBuffer.wrap(bytes));
            } else {
                buffer.put(bytes);
            }
            dirty = true;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Hands every line so far to the system, for other processes to see; only a crash of the machine can lose it. */
    void flush() {
        requireSound();
        try {
            writeBuffer();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Puts every line so far onto the disk. */
    void force() {
        requireSound();
        if (!dirty) {
            return;
        }
        try {
            writeBuffer();
            channel.force(false);
            dirty = false;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Nobody knows how much of a failed write has reached the disk: to write it again would leave a torn line in the
     * middle, and a second {@code fsync} may succeed without having written anything.
     */
    private void requireSound() {
        if (failure != null) {
            throw failure;
        }
    }

    private JournalException unwritable(IOException e) {
        failure = new JournalException(
                "The journal " + path + " cannot be written (" + e.getMessage()
                        + "). No result was acknowledged that is not in it; make room and take the batch up with --resume.",
                e);
        return failure;
    }

    private void writeBuffer() throws IOException {
        buffer.flip();
        write(buffer);
        buffer.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
