package org.sluice.consumer.linux;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.consumer.linux.ProcessFiles.Stat;

/** All processes that come from one run of a job. */
public final class Kin {
    private final Orphans orphans;
    private final Mark marks;
    private final long mark;
    private final String variable;
    private final Set<Integer> sessions = ConcurrentHashMap.newKeySet();
    private final Set<String> outputs = ConcurrentHashMap.newKeySet();
    private long begun;

    Kin(Orphans orphans, Mark marks, String variable) {
        this.orphans = orphans;
        this.marks = marks;
        this.mark = marks.next();
        this.variable = "\0" + variable + "\0";
    }

    /** From now on its processes are let live. */
    public void begin() {
        begun = now();
        orphans.begin(this);
    }

    /** A program of the run was started, with its output to this file. */
    void started(Child child, AppendedFile output) {
        orphans.started(this, child);
        outputs.add(output.path());
    }

    /**
     * The last program of the run has ended: kills all that it has left behind, when they have had a moment to end by
     * themselves, and returns how many that were when they have ended. Without effect where orphans are not adopted, and
     * when it was not begun.
     */
    public int end() {
        boolean possible = orphans.areAdopted() && orphans.isActive(this);
        int killed = possible ? reaping().kill() : 0;
        orphans.ended(this);
        return killed;
    }

    private Reaping reaping() {
        return new Reaping(
                orphans, process -> orphans.isOf(this, process), process -> orphans.isDoubtful(this, process));
    }

    Set<Integer> sessions() {
        return sessions;
    }

    /** To be called at once for each program, before it can start others. */
    void mark(int pid) {
        marks.put(pid, mark);
    }

    boolean has(Stat process) {
        Optional<Long> marked = marks.of(process.pid());
        if (marked.isPresent()) {
            return marked.get() == mark;
        }
        return sessions.contains(process.session())
                || ProcessFiles.environment(process.pid()).contains(variable)
                || ProcessFiles.writesTo(process.pid(), outputs);
    }

    /** @param time in hundredths of a second since the machine was started */
    boolean hadBegunBy(long time) {
        return begun <= time;
    }

    private static long now() {
        long time = Arena.begin().zeros(2 * Long.BYTES);
        Libc.clock_gettime(Libc.CLOCK_BOOTTIME, time);
        return Arena.number(time) * 100 + Arena.number(time + Long.BYTES) / 10_000_000;
    }
}
