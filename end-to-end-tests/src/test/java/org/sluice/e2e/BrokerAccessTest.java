package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.Role;
import org.sluice.job.Access;

/** Who may come to a broker, and what a user is told who may not. */
@EnabledOnOs(OS.LINUX)
class BrokerAccessTest {
    @TempDir
    private Path dir;

    private Site site;
    private BrokerProcess broker;

    @BeforeEach
    void startABroker() throws Exception {
        site = new Site(dir);
        broker = BrokerProcess.start(site);
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void aConsumerWithAWrongPasswordOrAnotherRolesFileIsToldWhatToGive() throws Exception {
        Path wrong = dir.resolve("wrong.access");
        new Access("consumer", "guessed").write(wrong, "wrong");

        Sluice guess = consumer(wrong);
        Sluice observer = consumer(broker.access(Role.OBSERVER));

        guess.awaitExit(3);
        assertThat(guess.err())
                .contains("does not accept the account 'consumer'", "consumer.access")
                .doesNotContain("guessed", "\tat ");
        observer.awaitExit(3);
        assertThat(observer.err())
                .contains("observer is not authorized", "For 'sluice consumer' that is consumer.access.")
                .doesNotContain("\tat ");
    }

    @Test
    void aProducerWithTheConsumersFilePostsNothing() throws Exception {
        Sluice producer = site.start(
                "producer",
                site.jobFile("a.inp", Site.names("a", 2)),
                "--broker",
                broker.uri().toString(),
                "--access",
                broker.access(Role.CONSUMER).toString());

        producer.awaitExit(3);

        assertThat(producer.err()).contains("does not allow it", "For 'sluice producer' that is producer.access.");
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    @Test
    void anAccessFileThatOthersCanReadIsRefusedWithTheRemedy() throws Exception {
        Path open = Files.copy(broker.access(Role.CONSUMER), dir.resolve("open.access"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        Sluice consumer = consumer(open);

        consumer.awaitExit(2);
        assertThat(consumer.err()).contains("chmod 600 " + open);
    }

    @Test
    void aPortIsOpenedOnlyWhereItIsSafeAndFree() throws Exception {
        String taken = broker.uri().getHost() + ":" + broker.uri().getPort();
        String jobs = site.jobFile("a.inp", List.of("a"));
        Sluice open = site.start("broker", "--listen", "0.0.0.0:0", "--data", "data2", "--access", "access2");
        Sluice openRun = site.start("run", "--listen", "0.0.0.0:0", jobs);
        Sluice second = site.start("broker", "--listen", taken, "--data", "data2", "--access", "access2");

        open.awaitExit(2);
        openRun.awaitExit(2);
        second.awaitExit(3);

        for (Sluice refused : List.of(open, openRun)) {
            assertThat(refused.err()).contains("--insecure", "not encrypted", "any program on every consumer");
        }
        assertThat(dir.resolve("sluice-out")).doesNotExist();
        assertThat(second.err()).contains("cannot listen on " + taken, "choose another one");
    }

    @Test
    void whoFindsNoBrokerSaysSoAgainAndAgainUntilItIsThere() throws Exception {
        broker.kill();
        Sluice consumer = broker.consumer("patient");
        Sluice producer = broker.asProducer("producer", site.jobFile("a.inp", Site.names("a", 2)));
        for (Sluice waiting : List.of(consumer, producer)) {
            await("a second sentence of " + waiting)
                    .atMost(Sluice.GUARD)
                    .until(() -> waiting.err().split("Waiting for the broker", -1).length > 2);
        }

        broker.restart();

        producer.awaitExit(0);
        consumer.awaitExit(0);
        assertThat(consumer.err()).contains("The broker at " + broker.uri() + " is there.");
    }

    @Test
    void whoHasATimeoutGivesUpWithoutABroker() throws Exception {
        broker.kill();
        Sluice consumer = broker.consumer("impatient", "--timeout", "2s");
        Sluice producer = broker.asProducer("producer", site.jobFile("a.inp", Site.names("a", 2)), "--timeout", "2s");

        for (Sluice gaveUp : List.of(consumer, producer)) {
            gaveUp.awaitExit(3);
            assertThat(gaveUp.err()).contains("Waiting for the broker", "The broker cannot be reached");
        }
    }

    @Test
    void aProducerThatWaitsForTheBrokerIsEndedByOneSignal() throws Exception {
        broker.kill();
        Sluice producer = broker.asProducer("producer", site.jobFile("a.inp", Site.names("a", 2)));
        producer.awaitErr("Waiting for the broker");

        producer.signal("TERM");

        producer.awaitExit(130);
        assertThat(site.outcome().counts()).hasToString("{CANCELLED=2}");
    }

    @Test
    void passwordsAreNowhereButInTheAccessFiles() throws Exception {
        Files.writeString(dir.resolve("env.inp"), "run env\njob one\nrun ./case.sh {name}\njob held\n");
        site.hold("held");
        Sluice producer = broker.asProducer("producer", "--verbose", "env.inp");
        Sluice consumer = broker.consumer("c", "--verbose");
        site.awaitStart("held", 1);
        StringBuilder seen = new StringBuilder();
        for (Sluice process : List.of(broker.process(), producer, consumer)) {
            for (String file : List.of("cmdline", "environ")) {
                seen.append(bytes(Path.of("/proc", String.valueOf(process.pid()), file)));
            }
        }
        site.release("held");
        producer.awaitExit(0);
        consumer.awaitExit(0);
        broker.process().signal("TERM");
        broker.process().awaitExit(130);
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(broker.access(Role.CONSUMER).getParent())) {
                    seen.append(bytes(file));
                }
            }
        }

        assertThat(seen).as("the environment of a job was kept").contains("SLUICE_JOB=one");
        List<String> passwords = new ArrayList<>();
        for (Role role : Role.values()) {
            passwords.add(Access.read(broker.access(role)).password());
        }
        assertThat(seen).doesNotContain(passwords);
    }

    private Sluice consumer(Path access) throws Exception {
        return site.start("consumer", "--broker", broker.uri().toString(), "--access", access.toString());
    }

    private static String bytes(Path file) throws Exception {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
