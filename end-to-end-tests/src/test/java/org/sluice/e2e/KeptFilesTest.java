package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.Role;
import org.sluice.job.Access;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

/** Files that jobs keep come back whole, whatever dies on the way. */
@DisabledOnOs(OS.WINDOWS)
class KeptFilesTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path dir;

    private Site site;

    @BeforeEach
    void makeTheSite() throws IOException {
        site = new Site(dir);
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void whatIsKeptAndWhatDiffersIsBesideTheOutput() throws Exception {
        Files.writeString(dir.resolve("reference"), "1\n");
        jobFile(
                "keep *.his",
                "keep -on-fail core",
                "scratch yes",
                "run {echo 2 > {name}.txt; echo x > {name}.his; touch core; echo s > $TMPDIR/s.his}",
                "job good",
                "job differs {",
                "    compare differs.txt reference",
                "    compare good.txt reference",
                "}");

        Sluice run = site.start("run", "-j", "1", "--keep-limit", "1KB", "server.inp");

        run.awaitExit(1);
        assertThat(files("1-good")).containsExactly("good.his", "s.his");
        assertThat(files("2-differs"))
                .containsExactly("core", "differs.his", "differs.txt", "good.his", "good.txt", "s.his");
        assertThat(dir.resolve("sluice-out/latest/arriving")).doesNotExist();
    }

    @Test
    void whatIsBeyondTheLimitIsNamedInTheSummary() throws Exception {
        jobFile("keep *.his", "run {head -c 5000 /dev/zero > big.his; touch a.his; exit 3}", "job one");

        Sluice run = site.start("run", "--keep-limit", "2 KB", "server.inp");

        run.awaitExit(1);
        assertThat(files("1-one")).containsExactly("a.his");
        assertThat(run.out() + run.err()).contains("kept 1 file; big.his (4.9 KB) is beyond the 2 KB of --keep-limit");
    }

    /** Neither end has more than a small part of it in memory. */
    @Test
    void aFileOf300MegabytesPassesThroughHeapsOf64() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Map<String, String> small = Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m");
        jobFile("keep big.his", "run {head -c 300000000 /dev/urandom > big.his}", "job one");
        Sluice consumer = site.start(
                small,
                "consumer",
                "--broker",
                broker.uri().toString(),
                "--access",
                access(broker),
                "--keep-limit",
                "1GB");
        Sluice producer = site.start(
                small,
                "producer",
                "--broker",
                broker.uri().toString(),
                "--access",
                broker.access(Role.PRODUCER).toString(),
                "server.inp");

        producer.awaitExit(0);
        consumer.awaitExit(0);

        assertSame("1-one", "big.his");
        assertThat(consumer.err() + producer.err()).contains("-Xmx64m").doesNotContain("OutOfMemory");
    }

    @Test
    void allIsSentAnewWhenTheConnectionBreaksInTheMiddleOfAFile() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        try (CuttableProxy network = CuttableProxy.before(broker.uri())) {
            network.stallAfter(5 * MEGABYTE);
            Sluice consumer = broker.consumerAt(network.uri(), "a");
            Sluice producer = broker.asProducer("producer", largeJob());
            awaitStalled(network, consumer, producer);

            network.cut();
            network.flowAgain();
            network.mend();

            producer.awaitExit(0);
            consumer.awaitExit(0);
        }
        assertSame("1-one", "big.his");
        assertThat(starts()).as("the job ran once").isEqualTo(1);
        assertThat(outcome().superseded()).isEmpty();
    }

    @Test
    void aCollectorThatIsKilledInTheMiddleOfAFileIsGoneOnWith() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        try (CuttableProxy network = CuttableProxy.before(broker.uri())) {
            network.stallAfter(5 * MEGABYTE);
            Sluice consumer = broker.consumerAt(network.uri(), "a");
            Sluice producer = broker.asProducer("producer", largeJob());
            awaitStalled(network, consumer, producer);
            await().atMost(Sluice.GUARD)
                    .ignoreExceptions()
                    .until(() -> sizeBelow(dir.resolve("sluice-out/latest/arriving")) > MEGABYTE);
            producer.kill();

            Sluice collect = broker.asProducer("collect", "latest");
            network.flowAgain();

            collect.awaitExit(0);
            consumer.awaitExit(0);
        }
        assertSame("1-one", "big.his");
        assertThat(starts()).isEqualTo(1);
        assertThat(dir.resolve("sluice-out/latest/arriving")).doesNotExist();
    }

    @Test
    void filesOfAConsumerThatDiesInTheMiddleAreNotMixedWithThoseOfTheNext() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        try (CuttableProxy network = CuttableProxy.before(broker.uri())) {
            network.stallAfter(5 * MEGABYTE);
            Sluice first = broker.consumerAt(network.uri(), "a");
            Sluice producer = broker.asProducer("producer", largeJob());
            awaitStalled(network, first, producer);
            first.kill();

            Sluice second = broker.consumer("b");

            producer.awaitExit(0);
            second.awaitExit(0);
        }
        assertSame("1-one", "big.his");
        assertThat(starts()).isEqualTo(2);
        assertThat(outcome().results().get(1).attempt().consumer()).isEqualTo("b");
        assertThat(dir.resolve("sluice-out/latest/arriving")).doesNotExist();
    }

    /** The limit on the size of files stands for a full disk: both are an error of writing. */
    @Test
    void aCollectorThatCannotWriteAFileAcknowledgesNothingAndAnotherGetsItWhole() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Sluice consumer = broker.consumer("a");
        List<String> words = List.of(
                "producer",
                "--broker",
                broker.uri().toString(),
                "--access",
                broker.access(Role.PRODUCER).toString(),
                largeJob());
        String command = String.join(" ", Sluice.words(words));

        Ran full = Ran.run(dir, Map.of(), List.of("sh", "-c", "ulimit -f 4096; exec " + command));

        assertThat(full.exit()).as(full.err() + consumer).isEqualTo(3);
        assertThat(full.err()).contains("brings back cannot be kept", "make room and take the batch up with --resume");
        assertThat(outcome().results()).isEmpty();

        broker.asProducer("producer", "--resume").awaitExit(0);
        consumer.awaitExit(0);
        assertSame("1-one", "big.his");
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void theScratchDirectoriesOfAKilledConsumerAreRemovedByTheNext() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Path scratch = Files.createDirectory(dir.resolve("scratch"));
        Files.writeString(
                dir.resolve("server.inp"),
                "scratch yes\nrun {mkdir $TMPDIR/x; touch $TMPDIR/x/y; chmod 500 $TMPDIR/x; ./case.sh {name}}\njob one\n");
        site.hold("one");
        Sluice first = broker.consumer("a", "--scratch", "scratch");
        Sluice producer = broker.asProducer("producer", "server.inp");
        site.awaitStart("one", 1);
        first.kill();

        Sluice second = broker.consumer("b", "--scratch", "scratch");
        site.awaitStart("one", 2);
        assertThat(scratch).isDirectoryContaining("glob:**/sluice-*");
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).hasSize(1);
        }
        site.release("one");

        producer.awaitExit(0);
        second.awaitExit(0);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void aConsumerWithoutRoomLeavesTheJobsToOthers() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Sluice full = broker.consumer("full", "--min-free", "999999 TB");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", Site.names("t", 5)));
        full.awaitErr("less than the 977 PB of --min-free");
        assertThat(site.starts("t1")).isEmpty();

        Sluice roomy = broker.consumer("roomy", "--min-free", "1 KB");

        producer.awaitExit(0);
        roomy.awaitExit(0);
        full.awaitExit();
        assertThat(outcome().results().values())
                .hasSize(5)
                .allMatch(result -> result.attempt().consumer().equals("roomy"));
    }

    @Test
    void aJobSeesNoOptionAndNoCredentialOfItsConsumer() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        jobFile("scratch yes", "run {env > {name}.env; cat /proc/$PPID/environ > /dev/null}", "job one");
        Map<String, String> options = new HashMap<>();
        options.put("SLUICE_BROKER", broker.uri().toString());
        options.put("SLUICE_ACCESS", access(broker));
        options.put("SLUICE_NAME", "a");
        options.put("SLUICE_SLOTS", "1");
        options.put("SLUICE_KEEP_LIMIT", "1 MB");
        options.put("SLUICE_KEEP_SCRATCH", "true");
        options.put("SLUICE_MAX_DELIVERIES", "4");
        options.put("SLUICE_PASSWORD", "secret");
        Sluice consumer = site.start(options, "consumer");

        broker.asProducer("producer", "server.inp").awaitExit(0);

        consumer.awaitExit(0);
        List<String> environment = Files.readAllLines(dir.resolve("one.env"));
        assertThat(environment.stream()
                        .filter(line -> line.startsWith("SLUICE_"))
                        .map(line -> line.replaceFirst("=.*", "")))
                .containsExactlyInAnyOrder(
                        "SLUICE_BATCH",
                        "SLUICE_JOB",
                        "SLUICE_NUMBER",
                        "SLUICE_ATTEMPT",
                        "SLUICE_SLOT",
                        "SLUICE_SCRATCH",
                        "SLUICE_RUN");
        String password = Access.read(broker.access(Role.CONSUMER)).password();
        assertThat(environment).noneMatch(line -> line.contains(password) || line.contains("secret"));
    }

    /** Waits until so much of the file was sent as the network lets through. */
    private static void awaitStalled(CuttableProxy network, Sluice consumer, Sluice producer)
            throws InterruptedException {
        try {
            network.awaitStalled();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + consumer + producer, e);
        }
    }

    private String largeJob() throws IOException {
        jobFile(
                "keep big.his",
                "run {echo start >> starts; head -c 20000000 /dev/urandom > fresh; mv fresh big.his}",
                "job one");
        return "server.inp";
    }

    private void jobFile(String... lines) throws IOException {
        Files.write(dir.resolve("server.inp"), List.of(lines));
    }

    private int starts() throws IOException {
        return Files.readAllLines(dir.resolve("starts")).size();
    }

    private static String access(BrokerProcess broker) {
        return broker.access(Role.CONSUMER).toString();
    }

    private BatchOutcome outcome() throws IOException {
        return site.outcome();
    }

    private void assertSame(String job, String name) throws IOException {
        Path kept = dir.resolve("sluice-out/latest/jobs")
                .resolve(job)
                .resolve("files")
                .resolve(name);
        assertThat(Files.mismatch(kept, dir.resolve(name)))
                .as("%s is as it was", kept)
                .isEqualTo(-1);
        assertThat(outcome().counts()).containsOnlyKeys(Verdict.PASSED);
    }

    private List<String> files(String job) throws IOException {
        Path files = dir.resolve("sluice-out/latest/jobs").resolve(job).resolve("files");
        try (Stream<Path> found = Files.walk(files)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> files.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static long sizeBelow(Path path) throws IOException {
        try (Stream<Path> found = Files.walk(path)) {
            return found.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
