package org.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.broker.Client.deliveries;
import static org.sluice.broker.Client.take;

import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.command.RemoveInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the protocol builds on: how this broker hands out messages, takes them back and shows those in flight. */
class HandingOutTest {
    private static final String JOBS = "sluice.jobs";
    private static final String ONLY_A = "SluiceBatch = 'A'";
    private static final int MANY = 20_000;

    @TempDir
    Path temp;

    private EmbeddedBroker broker;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(EmbeddedBroker.Options.local(temp));
        client = Client.connect(broker.vmUri());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        broker.close();
    }

    @Test
    void aClientThatDidNotAskForPrefetchZeroHoldsNothingThatItIsNotReadyFor() throws Exception {
        try (Client careless =
                Client.connect(broker.vmUri(), Optional.empty(), ActiveMQPrefetchPolicy.DEFAULT_QUEUE_PREFETCH)) {
            MessageConsumer idle = careless.consumer(JOBS);
            MessageConsumer busy = careless.consumer(JOBS);
            client.post(JOBS, "A", 0, 3);
            MessageConsumer ready = client.consumer(JOBS);

            assertThat(take(busy).getText()).isEqualTo("A0");
            assertThat(take(ready).getText()).isEqualTo("A1");
            assertThat(take(idle).getText()).isEqualTo("A2");
        }
    }

    @Test
    void aBrowserSeesWhatIsInFlightElsewhereAndWhatCameBackHoweverManyWaitBehind() throws Exception {
        client.post(JOBS, "A", 0, 3);
        client.post(JOBS, "B", 0, MANY);
        MessageConsumer other = client.consumer(JOBS);
        TextMessage held = take(other);
        try (Client dying = Client.connect(broker.vmUri())) {
            take(dying.consumer(JOBS));
            take(dying.consumer(JOBS));
            assertThat(client.browse(JOBS, ONLY_A)).containsExactlyInAnyOrder("A0", "A1", "A2");
        }
        assertThat(client.browse(JOBS, ONLY_A)).containsExactlyInAnyOrder("A0", "A1", "A2");

        held.acknowledge();
        assertThat(client.browse(JOBS, ONLY_A)).containsExactlyInAnyOrder("A1", "A2");
    }

    /** So an empty answer means that nothing is in flight, and not that nothing is left. */
    @Test
    void aBrowserDoesNotSeeWhatNobodyHasTakenYetBehindMoreThanAPageOfOthers() throws Exception {
        client.post(JOBS, "B", 0, MANY);
        client.post(JOBS, "A", 0, 1);
        take(client.consumer(JOBS));

        assertThat(client.browse(JOBS, ONLY_A)).isEmpty();
    }

    @Test
    void theRegisterOfBatchesIsSeenWhole() throws Exception {
        client.post("sluice.batches", "B", 0, 1_000);
        client.post("sluice.batches", "A", 0, 1);

        assertThat(client.browse("sluice.batches", ONLY_A)).containsExactly("A0");
        Session session = client.session();
        MessageConsumer selective = session.createConsumer(session.createQueue("sluice.batches"), ONLY_A);
        assertThat(take(selective).getText()).isEqualTo("A0");
    }

    @Test
    void eachDeliveryThatWasNotAcknowledgedCountsOnce() throws Exception {
        client.post(JOBS, "A", 0, 1);
        for (int delivery = 1; delivery <= 4; delivery++) {
            try (Client dying = Client.connect(broker.vmUri())) {
                assertThat(deliveries(take(dying.consumer(JOBS)))).isEqualTo(delivery);
            }
        }
    }

    @Test
    void aMessageCanBeHandedBackWithoutBeingCounted() throws Exception {
        client.post(JOBS, "A", 0, 2);
        try (Client leaving = Client.connect(broker.vmUri())) {
            Session session = leaving.session();
            ActiveMQMessageConsumer consumer =
                    (ActiveMQMessageConsumer) session.createConsumer(session.createQueue(JOBS));
            take(consumer);

            // The local half first: it tells the broker nothing, and the consumer's own close() then does nothing.
            consumer.dispose();
            RemoveInfo handBack = new RemoveInfo(consumer.getConsumerId());
            handBack.setLastDeliveredSequenceId(RemoveInfo.LAST_DELIVERED_UNSET);
            leaving.connection.syncSendPacket(handBack);
            consumer.close();

            TextMessage again = take(client.consumer(JOBS));
            assertThat(again.getText()).isEqualTo("A0");
            assertThat(deliveries(again)).isEqualTo(1);
            assertThat(again.getJMSRedelivered()).isFalse();

            MessageConsumer next = session.createConsumer(session.createQueue(JOBS));
            assertThat(take(next).getText()).isEqualTo("A1");
            session.close();
            assertThat(leaving.failures()).isEmpty();
        }
    }

    @Test
    void whatCameBackIsHandedOutBeforeWhatHasWaitedInTheOrderOfItsReturn() throws Exception {
        client.post(JOBS, "A", 0, 5);
        Client first = Client.connect(broker.vmUri());
        Client second = Client.connect(broker.vmUri());
        assertThat(take(first.consumer(JOBS)).getText()).isEqualTo("A0");
        assertThat(take(second.consumer(JOBS)).getText()).isEqualTo("A1");
        second.close();
        first.close();

        MessageConsumer consumer = client.consumer(JOBS);
        for (String expected : new String[] {"A1", "A0", "A2", "A3", "A4"}) {
            TextMessage message = take(consumer);
            assertThat(message.getText()).isEqualTo(expected);
            message.acknowledge();
        }
    }
}
