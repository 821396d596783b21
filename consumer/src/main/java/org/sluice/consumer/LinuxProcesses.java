package org.sluice.consumer;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.consumer.linux.Kin;
import org.sluice.consumer.linux.Linux;

/** All processes of jobs where Linux tells us everything: what a job leaves is killed and counted before its result is sent. */
final class LinuxProcesses implements Processes {
    private final Linux linux;
    private final String prefix =
            ProcessHandle.current().pid() + "-" + Long.toHexString(new SplittableRandom().nextLong());
    private final Guardian guardian;
    private final AtomicLong lastRun = new AtomicLong();

    LinuxProcesses(Linux linux) {
        this.linux = linux;
        this.guardian = new Guardian(Optional.of(linux), JobEnvironment.RUN + "=" + prefix + "-");
    }

    @Override
    public Run newRun() {
        return new TracedRun(prefix + "-" + lastRun.incrementAndGet());
    }

    @Override
    public void close() {
        linux.orphans().killRest();
        guardian.close();
    }

    private final class TracedRun implements Run {
        private final String id;
        private final Kin kin;
        private volatile Optional<SleepGuard> sleepGuard = Optional.empty();

        private TracedRun(String id) {
            this.id = id;
            this.kin = linux.orphans().newKin(JobEnvironment.RUN + "=" + id);
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void begin(boolean isLocked) {
            guardian.watch();
            if (isLocked) {
                sleepGuard = Optional.of(SleepGuard.of(linux, id));
            }
            kin.begin();
        }

        @Override
        public Start in(Path directory, Map<String, String> environment, CapturedOutput output) {
            return new LinuxStart(linux, kin, directory, environment, output);
        }

        @Override
        public int end() {
            return kin.end();
        }

        @Override
        public boolean wasKilledAsleep() {
            return sleepGuard.filter(SleepGuard::hasKilled).isPresent();
        }

        @Override
        public void close() {
            sleepGuard.ifPresent(SleepGuard::close);
            sleepGuard = Optional.empty();
        }
    }
}
