package org.sluice.messaging;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.job.Placement;

/**
 * The open batches of a broker. A batch is in the register from the transaction that posts its first jobs until none of
 * its jobs can come back. There are several entries for a batch, of which the first stays until then, so that no reader
 * finds a gap; they are read together.
 */
public final class Register {
    /** For an entry that stays until the batch has no job left on one of its queues. */
    static final int STAYS = -1;
    /** For an entry that tells of a stop. */
    static final int STOPS = -2;

    private static final long TAKE_MILLIS = 200;

    private final Link link;

    Register(Link link) {
        this.link = link;
    }

    /** The open batches by their ids, the oldest first. Entries that cannot be read are left where they are. */
    public Map<String, OpenBatch> read() throws LinkBroken {
        Map<String, OpenBatch> batches = readAll();
        batches.values().removeIf(OpenBatch::isOver);
        return batches;
    }

    /** What there is, also of batches that are over. */
    private Map<String, OpenBatch> readAll() throws LinkBroken {
        Map<String, OpenBatch> batches = new LinkedHashMap<>();
        for (Message message : link.browse(Destinations.BATCHES, null, Integer.MAX_VALUE)) {
            try {
                boolean stays = message.propertyExists(Destinations.POSTED_PROPERTY)
                        && message.getIntProperty(Destinations.POSTED_PROPERTY) == STAYS;
                OpenBatch entry = OpenBatch.read(Format.open(message), stays);
                batches.merge(entry.id(), entry, Register::together);
            } catch (UnreadableMessage | JMSException e) {
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

    /**
     * Tells consumers, if one still has a job of the batch, that every job has its verdict: a copy need not be run, and its
     * result goes nowhere. Without it, who has run such a copy would offer its result for a minute to a queue that its
     * collector has removed.
     */
    public void complete(String batchId) throws LinkBroken {
        Optional<OpenBatch> open = find(batchId);
        if (open.isEmpty() || !isAnyInHand(open.get())) {
            return;
        }
        stop(batchId, OpenBatch.State.STOP);
        if (find(batchId).isEmpty()) {
            // the batch has ended at this very moment, and what was added would be left behind
            remove(batchId, open.get().round());
        }
    }

    private boolean isAnyInHand(OpenBatch batch) throws LinkBroken {
        for (String queue : names(batch)) {
            if (link.hasJobs(batch.id(), queue)) {
                return true;
            }
        }
        return false;
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
            send(link, session, stopped, STOPS);
            if (inPart) {
                Poster.sendPills(link, session, stopped);
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
     * Adds an entry that does not stay.
     *
     * @param posted marks the moving entry with the number of jobs that are posted; {@link #STOPS} for any other
     */
    static void send(Link link, Session session, OpenBatch batch, int posted) throws JMSException {
        send(link, session, batch, batch.toText(), posted, "");
    }

    /** Adds the entries that stay, one for each of the queues that the batch has jobs on. */
    static void sendStaying(Link link, Session session, OpenBatch batch) throws JMSException {
        for (Placement queue : batch.queues()) {
            send(link, session, batch, batch.toText(queue), STAYS, Destinations.jobs(queue));
        }
    }

    private static void send(Link link, Session session, OpenBatch batch, String text, int posted, String queue)
            throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(Destinations.BATCHES))) {
            producer.setDeliveryMode(link.deliveryMode());
            Message message = session.createTextMessage(text);
            message.setStringProperty(Destinations.BATCH_PROPERTY, batch.id());
            message.setIntProperty(Destinations.ROUND_PROPERTY, batch.round());
            message.setIntProperty(Destinations.POSTED_PROPERTY, posted);
            message.setStringProperty(Destinations.QUEUE_PROPERTY, queue);
            producer.send(message);
        }
    }

    /**
     * Takes out that the batch has jobs on this queue; and when it has none on any other, everything of it. The entry of
     * the last queue goes last: as long as a consumer may have to do something about the batch, it is open.
     *
     * @return whether the batch has ended by this
     */
    boolean remove(String batchId, int round, String queue) throws LinkBroken {
        Optional<OpenBatch> open = find(batchId, round);
        if (open.isEmpty()) {
            return true;
        }
        Set<String> queues = names(open.get());
        queues.remove(queue);
        if (queues.isEmpty()) {
            remove(batchId, round);
            return true;
        }
        String ofQueue = ofRound(batchId, round) + " AND " + Destinations.QUEUE_PROPERTY + " = '" + queue + "'";
        takeAll(
                ofQueue,
                batchId,
                () -> find(batchId, round)
                        .filter(batch -> names(batch).contains(queue))
                        .isPresent());
        // somebody may have done the same for the other queues at this very moment, and have seen this one
        boolean isOver = find(batchId, round).filter(batch -> !batch.isOver()).isEmpty();
        if (isOver) {
            remove(batchId, round);
        } else {
            link.notify(Notice.register(batchId));
        }
        return isOver;
    }

    private static Set<String> names(OpenBatch batch) {
        return batch.queues().stream().map(Destinations::jobs).collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * Takes every entry of this round out, and sees that none is left: with one, no consumer would ever leave. All that are
     * there go at once: of those alone that stay it would be read that nothing is posted yet.
     */
    void remove(String batchId, int round) throws LinkBroken {
        while (!takeTogether(batchId, round)) {
            // somebody else has some of them in his hands, and is about to take them or to put others in their place
        }
        takeAll(ofRound(batchId, round), batchId, () -> find(batchId, round).isPresent());
        link.notify(Notice.register(batchId));
    }

    /** Returns false if some of the entries cannot be had now; then none is taken. */
    private boolean takeTogether(String batchId, int round) throws LinkBroken {
        String selector = ofRound(batchId, round);
        int there =
                link.browse(Destinations.BATCHES, selector, Integer.MAX_VALUE).size();
        Session session = link.session(true, Session.SESSION_TRANSACTED);
        try (MessageConsumer entries = session.createConsumer(session.createQueue(Destinations.BATCHES), selector)) {
            int taken = 0;
            while (taken < there && entries.receive(TAKE_MILLIS) != null) {
                taken++;
            }
            boolean isTogether = taken == there
                    || find(batchId, round).filter(batch -> !batch.isOver()).isEmpty();
            if (isTogether) {
                session.commit();
            }
            return isTogether;
        } catch (JMSException e) {
            throw link.failed("ending batch " + batchId, e);
        } finally {
            // without a commit this gives back what was taken
            Link.closeQuietly(session);
        }
    }

    /**
     * Takes out what is left of batches that are over, because the one who ended them died in it.
     *
     * @param before what the last sweep returned: only what was over then, too, is taken out, since somebody may be in the
     *     middle of it
     * @return the ids of the batches that are over now
     */
    public Set<String> sweep(Set<String> before) throws LinkBroken {
        Set<String> over = new HashSet<>();
        for (OpenBatch batch : readAll().values()) {
            if (batch.isOver() && before.contains(batch.id())) {
                remove(batch.id(), batch.round());
            } else if (batch.isOver()) {
                over.add(batch.id());
            }
        }
        return over;
    }

    private Optional<OpenBatch> find(String batchId, int round) throws LinkBroken {
        return Optional.ofNullable(readAll().get(batchId)).filter(batch -> batch.round() == round);
    }

    private interface Check {
        boolean isSo() throws LinkBroken;
    }

    /** Takes entries out until there are no more. */
    private void takeAll(String selector, String batchId, Check isAnyLeft) throws LinkBroken {
        Session session = link.session(false, Session.AUTO_ACKNOWLEDGE);
        try {
            take(session, selector, 0);
            // a broker that has not read its next page yet says that there is nothing
            while (isAnyLeft.isSo()) {
                take(session, selector, TAKE_MILLIS);
            }
        } catch (JMSException e) {
            throw link.failed("ending batch " + batchId, e);
        } finally {
            Link.closeQuietly(session);
        }
    }

    /** Takes out what comes; the first one within so many milliseconds, 0 for at once. */
    private static void take(Session session, String selector, long millis) throws JMSException {
        Queue queue = session.createQueue(Destinations.BATCHES);
        try (MessageConsumer entries = session.createConsumer(queue, selector)) {
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
