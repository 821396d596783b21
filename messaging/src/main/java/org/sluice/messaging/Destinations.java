package org.sluice.messaging;

/** The names of the queues and topics that Sluice uses, and of the JMS properties by which a broker can tell messages apart. */
final class Destinations {
    /** The queue of all jobs and pills, of all batches. */
    static final String JOBS = "sluice.jobs";
    /** The register: a batch is open as long as at least one entry of it is on this queue. */
    static final String BATCHES = "sluice.batches";
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
    /** On the register entry that moves: how many jobs are posted. */
    static final String POSTED_PROPERTY = "SluicePosted";
    /** What a message is, as in its body. */
    static final String TYPE_PROPERTY = "SluiceType";
    /** On a message that was set aside: why, and where it came from. */
    static final String REASON_PROPERTY = "SluiceReason";

    private Destinations() {}

    /** The queue of the results of one batch. */
    static String results(String batchId) {
        return "sluice.results." + batchId;
    }

    /** Picks the messages of one batch; the id of a batch has no quote in it. */
    static String ofBatch(String batchId) {
        return BATCH_PROPERTY + " = '" + batchId + "'";
    }
}
