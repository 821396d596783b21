package org.sluice.job;

/**
 * Hears what happens to a batch, in the order in which the journal keeps it. All calls come from one thread; a listener
 * must not block it, and what it throws ends the batch.
 */
public interface BatchListener {
    /** The batch begins, or is taken up again: the outcome then has the verdicts that it already had. */
    default void opened(BatchOutcome soFar) {}

    /** A consumer began an attempt. It is told when it is heard of, which may be after the attempt's result. */
    default void started(Attempt attempt) {}

    /** A job has its verdict. This is told exactly once for a job. */
    default void verdict(JobResult result) {}

    /** An attempt ended whose result is not the verdict: the job is run again. */
    default void retried(JobResult result) {}

    /** A result came for a job that has its verdict already; it does not count. */
    default void superseded(JobResult result) {}

    /** A consumer has come or gone, or does something else with jobs than before; as far as it is heard of. */
    default void consumer(ConsumerState state) {}

    /** Something that a person should know, as one sentence: a connection lost, a message set aside. */
    default void noted(String sentence) {}

    /** Nothing more will come, but a note perhaps of what has gone wrong in closing. */
    default void closed(BatchOutcome outcome) {}
}
