package org.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sluice.broker.Client.take;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Access;

class StandaloneBrokerTest {
    private static final String JOBS = "sluice.jobs";

    @TempDir
    Path temp;

    @Test
    void jobsSurviveARestartInTheirOrder() throws Exception {
        try (StandaloneBroker broker = StandaloneBroker.start(options("data"));
                Client producer = connect(broker, Role.PRODUCER)) {
            producer.post(JOBS, "A", 0, 50, DeliveryMode.PERSISTENT);
            MessageConsumer consumer = producer.consumer(JOBS);
            take(consumer).acknowledge();
            take(consumer); // in flight when the broker ends
        }
        try (StandaloneBroker broker = StandaloneBroker.start(options("data"));
                Client consumer = connect(broker, Role.CONSUMER)) {
            assertThat(drain(consumer.consumer(JOBS)))
                    .hasSize(49)
                    .startsWith("A1", "A2")
                    .endsWith("A48", "A49");
        }
    }

    /** A copy of the files of a running broker is what a kill leaves behind. */
    @Test
    void whatASenderHasBeenToldIsTakenIsThereAfterAKill() throws Exception {
        try (StandaloneBroker broker = StandaloneBroker.start(options("data"));
                Client producer = connect(broker, Role.PRODUCER)) {
            Session session = producer.session();
            session.createProducer(session.createQueue(JOBS)).send(session.createTextMessage("alone"));
            producer.post(JOBS, "A", 0, 10, DeliveryMode.PERSISTENT);
            copy(temp.resolve("data"), temp.resolve("after-the-kill"));
        }
        try (StandaloneBroker broker = StandaloneBroker.start(options("after-the-kill"));
                Client consumer = connect(broker, Role.CONSUMER)) {
            assertThat(drain(consumer.consumer(JOBS))).hasSize(11).startsWith("alone", "A0");
        }
    }

    /** The consumers may not make it anew, and take its absence for the end of the batch. */
    @Test
    void anEmptyQueueOfResultsIsThereAfterAKillAsSoonAsItsProducerKnowsOfIt() throws Exception {
        String results = "sluice.results.of-the-batch";
        try (StandaloneBroker broker = StandaloneBroker.start(options("data"));
                Client producer = connect(broker, Role.PRODUCER)) {
            producer.consumer(results);
            copy(temp.resolve("data"), temp.resolve("after-the-kill"));
        }
        try (StandaloneBroker broker = StandaloneBroker.start(options("after-the-kill"));
                Client consumer = connect(broker, Role.CONSUMER);
                Client producer = connect(broker, Role.PRODUCER)) {
            consumer.post(results, "A", 0, 1);
            assertThat(take(producer.consumer(results)).getText()).isEqualTo("A0");
        }
    }

    @Test
    void aSecondBrokerOnTheSameDataIsRefusedAtOnceAndLeavesNothing() throws Exception {
        int port = freePort();
        try (StandaloneBroker first = StandaloneBroker.start(options("data"))) {
            StandaloneBroker.Options second = options("data").withListen(new ListenAddress("127.0.0.1", port));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> StandaloneBroker.start(second))
                    .withMessageStartingWith("another broker is using the data in " + temp.resolve("data"));

            connect(first, Role.OBSERVER).close();
            StandaloneBroker.start(second.withData(temp.resolve("other"))).close();
        }
    }

    @Test
    void oneClientTooManyIsTurnedAway() throws Exception {
        try (StandaloneBroker broker = StandaloneBroker.start(options("data", "max-connections = 1"));
                Client first = connect(broker, Role.CONSUMER)) {
            assertThatExceptionOfType(JMSException.class).isThrownBy(() -> connect(broker, Role.CONSUMER));
            assertThat(first.failures()).isEmpty();
        }
    }

    @Test
    void aPortThatIsTakenIsAnErrorThatNamesIt() throws Exception {
        try (StandaloneBroker first = StandaloneBroker.start(options("data"))) {
            ListenAddress taken =
                    new ListenAddress("127.0.0.1", first.listenUri().getPort());
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> StandaloneBroker.start(options("other").withListen(taken)))
                    .withMessageStartingWith("cannot listen on " + taken);
        }
    }

    @Test
    void dataThatCannotBeADirectoryAreAnErrorThatNamesThem() throws Exception {
        Path file = Files.createFile(temp.resolve("data"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> StandaloneBroker.start(options("data")))
                .withMessageContaining("data directory " + file);
    }

    @Test
    void anAddressThatOtherMachinesReachIsRefusedBeforeAnythingIsWritten() {
        StandaloneBroker.Options everywhere = options("data").withListen(new ListenAddress("0.0.0.0", 0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandaloneBroker.start(everywhere))
                .withMessageContaining("--insecure");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFirstStartMakesAnAccountForEachRoleAndTheOwnerAloneCanReadAnything() throws Exception {
        StandaloneBroker.start(options("data")).close();

        Path access = temp.resolve("access");
        assertThat(mode(access)).isEqualTo("rwx------");
        assertThat(mode(temp.resolve("data"))).isEqualTo("rwx------");
        Set<String> passwords = new HashSet<>();
        for (Role role : Role.values()) {
            Path file = role.accessFile(access);
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(Access.read(file).user()).isEqualTo(role.label());
            passwords.add(Access.read(file).password());
        }
        assertThat(passwords).hasSameSizeAs(Role.values()).allMatch(password -> password.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void laterStartsKeepTheAccountsAndMakeOnlyThoseThatAreMissing() throws Exception {
        StandaloneBroker.start(options("data")).close();
        Path access = temp.resolve("access");
        Access producer = Access.read(Role.PRODUCER.accessFile(access));
        Access observer = Access.read(Role.OBSERVER.accessFile(access));
        Files.delete(Role.OBSERVER.accessFile(access));

        try (StandaloneBroker broker = StandaloneBroker.start(options("data"))) {
            assertThat(Access.read(Role.PRODUCER.accessFile(access))).isEqualTo(producer);
            assertThat(Access.read(Role.OBSERVER.accessFile(access))).isNotEqualTo(observer);
            Client.connect(broker.listenUri(), producer).close();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anAccessFileThatOthersCanReadIsRefused() throws Exception {
        StandaloneBroker.start(options("data")).close();
        Path file = Role.PRODUCER.accessFile(temp.resolve("access"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> StandaloneBroker.start(options("data")))
                .withMessageContaining("chmod 600 " + file);
    }

    @Test
    void aMessageLongerThanAllowedIsRefusedAndTheBrokerGoesOn() throws Exception {
        try (StandaloneBroker broker = StandaloneBroker.start(options("data", "max-frame-size = 64 KB"))) {
            try (Client client = connect(broker, Role.PRODUCER)) {
                Session session = client.session();
                TextMessage tooLong = session.createTextMessage("x".repeat(100_000));
                assertThatExceptionOfType(JMSException.class)
                        .isThrownBy(() -> session.createProducer(session.createQueue(JOBS))
                                .send(tooLong));
            }
            connect(broker, Role.OBSERVER).close();
        }
    }

    @Test
    void theJobOfAMachineThatVanishedGoesToAnotherWithinAFewTimesTheInactivity() throws Exception {
        try (StandaloneBroker broker = StandaloneBroker.start(options("data", "inactivity = 1s"));
                Client producer = connect(broker, Role.PRODUCER);
                Relay network = new Relay(broker.listenUri())) {
            producer.post(JOBS, "A", 0, 1);
            Client vanishing = Client.connect(network.uri(), access(Role.CONSUMER));
            take(vanishing.consumer(JOBS));
            long silentSince = System.nanoTime();
            network.fallSilent();

            assertThat(take(producer.consumer(JOBS)).getText()).isEqualTo("A0");
            assertThat(Duration.ofNanos(System.nanoTime() - silentSince))
                    .isGreaterThan(Duration.ofSeconds(1))
                    .isLessThan(Duration.ofSeconds(10));
            vanishing.connection.getTransport().stop();
        }
    }

    @Test
    void closingItTwiceIsNoMistakeAndEndsTheWait() throws Exception {
        StandaloneBroker broker = StandaloneBroker.start(options("data"));
        Thread waiting = new Thread(broker::awaitStopped);
        waiting.start();
        broker.close();
        broker.close();
        waiting.join(Client.PATIENCE_MILLIS);

        assertThat(waiting.isAlive()).isFalse();
    }

    private StandaloneBroker.Options options(String data) {
        return StandaloneBroker.Options.defaults()
                .withListen(new ListenAddress("127.0.0.1", 0))
                .withData(temp.resolve(data))
                .withAccess(temp.resolve("access"));
    }

    private StandaloneBroker.Options options(String data, String setting) throws IOException {
        Path file = Files.writeString(temp.resolve("my.properties"), setting);
        StandaloneBroker.Options options = options(data);
        return new StandaloneBroker.Options(
                options.listen(),
                options.data(),
                options.access(),
                StandaloneBroker.Options.read(file).limits(),
                false);
    }

    private Client connect(StandaloneBroker broker, Role role) throws Exception {
        return Client.connect(broker.listenUri(), access(role));
    }

    private Access access(Role role) throws IOException {
        return Access.read(role.accessFile(temp.resolve("access")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> drain(MessageConsumer consumer) throws JMSException {
        Stream.Builder<String> texts = Stream.builder();
        TextMessage message = take(consumer);
        while (message != null) {
            texts.add(message.getText());
            message.acknowledge();
            message = (TextMessage) consumer.receiveNoWait();
        }
        return texts.build().toList();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Files.copy(path, to.resolve(from.relativize(path)));
        }
    }
}
