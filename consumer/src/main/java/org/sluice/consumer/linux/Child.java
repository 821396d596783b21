package org.sluice.consumer.linux;

import com.sun.jna.Native;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sluice.job.Usage;

/** A process that we have started, the leader of a session and a group of its own. */
public final class Child {
    private static final int RUSAGE = 8; // ru_utime, ru_stime: each seconds and microseconds; ru_maxrss in KiB
    private static final int SIZE = RUSAGE + 144;

    private final int pid;
    private final PeakMemory peak;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int exit;
    private volatile boolean signalled;
    private volatile Usage usage;

    Child(int pid, PeakMemory peak) {
        this.pid = pid;
        this.peak = peak;
    }

    /** The number of the process, and of its session and group. */
    public int pid() {
        return pid;
    }

    /** False as soon as it has ended and its exit code is known. */
    public boolean isAlive() {
        return end.getCount() > 0;
    }

    /** Waits for its end, at most so long; returns whether it has ended. */
    public boolean await(long nanos) throws InterruptedException {
        return end.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Its exit code, or 128 and the number of the signal that ended it; only when it is not alive. */
    public int exit() {
        return exit;
    }

    /** What it and those of its descendants took that were waited for; only when it is not alive. */
    public Usage usage() {
        return usage;
    }

    /** Whether a signal ended it; only when it is not alive. */
    public boolean wasSignalled() {
        return signalled;
    }

    /**
     * Asks all of its group to end (TERM), unless it has ended, and the number may be another's; returns whether it has
     * asked.
     */
    public synchronized boolean askGroup() {
        return isAlive() && Libc.kill(-pid, Libc.SIGTERM) == 0;
    }

    /** Whether the process is of its group. */
    public boolean isInGroup(long process) {
        return ProcessFiles.stat((int) process)
                .filter(stat -> stat.group() == pid)
                .isPresent();
    }

    /** Looks at how much memory it and its descendants take now. */
    void lookAtMemory() {
        if (isAlive()) {
            peak.look(pid);
        }
    }

    /** Blocks until it has ended. A zombie keeps its number, so that {@link #askGroup} never meets another process. */
    void reap() {
        while (Libc.waitid(Libc.P_PID, pid, 0, Libc.WEXITED | Libc.WNOWAIT) != 0) {
            if (Native.getLastError() != Libc.EINTR) {
                break; // somebody else has waited for it, which nobody should
            }
        }
        long status = Arena.begin().zeros(SIZE);
        long rusage = status + RUSAGE;
        synchronized (this) {
            Libc.wait4(pid, status, 0, rusage);
            int word = Arena.integer(status);
            int signal = word & 0x7f;
            signalled = signal != 0;
            exit = signal == 0 ? word >> 8 & 0xff : 128 + signal;
            usage = new Usage(time(rusage), time(rusage + 16), peak.of(Arena.number(rusage + 32) * 1024));
            end.countDown();
        }
    }

    private static Duration time(long address) {
        return Duration.ofSeconds(Arena.number(address), Arena.number(address + Long.BYTES) * 1000);
    }
}
