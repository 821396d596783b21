package org.sluice.consumer;

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

    /** Enough to catch up with programs that start others while they are killed; a fork bomb is left to Leftovers. */
    private static final int KILL_ROUNDS = 50;

    /** A kill takes effect at once, unless a system call hangs, as on a file server that is gone. */
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);

    private final Process root;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    ProcessTree(Process root) {
        this.root = root;
        seen.add(root.toHandle());
    }

    /**
     * Asks every process to end (TERM), kills (KILL) those that have not done so after the grace, and returns when the
     * root has ended or can be waited for no longer. Windows knows no asking: there they are all killed at once. An
     * interrupt shortens nothing; the thread is interrupted afterwards.
     */
    void end(Duration grace) {
        boolean interrupted = Thread.interrupted();
        alive().forEach(ProcessHandle::destroy);
        Wait allEnded = waitUntil(() -> alive().isEmpty(), grace);
        interrupted |= allEnded.interrupted();
        if (!allEnded.successful()) {
            kill();
            interrupted |= waitUntil(() -> !root.isAlive(), LONGEST_DEATH).interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that live, parents before their children: a script must not go on because its program was ended. */
    private List<ProcessHandle> alive() {
        List.copyOf(seen).forEach(process -> process.descendants().forEach(seen::add));
        seen.removeIf(process -> !process.isAlive());
        return List.copyOf(seen);
    }

    /**
     * Nothing ignores a KILL, so there is no need to see each process gone (it may be a zombie for ever, where process 1
     * does not collect them): it is enough that no other has turned up.
     */
    private void kill() {
        Set<ProcessHandle> killed = new HashSet<>();
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<ProcessHandle> others = alive().stream()
                    .filter(process -> !killed.contains(process))
                    .toList();
            if (others.isEmpty()) {
                return;
            }
            others.forEach(ProcessHandle::destroyForcibly);
            killed.addAll(others);
        }
    }

    private record Wait(boolean successful, boolean interrupted) {}

    private static Wait waitUntil(BooleanSupplier condition, Duration limit) {
        long start = System.nanoTime();
        boolean interrupted = false;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start >= limit.toNanos()) {
                return new Wait(false, interrupted);
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return new Wait(true, interrupted);
    }
}
