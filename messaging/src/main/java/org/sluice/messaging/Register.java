package org.sluice.messaging;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The open batches of a broker. A batch is in the register from the transaction that posts its first jobs until none of
 * its jobs can come back. There are several entries for a batch, of which the first stays until then, so that no reader
 * finds a gap; they are read together.
 */
public final class Register {
    /** For an entry that stays until the batch ends. */
    static final int STAYS = -1;

    private static final long TAKE_MILLIS = 200;

    private final Link link;

    Register(Link link) {
        this.link = link;
    }

    /** The open batches by their ids, the oldest first. Entries that cannot be read are left where they are. */
    public Map<String, OpenBatch> read() throws LinkBroken {
        Map<String, OpenBatch> batches = new LinkedHashMap<>();
        for (Message message : link.browse(Destinations.BATCHES, null, Integer.MAX_VALUE)) {
            try {
                OpenBatch entry = OpenBatch.read(Format.open(message));
                batches.merge(entry.id(), entry, Register::together);
            } catch (UnreadableMessage e) {
                // a foreign message opens no batch; whoever ends a batch takes only entries with its id
            }
        }
        return batches;
    }

    private static OpenBatch together(OpenBatch a, OpenBatch b) {
        if (a.round() != b.round()) {
            return a.round() > b.round() ? a : b;
        }
        return a.merge(b);
    }

    /** The batch, if it is open. */
    public Optional<OpenBatch> find(String batchId) throws LinkBroken {
        return Optional.ofNullable(read().get(batchId));
    }

    /**
     * Tells all consumers, those of today and those to come, to run no further job of the batch. A batch that was only
     * posted in part gets its pill now, so that it ends.
     *
     * @param state {@code STOP} or {@code KILL}
     * @return false if the batch is not open
     */
    public boolean stop(String batchId, OpenBatch.State state) throws LinkBroken {
        boolean done = false;
        while (!done) {
            Optional<OpenBatch> open = find(batchId);
            if (open.isEmpty()) {
                return false;
            }
            done = stop(open.get(), state);
        }
        link.notify(Notice.register(batchId));
        return true;
    }

    /** Returns false if the producer was quicker and has posted more. */
    private boolean stop(OpenBatch batch, OpenBatch.State state) throws LinkBroken {
        Session session = link.session(true, Session.SESSION_TRANSACTED);
        try {
            boolean inPart = batch.posted() < batch.jobs();
            if (inPart && !Poster.takeMoving(link, session, batch, TAKE_MILLIS)) {
                return false;
            }
            OpenBatch stopped = batch.stopped(state);
            send(link, session, stopped, STAYS);
            if (inPart) {
                Poster.sendPill(link, session, stopped);
            }
            session.commit();
            return true;
        } catch (JMSException e) {
            throw link.failed("stopping batch " + batch.id(), e);
        } finally {
            Link.closeQuietly(session);
        }
    }

    /**
     * Adds an entry.
     *
     * @param posted marks the moving entry with the number of jobs that are posted; {@link #STAYS} for any other
     */
    static void send(Link link, Session session, OpenBatch batch, int posted) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(Destinations.BATCHES))) {
            producer.setDeliveryMode(link.deliveryMode());
            Message message = session.createTextMessage(batch.toText());
            message.setStringProperty(Destinations.BATCH_PROPERTY, batch.id());
            message.setIntProperty(Destinations.ROUND_PROPERTY, batch.round());
            message.setIntProperty(Destinations.POSTED_PROPERTY, posted);
            producer.send(message);
        }
    }

    /** Takes every entry of this round out, and sees that none is left: with one, no consumer would ever leave. */
    void remove(String batchId, int round) throws LinkBroken {
        Session session = link.session(false, Session.AUTO_ACKNOWLEDGE);
        try {
            take(session, batchId, round, 0);
            // a broker that has not read its next page yet says that there is nothing
            while (isOpen(batchId, round)) {
                take(session, batchId, round, TAKE_MILLIS);
            }
        } catch (JMSException e) {
            throw link.failed("ending batch " + batchId, e);
        } finally {
            Link.closeQuietly(session);
        }
        link.notify(Notice.register(batchId));
    }

    private boolean isOpen(String batchId, int round) throws LinkBroken {
        return find(batchId).filter(batch -> batch.round() == round).isPresent();
    }

    /** Takes out what comes; the first one within so many milliseconds, 0 for at once. */
    private static void take(Session session, String batchId, int round, long millis) throws JMSException {
        Queue queue = session.createQueue(Destinations.BATCHES);
        try (MessageConsumer entries = session.createConsumer(queue, ofRound(batchId, round))) {
            Message entry = millis == 0 ? entries.receiveNoWait() : entries.receive(millis);
            while (entry != null) {
                entry = entries.receiveNoWait();
            }
        }
    }

    static String ofRound(String batchId, int round) {
        return Destinations.ofBatch(batchId) + " AND " + Destinations.ROUND_PROPERTY + " = " + round;
    }
}
