package org.sluice.messaging;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.activemq.command.ActiveMQDestination;
import org.sluice.job.Placement;

/** The names of the queues and topics that Sluice uses, and of the JMS properties by which a broker can tell messages apart. */
final class Destinations {
    /** The queue of jobs that run anywhere, and of the pills behind them, of all batches. */
    static final String JOBS = "sluice.jobs";
    /** The register: a batch is open as long as at least one entry of it is on this queue. */
    static final String BATCHES = "sluice.batches";
    /** The queues that hold the token of a lock each begin like this. */
    static final String LOCKS = "sluice.lock.";
    /** Where messages are set aside that nobody could read, with the reason. */
    static final String DEAD = "sluice.dead";
    /** The topic on which hints are given: that the register has changed, that a job has a result. */
    static final String NOTICES = "sluice.notices";
    /** Jobs and results of a batch; both hold its id. */
    static final String BATCH_PROPERTY = "SluiceBatch";
    /** On a job its number, on a pill 0: by it a slot can leave single jobs to others. */
    static final String NUMBER_PROPERTY = "SluiceNumber";
    /** On a register entry: the round of posting that it belongs to. */
    static final String ROUND_PROPERTY = "SluiceRound";
    /** On the register entries that stay: the queue that the batch has jobs on. */
    static final String QUEUE_PROPERTY = "SluiceQueue";
    /** On the register entry that moves: how many jobs are posted. */
    static final String POSTED_PROPERTY = "SluicePosted";
    /** What a message is, as in its body. */
    static final String TYPE_PROPERTY = "SluiceType";
    /** On a message that was set aside: why, and where it came from. */
    static final String REASON_PROPERTY = "SluiceReason";

    private static final int LONGEST_KEY = 200;

    private Destinations() {}

    /** The queue of the results of one batch. */
    static String results(String batchId) {
        return "sluice.results." + batchId;
    }

    /**
     * The queue of the jobs that are placed so. Jobs that ask for more than others have a queue of their own, since a
     * queue on which some can be taken by nobody present hides those behind them.
     */
    static String jobs(Placement placement) {
        List<String> parts = new ArrayList<>();
        if (!placement.needs().isEmpty()) {
            parts.add("needs=" + String.join(":", placement.needs()));
        }
        if (placement.slots() > 1) {
            parts.add("slots=" + placement.slots());
        }
        if (placement.alone()) {
            parts.add("alone");
        }
        if (!placement.locks().isEmpty()) {
            parts.add("lock=" + String.join(":", placement.locks()));
        }
        if (parts.isEmpty()) {
            return JOBS;
        }
        // a dot would begin a further part of the name; the words have no slash, and nothing else that is special
        String key = String.join(";", parts).replace('.', '/');
        return JOBS + "." + (key.length() <= LONGEST_KEY ? key : "sha256=" + sha256(key));
    }

    /** The queue of the token of a lock; the name of a lock can have dots. */
    static String lock(String name) {
        return LOCKS + name.replace('.', '/');
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The queue that a message is on. */
    static String of(Message message) throws JMSException {
        return ((ActiveMQDestination) message.getJMSDestination()).getPhysicalName();
    }

    /** Picks the messages of one batch; the id of a batch has no quote in it. */
    static String ofBatch(String batchId) {
        return BATCH_PROPERTY + " = '" + batchId + "'";
    }
}
