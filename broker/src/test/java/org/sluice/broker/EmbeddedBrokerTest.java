package org.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sluice.broker.Client.take;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Access;

class EmbeddedBrokerTest {
    private static final String JOBS = "sluice.jobs";

    @TempDir
    Path temp;

    @Test
    void twoBrokersInOneProcessKnowNothingOfEachOther() throws Exception {
        try (EmbeddedBroker one = EmbeddedBroker.start(EmbeddedBroker.Options.local(temp));
                EmbeddedBroker other = EmbeddedBroker.start(EmbeddedBroker.Options.local(temp));
                Client ofOne = Client.connect(one.vmUri());
                Client ofOther = Client.connect(other.vmUri())) {
            ofOne.post(JOBS, "A", 0, 1);

            assertThat(ofOther.consumer(JOBS).receiveNoWait()).isNull();
            assertThat(take(ofOne.consumer(JOBS)).getText()).isEqualTo("A0");
            assertThat(one.listenUri()).isEmpty();
            assertThat(one.access(Role.PRODUCER)).isEmpty();
        }
    }

    @Test
    void nothingIsLeftWhenItIsClosedOnceOrTwice() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.local(temp));
        broker.close();
        broker.close();

        assertThat(temp).isEmptyDirectory();
        assertThatExceptionOfType(JMSException.class)
                .isThrownBy(() -> Client.connect(broker.vmUri()))
                .withMessageContaining("does not exist");
    }

    @Test
    void jobsThatDoNotFitIntoMemoryWaitOnDiskAndComeBackInOrder() throws Exception {
        int jobs = 20_000;
        String padding = "x".repeat(5_000);
        try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.local(temp));
                Client client = Client.connect(broker.vmUri())) {
            Session posting = client.connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageProducer producer = posting.createProducer(posting.createQueue(JOBS));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            for (int i = 0; i < jobs; i++) {
                producer.send(posting.createTextMessage(i + " " + padding));
                if (i % 1_000 == 999) {
                    posting.commit();
                }
            }
            assertThat(bytesUnder(temp)).as("bytes on disk").isGreaterThan(50_000_000);

            MessageConsumer consumer = client.consumer(JOBS);
            for (int i = 0; i < jobs; i++) {
                TextMessage message = take(consumer);
                if (!message.getText().startsWith(i + " ")) {
                    assertThat(message.getText()).startsWith(i + " ");
                }
                message.acknowledge();
            }
            assertThat(consumer.receiveNoWait()).isNull();
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void resultsThatOtherMachinesSendPersistentlyDoNotFillTheHeapEither() throws Exception {
        int results = 300;
        String megabyte = "x".repeat(1_000_000);
        Path accessFiles = temp.resolve("access");
        try (EmbeddedBroker broker = EmbeddedBroker.start(listening(new ListenAddress("127.0.0.1", 0), accessFiles));
                Client producer = Client.connect(
                        broker.vmUri(), broker.access(Role.PRODUCER).orElseThrow())) {
            Session sending = producer.connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            try (Client remote = Client.connect(
                    broker.listenUri().orElseThrow(),
                    broker.access(Role.PRODUCER).orElseThrow())) {
                Session session = remote.connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer toResults = session.createProducer(session.createQueue("sluice.results.b1"));
                toResults.setDeliveryMode(DeliveryMode.PERSISTENT);
                for (int i = 0; i < results; i++) {
                    toResults.send(session.createTextMessage(i + " " + megabyte));
                }
            }
            assertThat(bytesUnder(temp)).as("bytes on disk").isGreaterThan(100_000_000);

            MessageConsumer consumer =
                    sending.createConsumer(sending.createQueue("sluice.results.b1?consumer.prefetchSize=1"));
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < results; i++) {
                seen.add(take(consumer).getText().split(" ", 2)[0]);
            }
            assertThat(seen).hasSize(results);
        }
    }

    @Test
    void whoeverJoinsABrokerThatListensNeedsAnAccountInThisProcessToo() throws Exception {
        Path accessFiles = temp.resolve("access");
        try (EmbeddedBroker broker = EmbeddedBroker.start(listening(new ListenAddress("127.0.0.1", 0), accessFiles))) {
            URI uri = broker.listenUri().orElseThrow();
            assertThat(uri.getHost()).isEqualTo("127.0.0.1");
            assertThat(uri.getPort()).isPositive();
            assertThatExceptionOfType(JMSSecurityException.class).isThrownBy(() -> Client.connect(uri));
            assertThatExceptionOfType(JMSSecurityException.class).isThrownBy(() -> Client.connect(broker.vmUri()));

            Access producer = broker.access(Role.PRODUCER).orElseThrow();
            Access consumer = Access.read(Role.CONSUMER.accessFile(accessFiles));
            try (Client here = Client.connect(broker.vmUri(), producer);
                    Client there = Client.connect(uri, consumer)) {
                here.post(JOBS, "A", 0, 1);
                assertThat(take(there.consumer(JOBS)).getText()).isEqualTo("A0");
            }
        }
    }

    @Test
    void aPortThatIsTakenIsAnErrorThatSaysWhatToDoAndLeavesNothing() throws Exception {
        Path spool = temp.resolve("spool");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenAddress address = new ListenAddress("127.0.0.1", taken.getLocalPort());

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(new EmbeddedBroker.Options(
                            spool, listening(address, temp.resolve("access")).listening())))
                    .withMessageStartingWith("cannot listen on " + address + ": Address already in use")
                    .withMessageContaining("choose another one");
        }
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void anAddressThatOtherMachinesReachIsRefusedUntilSomebodySaysThatItIsMeant() throws Exception {
        ListenAddress everywhere = new ListenAddress("0.0.0.0", 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedBroker.start(listening(everywhere, temp.resolve("access"))))
                .withMessageContaining("0.0.0.0:0")
                .withMessageContaining("clear text")
                .withMessageContaining("--insecure");
        assertThat(temp).isEmptyDirectory();

        EmbeddedBroker.Listening meant = new EmbeddedBroker.Listening(everywhere, temp.resolve("access"), true);
        try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.listening(temp, meant))) {
            assertThat(broker.listenUri().orElseThrow().getHost()).isNotEqualTo("0.0.0.0");
        }
    }

    private EmbeddedBroker.Options listening(ListenAddress address, Path accessFiles) {
        return EmbeddedBroker.Options.listening(temp, new EmbeddedBroker.Listening(address, accessFiles, false));
    }

    private static long bytesUnder(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
