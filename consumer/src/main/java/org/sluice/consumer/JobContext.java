package org.sluice.consumer;

/**
 * Where and for which time a job is run.
 *
 * @param batch the id of its batch
 * @param slot the slot of this consumer that runs it, from 1; a slot runs one job at a time
 * @param consumer the name of this consumer
 * @param delivery how often the broker has delivered the job, this time included; from 1
 * @param tried how many attempts at it were made and came to no verdict, as far as is known; not among its deliveries
 */
record JobContext(String batch, int slot, String consumer, int delivery, int tried) {
    /** For a job that was not tried before. */
    JobContext(String batch, int slot, String consumer, int delivery) {
        this(batch, slot, consumer, delivery, 0);
    }

    /** Which attempt this is, from 1: also those count of which nobody knows how they ended. */
    int attempt() {
        return tried + delivery;
    }
}
