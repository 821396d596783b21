package org.sluice.consumer.linux;

/**
 * The most memory that a process of ours, or one below it, had resident. The kernel's own figure for a process that has
 * ended is no help for small ones: it begins with the memory of the process that started it, which is ours. So it counts
 * only when it is above what we ever had; below that, what was seen while the process ran.
 */
final class PeakMemory {
    /** The kernel counts pages for each processor, and adds them up now and then. */
    private static final long INACCURACY = 4 << 20;

    private static final int SIZE = 144;
    private static final int MAX_RSS = 32; // behind two times, see getrusage(2); in KiB

    private static volatile long ours;
    private volatile long seen;

    void look(int pid) {
        for (int process : ProcessFiles.tree(pid)) {
            seen = Math.max(seen, ProcessFiles.highWater(process));
        }
    }

    /**
     * The peak in bytes; 0 if it is not known, which is so for a process that ran for a moment and took less than ours.
     *
     * @param told what the kernel said when it had ended
     */
    long of(long told) {
        boolean itsOwn = told > ours + INACCURACY && told > refreshed() + INACCURACY;
        return itsOwn ? Math.max(told, seen) : seen;
    }

    private static long refreshed() {
        // behind what the caller has in the arena
        long usage = Arena.own().zeros(SIZE);
        Libc.getrusage(Libc.RUSAGE_SELF, usage);
        ours = Math.max(ours, Arena.number(usage + MAX_RSS) * 1024);
        return ours;
    }
}
