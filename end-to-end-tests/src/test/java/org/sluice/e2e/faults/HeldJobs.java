package org.sluice.e2e.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.e2e.Site;

/**
 * Jobs whose first run goes on until its consumer is killed or the job is released, and whose second run ends soon. Each run
 * of one that locks a name holds the system's own lock on a file, which ends with its last process: a run that finds it taken
 * writes that down, and has seen the name locked twice.
 */
final class HeldJobs {
    private static final String HELD = """
            #!/bin/sh
            # $1: the lock, or -; $2: how long a later run lasts
            echo "start $SLUICE_JOB $$ -" >> records && sync records || exit 99
            if [ "$1" != - ]; then
                exec 9> "lock.$1"
                flock -n 9 || echo "$SLUICE_JOB" >> held-twice
            fi
            echo $$ >> "began.$SLUICE_JOB"
            if [ "$(wc -l < "began.$SLUICE_JOB")" = 1 ]; then
                until [ -e "go.$SLUICE_JOB" ] || [ ! -d gates ]; do sleep 0.05; done
            else
                sleep "$2"
            fi
            echo "end $SLUICE_JOB $$ 0" >> records && sync records || exit 99
            """;

    private final Site site;

    private HeldJobs(Site site) {
        this.site = site;
    }

    static HeldJobs in(Site site) throws IOException {
        Path script = site.dir().resolve("held.sh");
        Files.writeString(script, HELD);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new HeldJobs(site);
    }

    /** A job file with one of these for each name; the lock may be "". */
    String jobFile(String file, List<String> names, String lock) throws IOException {
        String locked = lock.isEmpty() ? "-" : lock;
        Files.write(
                site.dir().resolve(file),
                names.stream()
                        .map(name -> "job " + name + " { run ./held.sh " + locked + " 0.3"
                                + (lock.isEmpty() ? "" : "\n lock " + lock) + " }")
                        .toList());
        return file;
    }

    static List<PlannedJob> planned(List<String> names) {
        return names.stream().map(PlannedJob::passing).toList();
    }

    /** Lets the first run of a job end. */
    void release(String job) throws IOException {
        Files.createFile(site.dir().resolve("go." + job));
    }

    int begun(String job) {
        try (Stream<String> lines = Files.lines(site.dir().resolve("began." + job))) {
            return (int) lines.count();
        } catch (IOException e) {
            return 0;
        }
    }

    void awaitBegun(String job, int times, Duration atMost) {
        await("start " + times + " of " + job)
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> begun(job) >= times);
    }

    /** The runs that found their lock taken. */
    List<String> heldTwice() throws IOException {
        Path file = site.dir().resolve("held-twice");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
