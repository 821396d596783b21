package org.sluice.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines to which one process at a time appends. A line counts when its line feed is there; what a crash has
 * left of a last line is cut off when the file is opened again.
 */
final class JournalFile implements AutoCloseable {
    private static final int FLUSH_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(FLUSH_BYTES);
    private boolean dirty;

    private JournalFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static JournalFile create(Path path) {
        try {
            return open(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (FileAlreadyExistsException e) {
            throw new JournalException("There is a journal at " + path + " already; --resume goes on with it.", e);
        } catch (IOException e) {
            throw new JournalException("The journal " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a file to append to it.
     *
     * @param goodBytes what is beyond is cut off
     */
    static JournalFile append(Path path, long goodBytes) {
        try {
            JournalFile file = open(path, FileChannel.open(path, StandardOpenOption.WRITE));
            file.channel.truncate(goodBytes);
            file.channel.position(goodBytes);
            return file;
        } catch (IOException e) {
            throw new JournalException("The journal " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static JournalFile open(Path path, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
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
        try {
            writeBuffer();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Puts every line so far onto the disk. */
    void force() {
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

    private JournalException unwritable(IOException e) {
        return new JournalException(
                "The journal " + path + " cannot be written (" + e.getMessage()
                        + "). No result was acknowledged that is not in it; make room and take the batch up with --resume.",
                e);
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
