package org.sluice.consumer.linux;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;

/** A process of ours, and the pipe to its standard input, whose end it sees when this process ends. */
public final class Lifeline {
    private final Child child;
    private int fd;

    Lifeline(Child child, int fd) {
        this.child = child;
        this.fd = fd;
    }

    /** Makes a pipe, of which no program inherits either end unasked; both ends are closed by their owners. */
    static int[] pipe() throws SystemFault {
        long ends = Arena.begin().zeros(2 * Integer.BYTES);
        if (Libc.pipe2(ends, Libc.O_CLOEXEC) != 0) {
            throw new SystemFault(Native.getLastError());
        }
        return new int[] {Arena.integer(ends), Arena.integer(ends + Integer.BYTES)};
    }

    /** Whether the process still reads. */
    public boolean isHeld() {
        return child.isAlive();
    }

    /** Sends it a last word and closes the pipe; a second time it has no effect. */
    public synchronized void letGo(String word) {
        if (fd >= 0) {
            byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
            if (child.isAlive()) {
                Libc.write(fd, Arena.begin().text(bytes), bytes.length);
            }
            Libc.close(fd);
            fd = -1;
        }
    }
}
