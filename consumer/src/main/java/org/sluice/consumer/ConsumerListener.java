package org.sluice.consumer;

import org.sluice.job.JobResult;

/** Hears what a consumer does. It is called by the slots' threads, several at once, and must not block them. */
public interface ConsumerListener {
    /** A slot begins a job. */
    default void started(String batch, String job, int slot) {}

    /** A slot has ended a job, and the broker has its result. */
    default void finished(String batch, JobResult result) {}

    /** A slot has ended an attempt at a job that is run again, here or elsewhere; the broker has its result. */
    default void attempted(String batch, JobResult result) {}

    /** Something that a person should know, as one sentence. */
    default void noted(String sentence) {}
}
