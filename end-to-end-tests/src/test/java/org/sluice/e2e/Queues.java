package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.sluice.job.Access;

/** The queues of a broker as JMS shows them, not as Sluice would. */
public final class Queues implements AutoCloseable {
    /** receiveNoWait may say that there is nothing when the broker has not read its next page yet. */
    private static final long LOOK_MILLIS = 200;

    public static final String JOBS = "sluice.jobs";
    public static final String BATCHES = "sluice.batches";
    public static final String DEAD = "sluice.dead";

    private final ActiveMQConnection connection;

    private Queues(ActiveMQConnection connection) {
        this.connection = connection;
    }

    public static Queues connect(URI uri, Path access) throws IOException, JMSException {
        Access account = Access.read(access);
        ActiveMQConnectionFactory factory =
                new ActiveMQConnectionFactory(account.user(), account.password(), uri.toString());
        factory.setWatchTopicAdvisories(false);
        factory.getPrefetchPolicy().setQueuePrefetch(0);
        ActiveMQConnection connection = (ActiveMQConnection) factory.createConnection();
        connection.start();
        return new Queues(connection);
    }

    /** The texts of the messages on a queue: those that a consumer holds, and those that the broker has in memory. */
    public List<String> browse(String queue) throws JMSException {
        return browse(queue, Queues::text);
    }

    /** This property of each of the messages on a queue. */
    public List<String> properties(String queue, String property) throws JMSException {
        return browse(queue, message -> message.getStringProperty(property));
    }

    private interface Look {
        String at(Message message) throws JMSException;
    }

    private List<String> browse(String queue, Look look) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            List<String> seen = new ArrayList<>();
            for (Object message : Collections.list((Enumeration<?>) browser.getEnumeration())) {
                seen.add(look.at((Message) message));
            }
            return seen;
        } finally {
            session.close();
        }
    }

    /** Fails if there is a message on this queue, waiting or in somebody's hands. */
    public void assertEmpty(String queue) throws JMSException {
        assertThat(browse(queue)).as(queue).isEmpty();
        // a browser may not see what the broker has not read from its disk yet
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message = consumer.receive(LOOK_MILLIS);
            assertThat(message == null ? null : text(message)).as(queue).isNull();
        } finally {
            session.close();
        }
    }

    /** Fails if anything is left of any batch. */
    public void assertNothingIsLeft() throws JMSException {
        assertEmpty(JOBS);
        assertEmpty(BATCHES);
        assertEmpty(DEAD);
    }

    /** Waits until no job or pill of this selector waits on the queue, since consumers hold all that there are. */
    public void awaitTaken(String selector) {
        await("taken: " + selector)
                .atMost(Sluice.GUARD)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isTaken(selector));
    }

    private boolean isTaken(String selector) throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        try (QueueBrowser browser = session.createBrowser(session.createQueue(JOBS), selector);
                MessageConsumer consumer = session.createConsumer(session.createQueue(JOBS), selector)) {
            return browser.getEnumeration().hasMoreElements() && consumer.receive(LOOK_MILLIS) == null;
        } finally {
            // gives back what it took
            session.close();
        }
    }

    /** Puts a persistent text message on a queue. */
    public void send(String queue, String text, Map<String, String> properties) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try {
            Queue destination = session.createQueue(queue);
            TextMessage message = session.createTextMessage(text);
            for (Map.Entry<String, String> property : properties.entrySet()) {
                message.setStringProperty(property.getKey(), property.getValue());
            }
            session.createProducer(destination).send(message);
        } finally {
            session.close();
        }
    }

    /**
     * Puts every job that waits on the queue there twice, and each pill once, in the order in which they are; nobody else may
     * take from it meanwhile.
     *
     * @param pills how many pills there are: the last one is the end
     * @return how many jobs there were
     */
    public int doubleJobs(int pills) throws JMSException {
        int jobs = 0;
        int seen = 0;
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(JOBS));
                MessageProducer producer = session.createProducer(session.createQueue(JOBS))) {
            while (seen < pills) {
                Message message = consumer.receive(Sluice.GUARD.toMillis());
                assertThat(message).as("a message before the pill").isNotNull();
                boolean isJob = message.getStringProperty("SluiceType").equals("job");
                producer.send((Message) ((ActiveMQMessage) message).copy());
                if (isJob) {
                    producer.send((Message) ((ActiveMQMessage) message).copy());
                    jobs++;
                } else {
                    seen++;
                }
                if (jobs % 500 == 0 || seen == pills) {
                    session.commit();
                }
            }
        } finally {
            session.close();
        }
        return jobs;
    }

    /** Removes a queue with all that is in it. */
    public void remove(String queue) throws JMSException {
        connection.destroyDestination(new ActiveMQQueue(queue));
    }

    private static String text(Message message) throws JMSException {
        return message instanceof TextMessage text ? text.getText() : message.toString();
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
