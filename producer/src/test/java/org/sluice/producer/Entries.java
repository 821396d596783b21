package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.net.URI;
import org.apache.activemq.ActiveMQConnectionFactory;

/** A session in the middle of a transaction with entries of the register, as that of a producer in doubt. */
final class Entries implements AutoCloseable {
    private static final long GUARD_MILLIS = 30_000;
    private static final long SHORT_MILLIS = 200;

    private final Connection connection;
    private final Session session;

    private Entries(Connection connection) throws JMSException {
        this.connection = connection;
        connection.start();
        session = connection.createSession(true, Session.SESSION_TRANSACTED);
    }

    static Entries of(URI broker) throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker + "?jms.prefetchPolicy.all=0");
        return new Entries(factory.createConnection());
    }

    /** Takes an entry, and does not commit. */
    void hold(String selector) throws JMSException {
        try (MessageConsumer entries = session.createConsumer(session.createQueue("sluice.batches"), selector)) {
            assertThat(entries.receive(GUARD_MILLIS)).isNotNull();
        }
    }

    /** Takes all others too, and commits. */
    void takeTheRest() throws JMSException {
        try (MessageConsumer entries = session.createConsumer(session.createQueue("sluice.batches"))) {
            while (entries.receive(SHORT_MILLIS) != null) {
                // until there are none
            }
        }
        session.commit();
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
