package org.sluice.consumer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processes of jobs where the JDK is all that we have. It kills those that outlive their job, whoever their parent is
 * by now. It knows them by a variable in their
 * environment, which children inherit whatever they do with sessions, groups and parents; only a program that is started
 * with an empty environment gets away.
 *
 * <p>To look through all processes costs more than to run a short job. So that is not done for each job but soon after
 * it, for all that have ended by then. It works where {@code /proc} tells the environment of processes (Linux); elsewhere
 * nothing is found.
 */
final class JdkProcesses implements Processes {
    private static final Logger LOG = LoggerFactory.getLogger(JdkProcesses.class);
    private static final Path PROCESSES = Path.of("/proc");
    private static final long SOON_MILLIS = 1_000;

    /** Enough to catch up with processes that start others while they are killed. */
    private static final int ROUNDS = 20;

    /** No other runner's, in this process or another, begins like this. */
    private final String prefix =
            ProcessHandle.current().pid() + "-" + Long.toHexString(new SplittableRandom().nextLong()) + "-";

    private final String mark = "\0" + JobEnvironment.RUN + "=" + prefix;
    private final AtomicLong lastRun = new AtomicLong();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sweepIsDue = new AtomicBoolean();
    private final Optional<ScheduledExecutorService> timer;
    private final Optional<Guardian> guardian;

    JdkProcesses() {
        timer = Files.isReadable(PROCESSES.resolve("self/environ"))
                ? Optional.of(Executors.newSingleThreadScheduledExecutor(JdkProcesses::newThread))
                : Optional.empty();
        guardian = timer.map(any -> new Guardian(Optional.empty(), JobEnvironment.RUN + "=" + prefix));
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "leftovers");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Run newRun() {
        return new MarkedRun(prefix + lastRun.incrementAndGet());
    }

    private final class MarkedRun implements Run {
        private final String id;

        private MarkedRun(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void begin(boolean isLocked) {
            guardian.ifPresent(Guardian::watch);
            running.add(id);
        }

        @Override
        public Start in(Path directory, Map<String, String> environment, CapturedOutput output) {
            return new JdkStart(directory, environment, output);
        }

        @Override
        public int end() {
            if (running.remove(id)) {
                sweepSoon();
            }
            return 0; // it is not known yet
        }
    }

    private void sweepSoon() {
        timer.ifPresent(scheduler -> {
            if (!scheduler.isShutdown() && sweepIsDue.compareAndSet(false, true)) {
                scheduler.schedule(this::sweepAsDue, SOON_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private void sweepAsDue() {
        sweepIsDue.set(false); // first: the processes of a run that ends from now on may be overlooked
        if (!sweep()) {
            sweepSoon();
        }
    }

    /** Kills what is left of all runs that have ended now; returns whether nothing is left. */
    private boolean sweep() {
        int killed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int found = killAll();
            killed += found;
            if (found == 0) {
                if (killed > 0) {
                    LOG.info("Jobs left processes behind; they were killed");
                }
                return true;
            }
        }
        LOG.warn("Jobs left processes behind that start others as fast as they are killed; trying again");
        return false;
    }

    private int killAll() {
        int killed = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                // the handle first: it stands for this process even if the number is given to another one meanwhile
                Optional<ProcessHandle> handle =
                        ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
                if (handle.isPresent() && isLeftOver(process) && handle.get().destroyForcibly()) {
                    killed++;
                }
            }
        } catch (IOException e) {
            LOG.warn("Cannot look for processes that jobs left behind: {}", e.getMessage());
        }
        return killed;
    }

    private boolean isLeftOver(Path process) {
        String environment;
        try {
            environment =
                    "\0" + new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return false; // it has ended, or belongs to somebody else
        }
        int begin = environment.indexOf(mark);
        if (begin < 0) {
            return false;
        }
        int end = environment.indexOf('\0', begin + 1);
        String run =
                environment.substring(begin + mark.length() - prefix.length(), end < 0 ? environment.length() : end);
        return !running.contains(run);
    }

    @Override
    public void close() {
        timer.ifPresent(scheduler -> {
            scheduler.shutdownNow();
            sweep();
        });
        guardian.ifPresent(Guardian::close);
    }
}
