package org.sluice.consumer.linux;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;

/** A file that is open for writing at its end, wherever that is at the time. No program inherits it unasked. */
public final class AppendedFile implements AutoCloseable {
    private static final int EVERYBODY = 0666; // less what the umask takes away

    private int fd;
    private long punchedTo;

    private final String path;

    AppendedFile(byte[] path) throws SystemFault {
        this.path = new String(path, StandardCharsets.UTF_8);
        long name = Arena.begin().text(path);
        fd = Libc.open(name, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_CLOEXEC, EVERYBODY);
        if (fd < 0) {
            throw new SystemFault(Native.getLastError());
        }
    }

    String path() {
        return path;
    }

    synchronized int descriptor() {
        return fd;
    }

    /** Up to where space was given back. */
    public synchronized long punched() {
        return punchedTo;
    }

    /**
     * Gives the disk space between the two places back. The file keeps its length; zeros are read there.
     *
     * @return whether the file system can do that
     */
    public synchronized boolean punch(long from, long to) {
        long begin = Math.max(from, punchedTo);
        if (fd >= 0 && to > begin) {
            if (Libc.fallocate(fd, Libc.FALLOC_FL_PUNCH_HOLE | Libc.FALLOC_FL_KEEP_SIZE, begin, to - begin) != 0) {
                return Native.getLastError() == Libc.EINTR;
            }
            punchedTo = to;
        }
        return true;
    }

    @Override
    public synchronized void close() {
        if (fd >= 0) {
            Libc.close(fd);
            fd = -1;
        }
    }
}
