package org.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.broker.Client.take;

import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import org.apache.activemq.RedeliveryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the broker itself would put away goes where somebody looks. */
class DeadLetterTest {
    private static final String JOBS = "sluice.jobs";
    private static final String DEAD = "sluice.dead";

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

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    void aMessageThatAClientGivesUpIsSetAsideEachTime(int deliveryMode) throws Exception {
        RedeliveryPolicy once = new RedeliveryPolicy();
        once.setMaximumRedeliveries(1);
        once.setInitialRedeliveryDelay(0);
        once.setRedeliveryDelay(0);
        client.connection.setRedeliveryPolicy(once);
        client.post(JOBS, "A", 0, 2, deliveryMode);
        Session session = client.session();
        MessageConsumer consumer = session.createConsumer(session.createQueue(JOBS));
        for (int i = 0; i < 2; i++) {
            take(consumer);
            session.recover();
            take(consumer);
            session.recover();
        }
        session.close();

        MessageConsumer dead = client.consumer(DEAD);
        assertThat(take(dead).getText()).isEqualTo("A0");
        TextMessage second = take(dead);
        assertThat(second.getText()).isEqualTo("A1");
        assertThat(second.getStringProperty("dlqDeliveryFailureCause")).contains("redelivery policy");
    }

    @Test
    void aMessageThatExpiredIsSetAsideWhenItsTurnComes() throws Exception {
        Session session = client.session();
        MessageProducer producer = session.createProducer(session.createQueue(JOBS));
        producer.setTimeToLive(1);
        producer.send(session.createTextMessage("too late"));
        long sent = System.currentTimeMillis();
        while (System.currentTimeMillis() <= sent + 1) {
            Thread.onSpinWait(); // expiration has a resolution of one millisecond
        }
        client.post(JOBS, "A", 0, 1);

        assertThat(take(client.consumer(JOBS)).getText()).isEqualTo("A0");
        assertThat(take(client.consumer(DEAD)).getText()).isEqualTo("too late");
    }
}
