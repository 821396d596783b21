package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.JobResult;

/** Processes that try to outlive their job, or their consumer, in every way that is known. */
@EnabledOnOs(OS.LINUX)
class EscapingProcessesTest {
    private static final int TIMES = 20;
    private static final Duration SOON = Duration.ofSeconds(12);

    /** Stands in the command line of every process of these tests, and of no other. */
    private final String token = "600." + new SplittableRandom().nextInt(10_000_000, 99_999_999);

    private final String sleep = "sleep " + token;

    private Site site;
    private BrokerProcess broker;

    @BeforeEach
    void startBroker(@TempDir Path dir) throws IOException {
        site = new Site(dir);
        broker = BrokerProcess.start(site);
    }

    @AfterEach
    void endEverything() {
        site.close();
        survivors().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** How they escape, and how many processes that makes. */
    private Map<String, Integer> escapes() {
        Map<String, Integer> escapes = new LinkedHashMap<>();
        escapes.put(sleep + " &", 1);
        escapes.put("sh -c 'trap \"\" TERM HUP INT; while :; do " + sleep + "; done' &", 2);
        escapes.put("(" + sleep + " &)", 1);
        escapes.put("setsid " + sleep + " &", 1);
        escapes.put("(setsid " + sleep + " &)", 1);
        escapes.put("(setsid sh -c '(setsid " + sleep + " &)' &)", 1);
        escapes.put("(" + sleep + " | " + sleep + " 2>&1 &)", 2);
        escapes.put("nohup " + sleep + " > /dev/null 2>&1 &", 1);
        escapes.put("env -i " + sleep + " &", 1);
        escapes.put("(env -i setsid " + sleep + " > /dev/null 2>&1 < /dev/null &)", 1);
        return escapes;
    }

    @Test
    void nothingOutlivesItsJobAndWhatTriedIsNamed() throws Exception {
        List<String> lines = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        escapes().forEach((escape, processes) -> {
            for (int i = 1; i <= TIMES; i++) {
                lines.add("job {" + escape + " #" + i + "} { run {" + escape + "} }");
                numbers.add(processes);
            }
        });
        Files.write(site.dir().resolve("server.inp"), lines);
        Sluice consumer = broker.consumer("a", "-j", "4", "--stay");

        broker.asProducer("producer", "server.inp").awaitExit(0);

        await("survivors").atMost(SOON).until(() -> survivors().isEmpty());
        assertThat(consumer.isAlive()).as("it was not its end that ended them").isTrue();
        Collection<JobResult> results = site.outcome().results().values();
        assertThat(results).hasSize(TIMES * escapes().size());
        for (JobResult result : results) {
            int processes = numbers.get(result.job() - 1);
            // the second of two may not have begun when the first one is killed
            String whatItLeft =
                    "left 1 process behind, killed" + (processes == 1 ? "" : "|left 2 processes behind, killed");
            // nothing tells whose an orphan is if it gave up its environment, its session and its output in the moment
            // between its program's start and its marking; on a busy machine there is one
            boolean mayBeUnnamed = result.name().contains("env -i setsid");
            assertThat(result.remarks()).as(result.name()).hasSizeBetween(mayBeUnnamed ? 0 : 1, 1);
            assertThat(result.remarks()).as(result.name()).allMatch(remark -> remark.matches(whatItLeft));
        }
    }

    @Test
    void aThousandProcessesOutliveTheirJobNeither() throws Exception {
        Files.writeString(
                site.dir().resolve("server.inp"),
                "run {i=0; while [ $i -lt 1000 ]; do " + sleep + " & i=$((i + 1)); done}\n"
                        + String.join("\n", Site.names("job t", TIMES)) + "\n");
        broker.consumer("a", "-j", "2", "--stay");

        Sluice producer = broker.asProducer("producer", "server.inp");
        await("20,000 processes").atMost(Duration.ofMinutes(5)).until(() -> !producer.isAlive());
        producer.awaitExit(0);

        await("survivors").atMost(SOON).until(() -> survivors().isEmpty());
        assertThat(site.outcome().results().values())
                .hasSize(TIMES)
                .allSatisfy(
                        result -> assertThat(result.remarks()).containsExactly("left 1000 processes behind, killed"));
    }

    @Test
    void nothingOutlivesAConsumerThatIsKilled() throws Exception {
        int jobs = TIMES * escapes().size();
        List<String> lines = new ArrayList<>();
        for (String escape : escapes().keySet()) {
            for (int i = 1; i <= TIMES; i++) {
                lines.add("job {" + escape + " #" + i + "} { run {" + escape + "\n : > started-{#}; exec " + sleep
                        + "} }");
            }
        }
        Files.write(site.dir().resolve("server.inp"), lines);
        Sluice consumer = broker.consumer("a", "-j", String.valueOf(jobs));
        broker.asProducer("producer", "--detach", "server.inp").awaitExit(0);
        await("all have begun").atMost(Sluice.GUARD).until(() -> started() == jobs);
        long expected =
                jobs + TIMES * escapes().values().stream().mapToLong(i -> i).sum();
        await("all have escaped").atMost(Sluice.GUARD).until(() -> survivors().size() >= expected);

        consumer.kill();

        await("survivors").atMost(SOON).until(() -> survivors().isEmpty());
        await("its guardian has gone")
                .atMost(SOON)
                .until(() -> guardians(consumer).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void nothingOutlivesAConsumerThatIsToldToLeaveAtOnceNorDoesItsGuardian(String signal) throws Exception {
        Files.writeString(
                site.dir().resolve("server.inp"),
                "job t { run {(env -i setsid " + sleep + " > /dev/null 2>&1 &)\n : > started-1; exec " + sleep
                        + "} }\n");
        Sluice consumer = broker.consumer("a");
        broker.asProducer("producer", "--detach", "server.inp").awaitExit(0);
        await("it has begun").atMost(Sluice.GUARD).until(() -> started() == 1);
        assertThat(guardians(consumer)).hasSize(1);

        consumer.signal(signal);
        consumer.awaitErr("Interrupted");
        assertThat(survivors()).as("the job may end by itself").hasSize(2);
        consumer.signal(signal);

        consumer.awaitExit(130);
        await("survivors").atMost(SOON).until(() -> survivors().isEmpty());
        await("its guardian has gone")
                .atMost(SOON)
                .until(() -> guardians(consumer).isEmpty());
    }

    @Test
    void nothingOutlivesARunThatIsKilled() throws Exception {
        Files.writeString(
                site.dir().resolve("server.inp"),
                "job t { run {(env -i setsid " + sleep + " > /dev/null 2>&1 &)\n : > started-1; exec " + sleep
                        + "} }\n");
        Sluice run = site.start("run", "server.inp");
        await("it has begun")
                .atMost(Sluice.GUARD)
                .until(() -> started() == 1 && survivors().size() == 2);

        run.kill();

        await("survivors").atMost(SOON).until(() -> survivors().isEmpty());
        await("its guardian has gone").atMost(SOON).until(() -> guardians(run).isEmpty());
    }

    private long started() throws IOException {
        try (var files = Files.list(site.dir())) {
            return files.filter(file -> file.getFileName().toString().startsWith("started-"))
                    .count();
        }
    }

    /** All processes that live and have the token in their command line. */
    private List<Long> survivors() {
        return living(Pattern.compile("\\bsleep " + Pattern.quote(token)));
    }

    private static List<Long> guardians(Sluice consumer) {
        return living(Pattern.compile("sluice-guardian .*SLUICE_RUN=" + consumer.pid() + "-"));
    }

    private static List<Long> living(Pattern commandLine) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> commandLine
                        .matcher(file(pid, "cmdline").replace('\0', ' '))
                        .find())
                .filter(pid -> !isZombie(pid))
                .toList();
    }

    private static boolean isZombie(long pid) {
        Matcher state = Pattern.compile("(?s).*\\) (.) .*").matcher(file(pid, "stat"));
        return !state.matches() || state.group(1).equals("Z");
    }

    private static String file(long pid, String name) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/" + name)), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
