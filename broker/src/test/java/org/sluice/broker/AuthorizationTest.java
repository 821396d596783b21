package org.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sluice.broker.Client.SHORT_LOOK_MILLIS;
import static org.sluice.broker.Client.take;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.command.DestinationInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.Access;

class AuthorizationTest {
    private static final String RESULTS = "sluice.results.of-the-batch";

    @TempDir
    static Path temp;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(EmbeddedBroker.Options.listening(
                temp.resolve("spool"),
                new EmbeddedBroker.Listening(new ListenAddress("127.0.0.1", 0), temp.resolve("access"), false)));
        try (Client producer = connect(Role.PRODUCER)) {
            Session session = producer.session();
            session.createProducer(session.createQueue(RESULTS)).send(session.createTextMessage("a result"));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void nobodyComesInWithoutAnAccount() {
        assertThatExceptionOfType(JMSSecurityException.class)
                .isThrownBy(() -> Client.connect(broker.listenUri().orElseThrow()));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nobodyComesInWithAnotherPassword(Role role) {
        Access guessed = new Access(role.label(), "guess");
        assertThatExceptionOfType(JMSSecurityException.class)
                .isThrownBy(() -> Client.connect(broker.listenUri().orElseThrow(), guessed));
    }

    /** The whole table: r(ead), w(rite), a(dmin: make and remove); a dash for what is refused. */
    @ParameterizedTest
    @CsvSource({
        "queue, sluice.jobs,        rw-, r--, ---",
        "queue, sluice.jobs.needs=gpu, rwa, r--, ---",
        "queue, sluice.jobs.needs=gpu.x, ---, ---, ---",
        "queue, sluice.batches,     rw-, r--, ---",
        "queue, sluice.results.one, rwa, -w-, ---",
        "queue, sluice.lock.licence, -wa, r--, ---",
        "queue, sluice.dead,        rw-, -w-, ---",
        "topic, sluice.progress,    rw-, -w-, r--",
        "topic, sluice.notices,     rw-, rw-, r--",
        "queue, sluice.other,       ---, ---, ---",
        "topic, sluice.other,       ---, ---, ---",
        "queue, ActiveMQ.DLQ,       ---, ---, ---",
        "topic, ActiveMQ.Advisory.Connection, ---, ---, ---",
        "queue, ActiveMQ.Statistics.Broker,   ---, ---, ---",
    })
    void eachRoleMayDoWhatItsTasksNeedAndNoMore(
            String kind, String name, String producer, String consumer, String observer) throws Exception {
        ActiveMQDestination destination = kind.equals("queue") ? new ActiveMQQueue(name) : new ActiveMQTopic(name);
        assertThat(rights(Role.PRODUCER, destination)).as("producer").isEqualTo(producer);
        assertThat(rights(Role.CONSUMER, destination)).as("consumer").isEqualTo(consumer);
        assertThat(rights(Role.OBSERVER, destination)).as("observer").isEqualTo(observer);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nobodyMakesTemporaryQueues(Role role) throws Exception {
        try (Client client = connect(role)) {
            assertThatExceptionOfType(JMSException.class)
                    .isThrownBy(() -> client.session().createTemporaryQueue())
                    .withMessageContaining("not authorized");
        }
    }

    @Test
    void aConsumerDoesNotMakeTheQueueThatItSendsResultsTo() throws Exception {
        try (Client consumer = connect(Role.CONSUMER)) {
            assertThatExceptionOfType(JMSException.class)
                    .isThrownBy(() -> write(consumer, new ActiveMQQueue("sluice.results.never-made")))
                    .withMessageContaining("not authorized to create");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sluice.results.of-the-batch,sluice.jobs",
                "sluice.dead,sluice.jobs",
                "sluice.>",
                "sluice.*",
                "sluice.jobs.*"
            })
    void aConsumerDoesNotPostJobsByNamingThemBesideWhatItMayWrite(String several) throws Exception {
        try (Client consumer = connect(Role.CONSUMER)) {
            assertThatExceptionOfType(JMSException.class)
                    .isThrownBy(() -> write(consumer, new ActiveMQQueue(several)))
                    .withMessageContaining("not authorized");
            Session session = consumer.session();
            assertThatExceptionOfType(JMSException.class)
                    .isThrownBy(() -> session.createProducer(null)
                            .send(new ActiveMQQueue(several), session.createTextMessage("rm -rf /")))
                    .withMessageContaining("not authorized");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sluice.jobs,sluice.results.of-the-batch",
                "sluice.jobs.a,sluice.results.of-the-batch",
                "sluice.>",
                "sluice.results.>",
                ">"
            })
    void aConsumerDoesNotReadResultsByNamingThemBesideWhatItMayRead(String several) throws Exception {
        try (Client consumer = connect(Role.CONSUMER)) {
            assertThatExceptionOfType(JMSException.class)
                    .isThrownBy(() -> {
                        Session session = consumer.session();
                        MessageConsumer nosy = session.createConsumer(new ActiveMQQueue(several));
                        assertThat(nosy.receive(SHORT_LOOK_MILLIS)).isNull();
                    })
                    .withMessageContaining("not authorized");
        }
    }

    @Test
    void anObserverHearsProgress() throws Exception {
        try (Client observer = connect(Role.OBSERVER);
                Client consumer = connect(Role.CONSUMER)) {
            Session session = observer.session();
            MessageConsumer watching = session.createConsumer(session.createTopic("sluice.progress"));
            write(consumer, new ActiveMQTopic("sluice.progress"));

            assertThat(take(watching).getText()).isEqualTo("text");
        }
    }

    private static String rights(Role role, ActiveMQDestination destination) throws Exception {
        if (destination.getPhysicalName().startsWith("sluice.results.")
                || destination.getPhysicalName().equals("sluice.jobs.needs=gpu")
                || destination.getPhysicalName().startsWith("sluice.lock.")) {
            try (Client maker = connect(Role.PRODUCER)) {
                write(maker, destination);
            }
        }
        try (Client client = connect(role)) {
            return right("r", () -> client.session().createConsumer(destination).close())
                    + right("w", () -> write(client, destination))
                    + right("a", () -> makeAndRemove(client, destination));
        }
    }

    private static String right(String letter, Attempt attempt) throws JMSException {
        try {
            attempt.make();
            return letter;
        } catch (JMSException e) {
            if (e.getMessage().toLowerCase(Locale.ROOT).contains("not authorized")) {
                return "-";
            }
            throw e;
        }
    }

    private static void makeAndRemove(Client client, ActiveMQDestination destination) throws JMSException {
        client.connection.syncSendPacket(new DestinationInfo(
                client.connection.getConnectionInfo().getConnectionId(),
                DestinationInfo.ADD_OPERATION_TYPE,
                destination));
        client.connection.destroyDestination(destination);
    }

    private interface Attempt {
        void make() throws JMSException;
    }

    private static void write(Client client, Destination destination) throws JMSException {
        Session session = client.session();
        session.createProducer(destination).send(session.createTextMessage("text"));
        session.close();
    }

    private static Client connect(Role role) throws JMSException {
        return Client.connect(broker.listenUri().orElseThrow(), broker.access(role), 0);
    }
}
