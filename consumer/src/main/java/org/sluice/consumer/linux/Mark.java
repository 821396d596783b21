package org.sluice.consumer.linux;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Marks on processes that all below them inherit: a resource limit that limits nothing, on locks, which no kernel since 2.6
 * heeds. An empty environment does not take it away, nor does a new session or another parent, and everybody may read it.
 *
 * <p>This process has a value that no other has, with zeros at its end, and so have all that come from it. The programs
 * of a run get its number in place of the zeros when they have just been started. What they start before that (they hardly
 * can) has the zeros.
 */
final class Mark {
    /** So many digits count runs. */
    private static final int DIGITS = 8;

    private static final long RUNS = 100_000_000;
    private static final String LINE = "\nMax file locks ";

    private final AtomicInteger last = new AtomicInteger();
    private final Optional<Long> own;
    private final long hard;

    Mark() {
        long limit = Arena.begin().zeros(2 * Long.BYTES);
        // below 2^63, and always with the same number of digits
        long value = (10_000_000_000L + new SplittableRandom().nextLong(80_000_000_000L)) * RUNS;
        boolean known = Libc.getrlimit(Libc.RLIMIT_LOCKS, limit) == 0;
        hard = Arena.number(limit + Long.BYTES);
        Arena.set(limit, value);
        own = known && Libc.setrlimit(Libc.RLIMIT_LOCKS, limit) == 0 ? Optional.of(value) : Optional.empty();
    }

    /** What {@code grep} finds in {@code /proc/PID/limits} of this process and of all that come from it. */
    Optional<String> pattern() {
        return own.map(value -> "^" + LINE.strip() + " *" + value / RUNS + "[0-9]".repeat(DIGITS) + " ");
    }

    /** The mark of one more run. */
    long next() {
        return own.orElse(0L) + Math.floorMod(last.incrementAndGet(), (int) RUNS);
    }

    void put(int pid, long mark) {
        if (own.isPresent()) {
            long limit = Arena.own().zeros(2 * Long.BYTES);
            Arena.set(limit, mark);
            Arena.set(limit + Long.BYTES, hard);
            Libc.prlimit64(pid, Libc.RLIMIT_LOCKS, limit, 0); // a program of another user refuses it
        }
    }

    /** The mark of a process; empty if it is that of no run. */
    Optional<Long> of(int pid) {
        return own.flatMap(
                zeros -> value(ProcessFiles.limits(pid)).filter(value -> value > zeros && value - zeros < RUNS));
    }

    private static Optional<Long> value(String limits) {
        int line = limits.indexOf(LINE);
        if (line < 0) {
            return Optional.empty();
        }
        String soft = limits.substring(line + LINE.length()).strip().split(" ", 2)[0];
        return soft.matches("\\d{1,19}") ? Optional.of(Long.parseUnsignedLong(soft)) : Optional.empty();
    }
}
