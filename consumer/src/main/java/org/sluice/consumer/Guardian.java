package org.sluice.consumer;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.consumer.linux.Lifeline;
import org.sluice.consumer.linux.Linux;

/**
 * A small process beside this one that waits for its death, and then kills all processes of jobs that this one cannot kill
 * any more. It waits for the end of a pipe: the system closes that whatever ends this process. When all is well it is told
 * to go, and does nothing.
 *
 * <p>It knows the processes by their resource limits, see {@link org.sluice.consumer.linux.Orphans#pattern}, and by their
 * environment.
 */
final class Guardian implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Guardian.class);
    private static final String LEAVE = "leave\n";

    /** What every sh and grep understands, also those of busybox. Zombies are left to whoever has to wait for them. */
    private static final String SCRIPT = """
            # sluice: ends the processes of jobs if their consumer is killed
            trap '' HUP INT QUIT TERM
            read -r word && exit 0
            rounds=0
            while [ $rounds -lt 200 ]; do
                found=
                for file in $(grep -ls -e "$1" -e "$2" /proc/[0-9]*/limits /proc/[0-9]*/environ 2>/dev/null); do
                    pid=${file#/proc/}
                    pid=${pid%%/*}
                    [ "$pid" != $$ ] || continue
                    { read -r stat < "/proc/$pid/stat"; } 2>/dev/null || continue
                    case ${stat##*) } in Z* | X*) continue ;; esac
                    kill -KILL "$pid" 2>/dev/null && found=yes
                done
                [ -n "$found" ] || exit 0
                rounds=$((rounds + 1))
                sleep 0.05 2>/dev/null || sleep 1
            done
            """;

    private static final String NO_MARK = "no such line";

    private final Optional<Linux> linux;
    private final List<String> words;
    private Optional<Lifeline> lifeline = Optional.empty();
    private Optional<Process> process = Optional.empty();

    /**
     * @param linux what starts it in a session of its own, so that what is sent to ours does not meet it; without it, it only
     *     ignores what it can
     * @param variable NAME=VALUE of the environment of all processes that it is to kill, or the beginning of it
     */
    Guardian(Optional<Linux> linux, String variable) {
        this.linux = linux;
        String mark = linux.flatMap(system -> system.orphans().pattern()).orElse(NO_MARK);
        this.words = List.of("/bin/sh", "-c", SCRIPT, "sluice-guardian", mark, variable);
    }

    /** It is there from now on, also if somebody has killed it. */
    synchronized void watch() {
        boolean isThere = lifeline.filter(Lifeline::isHeld).isPresent()
                || process.filter(Process::isAlive).isPresent();
        if (isThere) {
            return;
        }
        close();
        try {
            if (linux.isPresent()) {
                lifeline = Optional.of(linux.get().lifeline(bytes(words), environment()));
            } else {
                process = Optional.of(start());
            }
        } catch (IOException e) {
            LOG.warn(
                    "If this consumer is killed, its jobs may go on: their guardian cannot be started ({})",
                    e.getMessage());
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(words);
        OwnSession.find().ifPresent(setsid -> command.add(0, setsid));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", searchPath());
        return builder.start();
    }

    private static String searchPath() {
        String own = System.getenv("PATH");
        return (own == null ? "" : own + ":") + Start.DEFAULT_SEARCH_PATH;
    }

    /** That of a guard: it finds its programs where this process does. */
    static List<byte[]> environment() {
        return bytes(List.of("PATH=" + searchPath()));
    }

    static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(SystemEncoding.RAW::bytes).toList();
    }

    /** All is well: it goes. */
    @Override
    public synchronized void close() {
        lifeline.ifPresent(line -> line.letGo(LEAVE));
        lifeline = Optional.empty();
        process.ifPresent(guardian -> {
            try (var in = guardian.getOutputStream()) {
                in.write(LEAVE.getBytes());
            } catch (IOException e) {
                // it has gone already
            }
        });
        process = Optional.empty();
    }
}
