package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sluice.consumer.Jobs.CONTEXT;
import static org.sluice.consumer.Jobs.direct;
import static org.sluice.consumer.Jobs.job;
import static org.sluice.consumer.Jobs.shellJob;
import static org.sluice.consumer.Jobs.text;
import static org.sluice.consumer.Jobs.withGrace;
import static org.sluice.consumer.Jobs.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.Job;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

/** What holds beyond other systems on Linux with glibc, which is where the tests run. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class LinuxProcessesTest {
    private static final int LIMIT = 100_000;

    @TempDir
    private Path root;

    @TempDir
    private Path scratch;

    private JobRunner runner;

    @BeforeEach
    void makeRunner() {
        assertThat(JobRunner.processes()).isInstanceOf(LinuxProcesses.class);
        runner = new JobRunner(root, scratch, LIMIT, System.getenv());
    }

    @AfterEach
    void closeRunner() {
        runner.close();
    }

    // how programs begin

    @Test
    void aProgramLeadsASessionOfItsOwnAndHasNoFileButItsThree() {
        RunOutcome outcome = run(shellJob("ps -o sid= -o pgid= -p $$; echo $$; exec ls -l /proc/self/fd"));

        List<String> lines = text(outcome.stdout()).lines().toList();
        String pid = lines.get(1);
        assertThat(lines.get(0).strip().split(" +")).containsExactly(pid, pid);
        assertThat(lines.stream()
                        .filter(line -> line.contains(" -> "))
                        .map(line -> line.replaceAll(".* (\\d+) -> ", "$1 ")))
                .hasSize(4) // the last is the directory that ls reads
                .contains("0 /dev/null")
                .anyMatch(line -> line.matches("1 .*\\.stdout"))
                .anyMatch(line -> line.matches("2 .*\\.stderr"));
    }

    @Test
    void noSignalIsBlockedOrIgnored() {
        RunOutcome outcome = run(shellJob("exec grep -E 'Sig(Blk|Ign)' /proc/self/status"));

        assertThat(text(outcome.stdout()).lines())
                .hasSize(2)
                // glibc ignores those two that it keeps for itself
                .allMatch(line -> line.matches("SigBlk:\t0{16}|SigIgn:\t0{16}|SigIgn:\t0{7}180000000"));
    }

    @Test
    void aScriptWithoutAFirstLineIsRunByTheShell() throws IOException {
        Path script = Files.writeString(root.resolve("solver"), "echo \"$0 $1\"; ps -o comm= -p $$\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(text(run(job(direct("./solver", "a b"))).stdout())).isEqualTo("./solver a b\nsh\n");
    }

    @Test
    void theProgramKeepsTheNameThatItWasCalledByAlsoWhenItIsFoundElsewhere() throws IOException {
        Files.createSymbolicLink(root.resolve("named"), Path.of("/bin/sh"));

        Job job = Jobs.with(Map.of("PATH", root.toString()), job(direct("named", "-c", "echo $0")));

        assertThat(text(run(job).stdout())).isEqualTo("named\n");
    }

    @Test
    void argumentsAndVariablesArriveByteByByteWhateverTheLocale() {
        Job job = Jobs.with(Map.of("NAME", "grün €"), shellJob("printf %s \"$NAME\" | od -An -tx1"));

        assertThat(text(run(job).stdout())).isEqualTo(" 67 72 c3 bc 6e 20 e2 82 ac\n");
    }

    // what a job took

    @Test
    void processorTimeIsThatOfAllProcessesOfTheJob() {
        // the system itself ends it after a second of processor time
        String burning = "sh -c 'ulimit -t 1; while :; do :; done'";

        Usage usage =
                run(shellJob(burning + "; true", burning + "; true")).usage().orElseThrow();

        assertThat(usage.user().plus(usage.system())).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(4_000));
    }

    @Test
    void peakMemoryIsThatOfTheLargestProcess() {
        Usage usage = run(shellJob("true; dd if=/dev/zero of=/dev/null bs=200M count=10 2> /dev/null; true"))
                .usage()
                .orElseThrow();

        assertThat(usage.peakBytes()).isBetween(200L << 20, 260L << 20);
    }

    @Test
    void thePeakOfASmallProgramIsNotThatOfTheConsumer() {
        Usage usage = run(job(direct("sleep", "0.5"))).usage().orElseThrow();

        assertThat(usage.peakBytes()).isBetween(100L << 10, 30L << 20);
    }

    // what a job leaves behind

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleep 600 & exit 0",
                "(sleep 600 &)",
                "nohup sleep 600 > /dev/null 2>&1 &",
                "setsid sleep 600 &",
                "(setsid sleep 600 &)",
                "env -i setsid sleep 600 > /dev/null 2>&1 < /dev/null &",
                "(env -i setsid sleep 600 > /dev/null 2>&1 < /dev/null &)"
            })
    void oneProcessThatIsLeftBehindIsKilledAndNamed(String escape) throws IOException {
        RunOutcome outcome = run(shellJob(escape));

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.remarks()).containsExactly("left 1 process behind, killed");
        assertThat(ours("sleep 60")).isEmpty();
    }

    @Test
    void allDescendantsOfWhatIsLeftAreCounted() throws IOException {
        RunOutcome outcome = run(shellJob("sh -c 'sleep 600 & setsid sleep 600 & wait' & sleep 0.2"));

        assertThat(outcome.remarks()).containsExactly("left 3 processes behind, killed");
        assertThat(ours("sleep 60")).isEmpty();
    }

    @Test
    void aThousandProcessesAreKilled() throws IOException {
        RunOutcome outcome = run(shellJob("i=0; while [ $i -lt 1000 ]; do sleep 600 & i=$((i + 1)); done"));

        assertThat(outcome.remarks()).containsExactly("left 1000 processes behind, killed");
        assertThat(ours("sleep 60")).isEmpty();
    }

    @Test
    void whatStartsItselfAgainAndAgainIsCaught() throws IOException {
        Path script = Files.writeString(root.resolve("again"), "#!/bin/sh\nsleep 0.01\n\"$0\" &\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        RunOutcome outcome = run(shellJob("./again &"));

        assertThat(outcome.remarks()).hasSize(1);
        assertThat(ours("again")).isEmpty();
    }

    @Test
    void whatEndsInAMomentByItselfIsLetEnd() {
        RunOutcome outcome = run(shellJob("(sleep 0.03; echo late) &"));

        assertThat(text(outcome.stdout())).isEqualTo("late\n");
        assertThat(outcome.remarks()).isEmpty();
    }

    @Test
    void aProgramMayLeaveSomethingForTheNextOneOfTheJob() {
        RunOutcome outcome = run(shellJob("sleep 600 & echo $! > pid", "kill -0 $(cat pid)"));

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.remarks()).containsExactly("left 1 process behind, killed");
    }

    @Test
    void whatBelongsToAnotherJobLives() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", root.resolve("gate").toString())
                        .start()
                        .waitFor())
                .isZero();
        Job other = shellJob(
                "(setsid sleep 600 &) ; (env -i sleep 601 &) ; echo ready > ready; cat gate; pgrep -c -x -f 'sleep 60[01]'");
        CompletableFuture<RunOutcome> running = CompletableFuture.supplyAsync(
                () -> runner.prepare(other, CONTEXT).run());
        await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(root.resolve("ready")));

        RunOutcome outcome = run(shellJob("(setsid sleep 602 &)"));
        Files.writeString(root.resolve("gate"), "");

        assertThat(outcome.remarks()).containsExactly("left 1 process behind, killed");
        assertThat(text(running.get().stdout())).isEqualTo("2\n");
        assertThat(running.get().remarks()).containsExactly("left 2 processes behind, killed");
        assertThat(ours("sleep 60")).isEmpty();
    }

    @Test
    void theWholeGroupIsAskedToEndAlsoThoseWhoseParentHasEnded() {
        Job orphan = withGrace(
                Duration.ofSeconds(30),
                within(
                        Duration.ofMillis(500),
                        shellJob("(sh -c 'trap \"echo asked; exit\" TERM; while :; do sleep 0.02; done' &) ;"
                                + " trap 'sleep 0.3; exit' TERM; while :; do sleep 0.02; done")));

        RunOutcome outcome = run(orphan);

        assertThat(outcome.verdict()).isEqualTo(Verdict.TIMED_OUT);
        assertThat(text(outcome.stdout())).isEqualTo("asked\n");
        assertThat(outcome.remarks()).isEmpty();
    }

    @Test
    void noZombiesGatherWhileAJobRuns() {
        RunOutcome outcome = run(shellJob("i=0; while [ $i -lt 50 ]; do (true &); i=$((i + 1)); done; sleep 2.5;"
                + " ps -o stat= --ppid " + ProcessHandle.current().pid() + " | grep -c Z"));

        assertThat(text(outcome.stdout())).isEqualTo("0\n");
    }

    // output

    @Test
    void theDiskIsNotFilledWithOutputThatIsNotKept() throws Exception {
        long bytes = 300_000_000;
        CompletableFuture<RunOutcome> running = CompletableFuture.supplyAsync(() -> run(shellJob(
                "{ printf 'the start\\n'; head -c " + bytes + " /dev/zero | tr '\\0' x; printf 'the end\\n'; };"
                        + " until [ -e seen ]; do sleep 0.05; done")));

        await().atMost(90, TimeUnit.SECONDS).until(() -> written() > bytes);
        await("the space is given back").atMost(10, TimeUnit.SECONDS).until(() -> onDisk() < 5_000_000);
        Files.createFile(root.resolve("seen"));

        RunOutcome outcome = running.get();
        assertThat(outcome.stdout().total()).isEqualTo(bytes + "the start\nthe end\n".length());
        assertThat(new String(outcome.stdout().head(), StandardCharsets.UTF_8)).matches("the start\nx{24990}");
        assertThat(new String(outcome.stdout().tail(), StandardCharsets.UTF_8)).matches("x{74992}the end\n");
    }

    @Test
    void anEndAndAStartOfAnyBytesSurviveTheHole() throws IOException {
        byte[] all = new byte[20_000_000];
        new Random(7).nextBytes(all);
        Files.write(root.resolve("bytes"), all);

        RunOutcome outcome = run(shellJob("for part in 0 1 2 3 4 5 6 7 8 9; do"
                + " dd if=bytes bs=2000000 skip=$part count=1 2> /dev/null; sleep 0.1; done"));

        assertThat(outcome.stdout().head()).isEqualTo(Arrays.copyOf(all, LIMIT / 4));
        assertThat(outcome.stdout().tail()).isEqualTo(Arrays.copyOfRange(all, all.length - LIMIT / 4 * 3, all.length));
    }

    private long written() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private long onDisk() throws Exception {
        Process du = new ProcessBuilder("du", "-sk", scratch.toString()).start();
        return Long.parseLong(new String(du.getInputStream().readAllBytes()).split("\t")[0]) * 1024;
    }

    // the guardian

    @Test
    void theGuardianGoesWithTheRunner() throws Exception {
        run(job(direct("true")));
        assertThat(guardians()).hasSize(1);
        ProcessHandle.of(guardians().get(0)).orElseThrow().destroyForcibly();
        await().atMost(10, TimeUnit.SECONDS).until(() -> guardians().isEmpty());

        run(job(direct("true")));
        assertThat(guardians()).as("another one").hasSize(1);
        runner.close();

        await().atMost(10, TimeUnit.SECONDS).until(() -> guardians().isEmpty());
    }

    private List<Long> guardians() throws IOException {
        return ours("sluice-guardian");
    }

    /** Processes below this one, or that it has adopted, with this in their command line; not zombies. */
    private static List<Long> ours(String command) throws IOException {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> !ProcessTree.hasEnded(process))
                .filter(process -> commandLine(process.pid()).contains(command))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private RunOutcome run(Job job) {
        return runner.prepare(job, CONTEXT).run();
    }
}
