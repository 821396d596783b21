package org.sluice.messaging;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Optional;
import org.apache.activemq.ActiveMQMessageConsumer;

/**
 * What must be held by a job that locks a name: the one message on the queue of that lock. It is never acknowledged. Whoever
 * holds it gives it back uncounted when his job has ended, or by going away, which the broker counts.
 */
public final class LockToken implements AutoCloseable {
    static final String TYPE = "lock";

    private final Link link;
    private final Session session;
    private final MessageConsumer consumer;
    private final String lock;
    private final int count;

    private LockToken(Link link, Session session, MessageConsumer consumer, String lock, int count) {
        this.link = link;
        this.session = session;
        this.consumer = consumer;
        this.lock = lock;
        this.count = count;
    }

    /** Takes the token if it comes within this time; nobody has it then, or the queue has none. */
    static Optional<LockToken> take(Link link, String lock, Duration atMost) throws LinkBroken {
        Session session = link.session(false, Session.CLIENT_ACKNOWLEDGE);
        boolean taken = false;
        try {
            String queue = Subscription.destination(Destinations.lock(lock));
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            Message message = consumer.receive(atMost.toMillis());
            link.check();
            if (message == null) {
                // it may have come at this very moment
                UncountedReturn.giveBackQuietly(link.connection(), (ActiveMQMessageConsumer) consumer);
                return Optional.empty();
            }
            taken = true;
            return Optional.of(
                    new LockToken(link, session, consumer, lock, message.getIntProperty("JMSXDeliveryCount")));
        } catch (JMSException e) {
            throw link.failed("taking the lock " + lock, e);
        } finally {
            if (!taken) {
                Link.closeQuietly(session);
            }
        }
    }

    /** Puts the token on its queue; a broker that has it already keeps the one that it has. */
    static void make(Link link, String lock) throws JMSException, LinkBroken {
        Session session = link.session(false, Session.AUTO_ACKNOWLEDGE);
        try (MessageProducer producer = session.createProducer(session.createQueue(Destinations.lock(lock)))) {
            producer.setDeliveryMode(link.deliveryMode());
            producer.send(session.createTextMessage(Fields.text(Fields.object()
                    .put("sluice", Format.VERSION)
                    .put("type", TYPE)
                    .put("lock", lock))));
        } finally {
            Link.closeQuietly(session);
        }
    }

    /** The name that is locked. */
    public String lock() {
        return lock;
    }

    /**
     * 1 for a token that nobody has had yet, 2 for one that was only ever given back, also in an earlier life of the broker,
     * and one more for each holder that went away with it since the broker began.
     */
    public int count() {
        return count;
    }

    /** Whether the connection is gone, and the token with it: somebody else may have it. */
    public boolean isGone() {
        return link.isBroken();
    }

    /** Gives it back, as if it had never been delivered; when the connection is gone, it is given back already. */
    @Override
    public void close() {
        UncountedReturn.giveBackQuietly(link.connection(), (ActiveMQMessageConsumer) consumer);
        Link.closeQuietly(session);
    }
}
