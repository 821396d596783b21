package org.sluice.messaging;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
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
import java.util.Optional;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.broker.ListenAddress;
import org.sluice.broker.Role;
import org.sluice.job.Access;

/** A real broker in this process, links to it, and a look past the protocol at its queues. */
final class TestBroker implements AutoCloseable {
    /** Longer than anything takes on any machine. */
    static final Duration GUARD = Duration.ofSeconds(30);

    /** How long to look for a message that must not be there. */
    static final Duration SHORT_LOOK = Duration.ofMillis(150);

    private final EmbeddedBroker broker;
    private final List<Link> links = Collections.synchronizedList(new ArrayList<>());
    private Link ownLink;

    private TestBroker(EmbeddedBroker broker) {
        this.broker = broker;
    }

    /** A broker that only this process reaches, without accounts. */
    static TestBroker local(Path temp) throws IOException {
        return new TestBroker(EmbeddedBroker.start(EmbeddedBroker.Options.local(temp)));
    }

    /** A broker that is reached by tcp, with accounts. */
    static TestBroker listening(Path temp) throws IOException {
        EmbeddedBroker.Listening listening =
                new EmbeddedBroker.Listening(new ListenAddress("127.0.0.1", 0), temp.resolve("access"), false);
        return new TestBroker(EmbeddedBroker.start(EmbeddedBroker.Options.listening(temp.resolve("spool"), listening)));
    }

    BrokerAddress address() {
        return new BrokerAddress(List.of(broker.listenUri().orElseGet(broker::vmUri)));
    }

    Optional<Access> access(Role role) {
        return broker.access(role);
    }

    /** A new link that may do what producers may. */
    Link link() throws BrokerUnavailable {
        return link(Role.PRODUCER);
    }

    Link link(Role role) throws BrokerUnavailable {
        return link(address(), role);
    }

    Link link(URI throughProxy) throws BrokerUnavailable {
        return link(new BrokerAddress(List.of(throughProxy)), Role.PRODUCER);
    }

    private Link link(BrokerAddress address, Role role) throws BrokerUnavailable {
        Link link = Link.open(address, access(role), broken -> {});
        links.add(link);
        return link;
    }

    private synchronized Link own() throws JMSException {
        try {
            if (ownLink == null) {
                ownLink = link();
            }
            return ownLink;
        } catch (BrokerUnavailable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A session past the protocol, for foreign messages. */
    Session session() throws JMSException {
        return own().connection().createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    /** Puts a message of whatever kind on a queue. */
    void send(String queue, Message message) throws JMSException {
        Session session = session();
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(message);
        } finally {
            session.close();
        }
    }

    void send(String queue, String text) throws JMSException {
        send(queue, session().createTextMessage(text));
    }

    /** The messages on a queue, those in somebody's hands among them; of jobs only those that were handed out once. */
    List<Message> browse(String queue) throws JMSException {
        Session session = session();
        List<Message> messages = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            Enumeration<?> all = browser.getEnumeration();
            while (all.hasMoreElements()) {
                messages.add((Message) all.nextElement());
            }
        } finally {
            session.close();
        }
        return messages;
    }

    /** Takes everything off a queue that nobody holds. */
    List<Message> drain(String queue) throws JMSException {
        Session session = session();
        List<Message> messages = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            // not receiveNoWait: without prefetch it says "nothing" when the broker has not read its next page yet
            Message message = consumer.receive(SHORT_LOOK.toMillis());
            while (message != null) {
                messages.add(message);
                message = consumer.receive(SHORT_LOOK.toMillis());
            }
        } finally {
            session.close();
        }
        return messages;
    }

    static List<String> texts(List<Message> messages) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (Message message : messages) {
            texts.add(((TextMessage) message).getText());
        }
        return texts;
    }

    /** What the register says of a batch. */
    Optional<OpenBatch> registered(String batch) throws JMSException, LinkBroken {
        return own().register().find(batch);
    }

    /** Ends the broker, as far as clients can tell: their connections are cut. */
    void stop() throws IOException {
        broker.close();
    }

    @Override
    public void close() throws IOException {
        List.copyOf(links).forEach(Link::close);
        broker.close();
    }
}
