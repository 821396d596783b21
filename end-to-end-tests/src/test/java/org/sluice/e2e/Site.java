package org.sluice.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sluice.job.BatchOutcome;
import org.sluice.producer.Ledger;
import org.sluice.reporting.BatchDirectory;

/**
 * A directory in which a test runs commands and jobs. The jobs write down each of their runs, can be held until the test
 * releases them, and can kill their consumer. Whatever was started here is gone after {@link #close}.
 */
public final class Site implements AutoCloseable {
    /** What every job here runs. Without its directory it ends: a run whose consumer was killed outlives it. */
    private static final String CASE = """
            #!/bin/sh
            echo "start $PPID $SLUICE_ATTEMPT" >> "runs/$1"
            if [ -e "gates/$1.hold" ]; then
                until [ -e "gates/$1.go" ] || [ -e "gates/$1.go-$PPID" ] || [ ! -d gates ]; do
                    sleep 0.05
                done
            fi
            if [ -e "gates/$1.kill" ]; then
                kill -9 "$PPID"
            fi
            echo "end $PPID $SLUICE_ATTEMPT" >> "runs/$1"
            """;

    private final Path dir;
    private final List<Sluice> started = new ArrayList<>();

    /**
     * One start, or end, of a job.
     *
     * @param consumer the process of the consumer
     * @param delivery the how manieth delivery of the job it was
     */
    public record Run(long consumer, int delivery) {}

    public Site(Path dir) throws IOException {
        this.dir = dir.toRealPath();
        Files.createDirectories(this.dir.resolve("runs"));
        Files.createDirectories(this.dir.resolve("gates"));
        Path script = this.dir.resolve("case.sh");
        Files.writeString(script, CASE);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    public Path dir() {
        return dir;
    }

    /** Starts a command in this directory. */
    public Sluice start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    /** Starts a command in this directory, with an environment of its own besides that of the tests. */
    public Sluice start(Map<String, String> environment, String... arguments) throws IOException {
        return start(environment, List.of(), arguments);
    }

    /** Starts a command in this directory by way of another program, which becomes the command. */
    public Sluice startBy(List<String> by, List<String> arguments) throws IOException {
        return start(Map.of(), by, arguments.toArray(String[]::new));
    }

    private Sluice start(Map<String, String> environment, List<String> by, String... arguments) throws IOException {
        Path log = dir.resolve("logs").resolve(started.size() + "-" + arguments[0]);
        Sluice sluice = Sluice.start(dir, log, environment, by, List.of(arguments));
        started.add(sluice);
        return sluice;
    }

    /** Writes a job file in which each of these jobs runs {@code case.sh}. */
    public String jobFile(String name, List<String> jobs) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("run ./case.sh {name}");
        jobs.forEach(job -> lines.add("job " + job));
        Files.write(dir.resolve(name), lines);
        return name;
    }

    /** Names for jobs: with {@code t} and 3 it is t1, t2, t3. */
    public static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add(prefix + i);
        }
        return names;
    }

    /** Every run of this job waits until it is released. */
    public void hold(String job) throws IOException {
        Files.createFile(gate(job, "hold"));
    }

    /** Lets all runs of the job go on, those to come as well. */
    public void release(String job) throws IOException {
        Files.createFile(gate(job, "go"));
    }

    /** Lets the runs of the job on this consumer go on. */
    public void release(String job, Sluice consumer) throws IOException {
        Files.createFile(gate(job, "go-" + consumer.pid()));
    }

    /** Every run of this job kills its consumer. */
    public void makeDeadly(String job) throws IOException {
        Files.createFile(gate(job, "kill"));
    }

    private Path gate(String job, String what) {
        return dir.resolve("gates").resolve(job + "." + what);
    }

    /** How often the job was begun so far, and where. */
    public List<Run> starts(String job) {
        return runs(job, "start");
    }

    /** How often the job came to its end so far, and where. */
    public List<Run> ends(String job) {
        return runs(job, "end");
    }

    private List<Run> runs(String job, String event) {
        Path file = dir.resolve("runs").resolve(job);
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(" "))
                    .filter(words -> words[0].equals(event))
                    .map(words -> new Run(Long.parseLong(words[1]), Integer.parseInt(words[2])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the job was begun so often, and returns where it was begun last. */
    public Run awaitStart(String job, int times) {
        await("start " + times + " of " + job)
                .atMost(Sluice.GUARD)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> starts(job).size() >= times);
        return starts(job).get(times - 1);
    }

    /** What the journal of the batch that was begun last says now. */
    public BatchOutcome outcome() throws IOException {
        return outcome("sluice-out");
    }

    /** What the journal of the batch that was begun last below this directory says now. */
    public BatchOutcome outcome(String out) throws IOException {
        Path latest = dir.resolve(out).resolve("latest").toRealPath();
        return Ledger.read(new BatchDirectory(latest)).outcome();
    }

    /** Waits until the batch that was begun last has so many verdicts in its journal. */
    public void awaitVerdicts(int number) {
        await(number + " verdicts")
                .atMost(Sluice.GUARD)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions() // the journal may not be there yet
                .until(() -> outcome().results().size() >= number);
    }

    /** Has every command here that still runs write down what its threads do, and returns what all have said. */
    public String askWhatTheyDo() throws IOException, InterruptedException {
        for (Sluice sluice : started) {
            if (sluice.isAlive()) {
                sluice.signal("QUIT");
            }
        }
        Thread.sleep(1_000);
        return toString();
    }

    @Override
    public void close() {
        started.forEach(Sluice::close);
        ProcessHandle.allProcesses().filter(this::isHere).forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * Whether a process runs in this directory, or below it. A run of a job whose consumer was killed is nobody's child any
     * more; where it runs tells whose it was.
     */
    public boolean isHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "cwd"))
                    .startsWith(dir);
        } catch (IOException e) {
            return false; // it has ended, or is somebody else's
        }
    }

    @Override
    public String toString() {
        return dir + Arrays.toString(started.toArray());
    }
}
