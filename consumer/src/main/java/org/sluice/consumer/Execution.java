package org.sluice.consumer;

/** One attempt at one job: run once, by the thread of its slot, which closes it when it has sent what came of it. */
interface Execution extends AutoCloseable {

    /**
     * Runs the programs of the job and returns when the last of them has ended. An interrupt of the calling thread has the
     * effect of {@link #kill}; the thread is still interrupted afterwards.
     */
    RunOutcome run();

    /**
     * Cuts the job short, from any thread, and returns at once: its processes are asked to end and are killed after a
     * grace, and {@link #run()} returns {@link org.sluice.job.Verdict#CANCELLED}. Before {@code run()} it keeps the job
     * from starting; after it, or a second time, it has no effect.
     *
     * @param reason why, in one sentence without a line break; the reason of the outcome
     */
    void kill(String reason);

    /** As {@link #kill}, without a grace; also after it, when that has not ended the job yet. */
    void killNow(String reason);

    /**
     * Whether this process has slept (SIGSTOP) for so long, while a job ran that holds a lock, that the job was killed for it:
     * its outcome tells nothing. To be asked after {@link #run}.
     */
    default boolean wasKilledAsleep() {
        return false;
    }

    /** Removes what was left for the result to be sent. */
    @Override
    default void close() {
        // most leave nothing
    }
}
