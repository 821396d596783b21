package org.sluice.job;

import java.time.Instant;

/**
 * One execution of a job, as it was begun.
 *
 * @param job the number of the job
 * @param consumer the name of the consumer
 * @param slot the slot of that consumer, from 1
 * @param delivery how often the broker has delivered the job so far, this time included; from 1. A broker that was
 *     restarted begins anew, so two attempts may have the same
 * @param started when, by the consumer's clock
 */
public record Attempt(int job, String consumer, int slot, int delivery, Instant started) {}
