package org.sluice.consumer.model;

/** Something that may happen only so often, or there would be no end to it. */
enum Fault {
    /** A consumer is killed. */
    CONSUMER_DIES,
    /** A connection breaks: the broker knows it, the consumer does not yet. */
    CONNECTION_BREAKS,
    /** A consumer joins in the place of one that has gone, although others are there. */
    CONSUMER_JOINS,
    /** A consumer is told to leave when its jobs have ended. */
    CONSUMER_IS_TOLD_TO_LEAVE,
    /** A producer is killed in a commit of which nobody knows whether it succeeds, and taken up again. */
    PRODUCER_DIES,
    /** A collector is killed between journal and acknowledgement. */
    COLLECTOR_DIES,
    /** A batch is cancelled. */
    CANCEL,
    /** A look at the register that finds nothing, whatever is there. */
    BLIND_LOOK,
    /** An attempt fails. */
    ATTEMPT_FAILS,
    /** A result comes twice. */
    RESULT_COMES_TWICE
}
