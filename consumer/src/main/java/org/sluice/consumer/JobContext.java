package org.sluice.consumer;

/**
 * Where and for which time a job is run.
 *
 * @param batch the id of its batch
 * @param slot the slot of this consumer that runs it, from 1; a slot runs one job at a time
 * @param consumer the name of this consumer
 * @param delivery how often the broker has delivered the job, this time included; from 1
 */
record JobContext(String batch, int slot, String consumer, int delivery) {}
