package org.sluice.consumer;

/** A job among those of all batches. */
record JobKey(String batch, int number) {}
