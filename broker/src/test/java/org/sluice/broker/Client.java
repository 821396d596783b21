package org.sluice.broker;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.sluice.job.Access;

/** A connection as the protocol uses it: prefetch 0, client acknowledgement, no advisories. */
final class Client implements AutoCloseable {
    /** Long enough for any machine; a message that is there comes within milliseconds. */
    static final long PATIENCE_MILLIS = 20_000;

    /** How long to look for a message that must not be there. */
    static final long SHORT_LOOK_MILLIS = 150;

    final ActiveMQConnection connection;
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    private Client(ActiveMQConnection connection) {
        this.connection = connection;
    }

    static Client connect(URI uri) throws JMSException {
        return connect(uri, Optional.empty(), 0);
    }

    static Client connect(URI uri, Access access) throws JMSException {
        return connect(uri, Optional.of(access), 0);
    }

    static Client connect(URI uri, Optional<Access> access, int prefetch) throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(uri);
        factory.setWatchTopicAdvisories(false);
        factory.getPrefetchPolicy().setQueuePrefetch(prefetch);
        access.ifPresent(known -> {
            factory.setUserName(known.user());
            factory.setPassword(known.password());
        });
        Client client = new Client((ActiveMQConnection) factory.createConnection());
        try {
            client.connection.setExceptionListener(client.failures::add);
            client.connection.start();
        } catch (JMSException e) {
            client.close();
            throw e;
        }
        return client;
    }

    /** What the connection told its exception listener. */
    List<Throwable> failures() {
        return failures;
    }

    Session session() throws JMSException {
        return connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
    }

    /** A consumer in a session of its own. */
    ActiveMQMessageConsumer consumer(String queue) throws JMSException {
        Session session = session();
        return (ActiveMQMessageConsumer) session.createConsumer(session.createQueue(queue));
    }

    /** Posts messages of one batch, {@code from} to {@code to - 1}, in one transaction for each thousand. */
    void post(String queue, String batch, int from, int to, int deliveryMode) throws JMSException {
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue(queue));
        producer.setDeliveryMode(deliveryMode);
        for (int i = from; i < to; i++) {
            TextMessage message = session.createTextMessage(batch + i);
            message.setStringProperty("SluiceBatch", batch);
            producer.send(message);
            if (i % 1_000 == 999) {
                session.commit();
            }
        }
        session.commit();
        session.close();
    }

    void post(String queue, String batch, int from, int to) throws JMSException {
        post(queue, batch, from, to, DeliveryMode.NON_PERSISTENT);
    }

    /** The texts of the messages that a browser sees. */
    List<String> browse(String queue, String selector) throws JMSException {
        Session session = session();
        Queue destination = session.createQueue(queue);
        List<String> texts = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(destination, selector)) {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                texts.add(((TextMessage) messages.nextElement()).getText());
            }
        }
        session.close();
        return texts;
    }

    /** Takes the next message, which must be there. */
    static TextMessage take(MessageConsumer consumer) throws JMSException {
        TextMessage message = (TextMessage) consumer.receive(PATIENCE_MILLIS);
        if (message == null) {
            throw new AssertionError("no message came within " + PATIENCE_MILLIS + " ms");
        }
        return message;
    }

    static int deliveries(TextMessage message) throws JMSException {
        return message.getIntProperty("JMSXDeliveryCount");
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
