package org.sluice.consumer.linux;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.consumer.linux.ProcessFiles.Identity;
import org.sluice.consumer.linux.ProcessFiles.Stat;

/** Kills orphans with all that they have started. */
final class Reaping {
    private static final Logger LOG = LoggerFactory.getLogger(Reaping.class);

    /** For those that are about to end: {@code solver > >(tee log)} ends before its tee has written the last line. */
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

    /** A kill takes effect at once, unless a system call hangs, as on a file server that is gone. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private final Orphans orphans;
    private final Predicate<Stat> isMeant;
    private final Predicate<Stat> isDoubtful;
    private final Set<Identity> killed = new HashSet<>();

    /**
     * @param isMeant whether one is to be killed
     * @param isDoubtful whether one that is killed is not counted, since it may be another job's
     */
    Reaping(Orphans orphans, Predicate<Stat> isMeant, Predicate<Stat> isDoubtful) {
        this.orphans = orphans;
        this.isMeant = isMeant;
        this.isDoubtful = isDoubtful;
    }

    /** Returns how many it has killed, without those that may be another job's, when none is left. An interrupt shortens nothing; the thread has it afterwards. */
    int kill() {
        long begun = System.nanoTime();
        boolean interrupted = Thread.interrupted();
        for (List<Stat> left = left(); !left.isEmpty(); left = left()) {
            long taken = System.nanoTime() - begun;
            if (taken > LONGEST) {
                LOG.warn("A job left {} processes behind that do not end although they were killed", left.size());
                break;
            }
            if (taken > MOMENT) {
                left.forEach(this::count); // all, before the first one takes its group with it
                left.forEach(this::kill);
            }
            LockSupport.parkNanos(this, PAUSE);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return killed.size();
    }

    private static Stream<Stat> living(Stat orphan) {
        return ProcessFiles.tree(orphan.pid()).stream()
                .flatMap(pid -> ProcessFiles.stat(pid).stream())
                .filter(process -> !process.hasEnded());
    }

    private List<Stat> left() {
        while (true) {
            List<Stat> alive = orphans.alive();
            List<Stat> left = alive.stream().filter(isMeant).toList();
            // one that has ended since it was seen tells nothing of itself any more, and what it has started was not
            // seen
            if (!left.isEmpty() || alive.stream().noneMatch(Reaping::hasEndedSince)) {
                return left;
            }
        }
    }

    private static boolean hasEndedSince(Stat seen) {
        return ProcessFiles.stat(seen.pid()).filter(now -> !now.hasEnded()).isEmpty();
    }

    private void count(Stat orphan) {
        if (isDoubtful.test(orphan)) {
            LOG.info("Process {} has outlived its job and was killed; which job that was cannot be told", orphan.pid());
            return;
        }
        living(orphan).forEach(process -> killed.add(process.identity()));
    }

    private void kill(Stat orphan) {
        living(orphan).forEach(process -> Libc.kill(process.pid(), Libc.SIGKILL));
        // in one blow those that start others faster than they can be looked up
        Libc.kill(-orphan.group(), Libc.SIGKILL);
    }
}
