package org.sluice.messaging;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.sluice.job.Access;
import org.sluice.job.Job;
import org.sluice.job.Placement;

/**
 * One connection to a broker, until it breaks; it never mends itself. A reconnecting one would return normally from
 * acknowledgements that the broker never saw.
 */
public final class Link implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 10_000;
    /**
     * A peer is taken for gone when nothing came from it at two looks of the inactivity monitor after the one at which
     * something had come: after 2 to 3 times as long, or a third less for who had last spoken so long before. A job
     * of a host that vanished thus runs elsewhere after 10 to 18 s, and nobody is missed who is heard every 10 s.
     */
    private static final int INACTIVITY_MILLIS = 6_000;

    private final ActiveMQConnection connection;
    private final URI uri;
    private final int deliveryMode;
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Consumer<Link> onBroken;

    private Link(ActiveMQConnection connection, URI uri, int deliveryMode, Consumer<Link> onBroken) {
        this.connection = connection;
        this.uri = uri;
        this.deliveryMode = deliveryMode;
        this.onBroken = onBroken;
    }

    /**
     * Connects to the first address that answers.
     *
     * @param onBroken told once when the connection breaks; not when it is closed
     * @throws BrokerUnavailable if no address answers
     * @throws BrokerRefused if one answers and does not accept the account
     */
    static Link open(BrokerAddress address, Optional<Access> access, Consumer<Link> onBroken) throws BrokerUnavailable {
        StringBuilder reasons = new StringBuilder();
        JMSException last = null;
        for (URI uri : address.uris()) {
            try {
                return open(uri, address.isInProcess(), access, onBroken);
            } catch (JMSSecurityException e) {
                throw new BrokerRefused(refusal(uri, access, e), e);
            } catch (JMSException e) {
                if (isSecurity(e)) {
                    throw new BrokerRefused(refusal(uri, access, e), e);
                }
                reasons.append(reasons.isEmpty() ? "" : "; ")
                        .append(uri.getScheme() + "://" + uri.getAuthority())
                        .append(": ")
                        .append(Reason.of(e));
                last = e;
            }
        }
        throw new BrokerUnavailable(reasons.toString(), last);
    }

    private static Link open(URI uri, boolean inProcess, Optional<Access> access, Consumer<Link> onBroken)
            throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(withOptions(uri));
        access.ifPresent(account -> {
            factory.setUserName(account.user());
            factory.setPassword(account.password());
        });
        ActiveMQPrefetchPolicy prefetch = new ActiveMQPrefetchPolicy();
        // a job that waits in a buffer waits behind a running one, while another consumer is idle
        prefetch.setQueuePrefetch(0);
        factory.setPrefetchPolicy(prefetch);
        factory.setWatchTopicAdvisories(false);
        factory.setConnectResponseTimeout(ANSWER_MILLIS);
        factory.setCloseTimeout(ANSWER_MILLIS);
        factory.setTrustAllPackages(false);
        // a job that came back is looked at by us; the client must not refuse it or send it to ActiveMQ's own dead
        // letters
        factory.getRedeliveryPolicy().setMaximumRedeliveries(-1);
        factory.getRedeliveryPolicy().setInitialRedeliveryDelay(0);
        ActiveMQConnection connection = (ActiveMQConnection) factory.createConnection();
        Link link =
                new Link(connection, uri, inProcess ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT, onBroken);
        connection.setExceptionListener(link::failedAlone);
        try {
            connection.start();
        } catch (JMSException | RuntimeException e) {
            link.close();
            throw e;
        }
        return link;
    }

    private static String withOptions(URI uri) {
        if (uri.getScheme().equals("vm")) {
            return uri.toString();
        }
        String options = "connectionTimeout=" + CONNECT_MILLIS + "&soTimeout=0&wireFormat.maxInactivityDuration="
                + INACTIVITY_MILLIS + "&wireFormat.maxInactivityDurationInitalDelay=" + INACTIVITY_MILLIS;
        return uri + (uri.getQuery() == null ? "?" : "&") + options;
    }

    private static boolean isSecurity(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SecurityException || t instanceof JMSSecurityException) {
                return true;
            }
        }
        return false;
    }

    private static String refusal(URI uri, Optional<Access> access, Throwable thrown) {
        String who =
                access.map(account -> "the account '" + account.user() + "'").orElse("a connection without account");
        return "The broker at " + uri.getScheme() + "://" + uri.getAuthority() + " does not accept " + who + " ("
                + Reason.of(thrown) + "). Give the access file that this broker wrote for the role: --access FILE.";
    }

    /** Something failed for which no caller waits. */
    private void failedAlone(JMSException e) {
        if (isSecurity(e)) {
            // A report that nobody waits for was refused, since the batch and its queue are gone. The connection is as
            // good as before, and other slots hold jobs over it.
            return;
        }
        markBroken();
        if (e.getCause() instanceof IOException) {
            try {
                // a browser that waits for more looks for nothing but this; without it, it would wait for ever
                connection.stop();
            } catch (JMSException alreadyGone) {
                // then the sessions were stopped before
            }
        }
    }

    /** Turns what JMS throws into what the caller has to know: to come back later, or never. */
    RuntimeException failed(String what, JMSException e) throws LinkBroken {
        if (isSecurity(e)) {
            return new BrokerRefused(
                    what + ": the broker at " + this + " does not allow it (" + Reason.of(e)
                            + "). Give the access file of the role that may: --access FILE.",
                    e);
        }
        markBroken();
        throw new LinkBroken(what, e);
    }

    /** Whether the connection is known to be gone. */
    public boolean isBroken() {
        return broken.get();
    }

    /** @throws LinkBroken if the connection is known to be gone */
    public void check() throws LinkBroken {
        if (isBroken()) {
            throw new LinkBroken("the connection is gone");
        }
    }

    private void markBroken() {
        if (broken.compareAndSet(false, true)) {
            onBroken.accept(this);
        }
    }

    /** A session for one slot of a consumer, which takes jobs of all batches. */
    public SlotSession slot(Consumer<String> teller) {
        return slot(() -> Subscription.ANYWHERE, teller);
    }

    /**
     * A session for one slot of a consumer.
     *
     * @param wanted what the slot waits for; asked at each {@link SlotSession#receive} and after each {@link
     *     SlotSession#refresh}, on the thread that receives
     */
    public SlotSession slot(Supplier<Subscription> wanted, Consumer<String> teller) {
        return new SlotSession(this, wanted, teller);
    }

    /** A session that takes jobs and the pill of one batch alone from one of its queues, to clear them away. */
    public SlotSession slotFor(String batchId, Placement queue, Consumer<String> teller) {
        Subscription ofBatch = Subscription.of(queue).ofBatch(batchId);
        return slot(() -> ofBatch, teller);
    }

    /**
     * Takes jobs of a stopped batch off one of its queues, up to one transaction's worth.
     *
     * @param answer the result that is sent for a job, of which the number of deliveries is given
     * @return how many; 0 when there is none left that can be reached now
     */
    public int clear(String batchId, Placement queue, BiFunction<Job, Integer, ResultInbox.Finished> answer)
            throws LinkBroken {
        return Clearance.clear(this, batchId, queue, answer);
    }

    /** Takes the token of a lock if nobody has it. */
    public Optional<LockToken> lock(String name, Duration atMost) throws LinkBroken {
        return LockToken.take(this, name, atMost);
    }

    /**
     * The jobs on the queue of this placement, also those in somebody's hands; of a long queue only the first hundred or
     * so, and of that of jobs that run anywhere only those that were handed out.
     */
    public List<Presence.Running> look(Placement placement) throws LinkBroken {
        List<Presence.Running> jobs = new ArrayList<>();
        String selector = Destinations.TYPE_PROPERTY + " = '" + SlotSession.JOB + "'";
        for (Message message : browse(Destinations.jobs(placement), selector, Integer.MAX_VALUE)) {
            try {
                String batch = message.getStringProperty(Destinations.BATCH_PROPERTY);
                if (batch != null && message.propertyExists(Destinations.NUMBER_PROPERTY)) {
                    jobs.add(new Presence.Running(batch, message.getIntProperty(Destinations.NUMBER_PROPERTY)));
                }
            } catch (JMSException e) {
                throw failed("looking at jobs", e);
            }
        }
        return jobs;
    }

    /** The open batches of the broker. */
    public Register register() {
        return new Register(this);
    }

    /** The results of one batch. Only one collector at a time may read them. */
    public ResultInbox results(String batchId, Consumer<String> teller) throws LinkBroken {
        return new ResultInbox(this, batchId, teller);
    }

    /** Begins, or goes on with, the posting of a batch. */
    public Poster poster(OpenBatch batch) throws LinkBroken {
        return new Poster(this, batch);
    }

    /**
     * Hears notices until the connection ends.
     *
     * @param listener called by the thread that reads from the broker, so that a notice is heard before a job that the
     *     broker hands out after it: it must return soon, and not wait for the broker
     */
    public void onNotice(Consumer<Notice> listener) throws LinkBroken {
        try {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            ((ActiveMQSession) session).setSessionAsyncDispatch(false);
            session.createConsumer(session.createTopic(Destinations.NOTICES))
                    .setMessageListener(message -> Notice.read(message).ifPresent(listener));
        } catch (JMSException e) {
            throw failed("listening for notices", e);
        }
    }

    /** Gives a notice; nobody must hear it. */
    public void notify(Notice notice) throws LinkBroken {
        Session session = null;
        try {
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createTopic(Destinations.NOTICES));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.send(session.createTextMessage(notice.toText()));
        } catch (JMSException e) {
            throw failed("giving a notice", e);
        } finally {
            closeQuietly(session);
        }
    }

    /**
     * Removes the queue of a batch's results, with whatever is in it; unless somebody else reads it, who will then have
     * the last word on it.
     */
    public void removeResults(String batchId) throws LinkBroken {
        Session session = null;
        try {
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            connection.destroyDestination((ActiveMQDestination) session.createQueue(Destinations.results(batchId)));
        } catch (JMSException e) {
            // a broker that is there refuses because of another reader, and gives the reason in words alone
            if (isSecurity(e) || isBroken() || connection.isTransportFailed()) {
                throw failed("removing the results queue", e);
            }
        } finally {
            closeQuietly(session);
        }
    }

    /**
     * Whether a job of the batch on this queue was handed out and not acknowledged: it is in a consumer's hands, or has come back and
     * waits. Only the holder of the pill may ask: the pill was posted last, so that every job has been handed out once.
     * A job that never was can lie behind more messages than a browser gets to see.
     */
    boolean hasJobs(String batchId, String queue) throws LinkBroken {
        String selector =
                Destinations.ofBatch(batchId) + " AND " + Destinations.TYPE_PROPERTY + " = '" + SlotSession.JOB + "'";
        return !browse(queue, selector, 1).isEmpty();
    }

    /**
     * Looks at a queue without taking anything.
     *
     * @param selector null for all messages
     * @param most no more than so many are returned
     * @throws LinkBroken also when the connection broke on the way: a look ends then as if there were no more, and a
     *     register that looks empty would send everybody home
     */
    List<Message> browse(String queue, String selector, int most) throws LinkBroken {
        QueueLook look = null;
        List<Message> seen;
        try {
            look = new QueueLook(connection);
            seen = look.see(queue, selector, most);
        } catch (JMSException e) {
            throw failed("looking at the queue " + queue, e);
        } finally {
            closeQuietly(look);
        }
        check();
        return seen;
    }

    Session session(boolean transacted, int mode) throws LinkBroken {
        try {
            return connection.createSession(transacted, mode);
        } catch (JMSException e) {
            throw failed("opening a session", e);
        }
    }

    int deliveryMode() {
        return deliveryMode;
    }

    /** Copies a message that nobody here can read to the dead letters, with the reason. */
    void setAside(Session session, Message message, String from, String reason) throws JMSException {
        ActiveMQMessage copy = (ActiveMQMessage) ((ActiveMQMessage) message).copy();
        copy.setReadOnlyProperties(false);
        copy.setStringProperty(Destinations.REASON_PROPERTY, "from " + from + ": " + reason);
        MessageProducer producer = session.createProducer(session.createQueue(Destinations.DEAD));
        try (producer) {
            producer.setDeliveryMode(deliveryMode);
            producer.send(copy);
        }
    }

    static void closeQuietly(Session session) {
        if (session != null) {
            try {
                session.close();
            } catch (JMSException e) {
                // it is closed with its connection at the latest; there is nothing to lose in it
            }
        }
    }

    /** Closes the connection; the broker hands out again what was not acknowledged. Closing twice is safe. */
    @Override
    public void close() {
        broken.set(true);
        try {
            ((Connection) connection).close();
        } catch (JMSException e) {
            // the connection is of no use any more either way
        }
    }

    ActiveMQConnection connection() {
        return connection;
    }

    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
