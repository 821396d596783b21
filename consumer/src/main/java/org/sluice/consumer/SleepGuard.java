package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.consumer.linux.Lifeline;
import org.sluice.consumer.linux.Linux;

/**
 * A small process beside a job that holds a lock. A consumer that sleeps (SIGSTOP, Ctrl-Z) cannot kill the job when the broker
 * gives the lock to somebody else, which it does after some time without a sign of life; so this process does it before. It
 * leaves a mark first, by which the consumer knows when it wakes up that its job did not end by itself.
 *
 * <p>It ends with {@link #close}, and with its consumer, whose jobs are the {@link Guardian}'s then.
 */
final class SleepGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SleepGuard.class);

    /** A token that a broker took from a silent connection rests for longer than this. */
    private static final int MOST_SECONDS = 5;

    /**
     * What every sh and grep understands, also those of busybox. The one who reads waits for the one who looks, so that no
     * process of theirs is ever an orphan, which could be taken for one of a job's.
     */
    private static final String SCRIPT = """
            # sluice: ends a job that holds a lock if its consumer sleeps
            trap '' HUP INT QUIT TSTP
            (
                trap 'exit 0' TERM
                asleep=0
                while [ $asleep -lt "$4" ]; do
                    sleep 1
                    { read -r stat < "/proc/$1/stat"; } 2>/dev/null || exit 0
                    case ${stat##*) } in [Tt]*) asleep=$((asleep + 1)) ;; *) asleep=0 ;; esac
                done
                : > "$3"
                rounds=0
                while [ $rounds -lt 200 ]; do
                    found=
                    for file in $(grep -lszx -e "$2" /proc/[0-9]*/environ 2>/dev/null); do
                        pid=${file#/proc/}
                        pid=${pid%%/*}
                        { read -r stat < "/proc/$pid/stat"; } 2>/dev/null || continue
                        case ${stat##*) } in Z* | X*) continue ;; esac
                        kill -KILL "$pid" 2>/dev/null && found=yes
                    done
                    [ -n "$found" ] || exit 0
                    rounds=$((rounds + 1))
                done
            ) &
            read -r word
            kill -TERM $! 2>/dev/null
            wait
            """;

    private final Path mark;
    private final Optional<Lifeline> lifeline;

    private SleepGuard(Path mark, Optional<Lifeline> lifeline) {
        this.mark = mark;
        this.lifeline = lifeline;
    }

    /**
     * Begins to guard one run of a job.
     *
     * @param run its id, which its processes have in their environment
     */
    static SleepGuard of(Linux linux, String run) {
        Path mark = Path.of(System.getProperty("java.io.tmpdir")).resolve("sluice-asleep-" + run);
        List<String> words = List.of(
                "/bin/sh",
                "-c",
                SCRIPT,
                "sluice-sleep-guard",
                String.valueOf(ProcessHandle.current().pid()),
                JobEnvironment.RUN + "=" + run,
                mark.toAbsolutePath().toString(),
                String.valueOf(MOST_SECONDS));
        try {
            return new SleepGuard(mark, Optional.of(linux.lifeline(Guardian.bytes(words), Guardian.environment())));
        } catch (IOException e) {
            LOG.warn(
                    "If this consumer is put to sleep, a job may go on without its lock: its guard cannot be started ({})",
                    e.getMessage());
            return new SleepGuard(mark, Optional.empty());
        }
    }

    /** Whether this process has slept for so long that the job was killed. */
    boolean hasKilled() {
        return Files.exists(mark);
    }

    /** The job has ended. A second time it has no effect. */
    @Override
    public void close() {
        lifeline.ifPresent(line -> line.letGo("leave\n"));
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            LOG.warn("A temporary file cannot be removed: {}", e.getMessage());
        }
    }
}
