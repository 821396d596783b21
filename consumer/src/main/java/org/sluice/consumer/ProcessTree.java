package org.sluice.consumer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A program and all that it has started, as far as the system still knows who started whom: a process whose parent has
 * ended belongs to nobody's tree, unless it was seen before that. {@link Leftovers} finds those.
 */
final class ProcessTree {
    /** The system tells nobody but the parent that a process has ended, so all are looked at again and again. */
    private static final long LOOK_AGAIN_MILLIS = 10;

    /** A kill takes effect at once, unless a system call hangs, as on a file server that is gone. */
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);

    private final RunningProgram root;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();
    private final Set<ProcessHandle> asked = new HashSet<>();
    private boolean interrupted;

    ProcessTree(RunningProgram root) {
        this.root = root;
        ProcessHandle.of(root.pid()).ifPresent(seen::add);
    }

    /**
     * Asks every process to end (TERM), those of the root's group at once, kills (KILL) those that have not done so after the grace, and returns when all
     * have ended or can be waited for no longer. Those that the root starts when it was asked, perhaps to tidy up, are let
     * be as long as it lives. Windows knows no asking: there they are all killed at once. An interrupt shortens nothing;
     * the thread is interrupted afterwards.
     */
    void end(Duration grace) {
        interrupted = Thread.interrupted();
        ask();
        if (!waitUntil(this::allHaveEndedAsAsked, grace)) {
            waitUntil(this::kill, LONGEST_DEATH);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the process runs no more. One that has ended but whose parent has not asked for its exit code counts. */
    static boolean hasEnded(ProcessHandle process) {
        return !process.isAlive() || isZombie(process);
    }

    /** All that live, parents before their children: a script must not go on because its program was ended. */
    private List<ProcessHandle> alive() {
        List.copyOf(seen).forEach(process -> process.descendants().forEach(seen::add));
        seen.removeIf(ProcessTree::hasEnded);
        return List.copyOf(seen);
    }

    private void ask() {
        List<ProcessHandle> alive = alive();
        if (asked.isEmpty() && root.askGroup()) {
            alive.stream().filter(process -> root.isInGroup(process.pid())).forEach(asked::add);
        }
        alive.stream().filter(asked::add).forEach(ProcessHandle::destroy);
    }

    private boolean allHaveEndedAsAsked() {
        if (!root.isAlive()) {
            ask();
        }
        return allHaveEnded();
    }

    /** Whether none is left and the exit code of the root is known. */
    private boolean allHaveEnded() {
        return alive().isEmpty() && !root.isAlive();
    }

    /** Kills all that live, and returns whether none is left; until then others may turn up. */
    private boolean kill() {
        alive().forEach(ProcessHandle::destroyForcibly);
        return allHaveEnded();
    }

    private boolean waitUntil(BooleanSupplier condition, Duration limit) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start >= limit.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return true;
    }

    /**
     * The JDK takes a zombie for alive, and where process 1 of a container is no init it stays one for ever. Format:
     * proc(5), {@code /proc/pid/stat}, of which the state is the first field after the name in parentheses.
     */
    private static boolean isZombie(ProcessHandle process) {
        try {
            byte[] stat = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/stat"));
            String fields = new String(stat, StandardCharsets.ISO_8859_1);
            return fields.startsWith("Z", fields.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false; // it is gone, and that will be seen; or the system has no such files
        }
    }
}
