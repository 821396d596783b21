package org.sluice.consumer;

import java.nio.file.Path;
import java.util.Map;

/** Knows the processes of all jobs of a runner. */
interface Processes extends AutoCloseable {

    /** Makes a run of a job ready; it has not begun. */
    Run newRun();

    /** Kills what is left now. No run may be under way; closing twice is safe. */
    @Override
    void close();

    /** One run of a job, with all processes that come from it. */
    interface Run extends AutoCloseable {
        /** What no other run is called, here or elsewhere; the value of {@link JobEnvironment#RUN} for its processes. */
        String id();

        /**
         * From now on its processes are let live.
         *
         * @param isLocked whether it holds a lock: it must not go on then while this process sleeps (SIGSTOP), as far as that
         *     can be seen to
         */
        void begin(boolean isLocked);

        /** A way to start its programs, once it has begun. */
        Start in(Path directory, Map<String, String> environment, CapturedOutput output);

        /**
         * Its last program has ended; what is left of it is killed. A second time it has no effect.
         *
         * @return how many processes it had left behind, as far as that can be told now
         */
        int end();

        /** Whether its processes were killed because this process slept; until it is closed. */
        default boolean wasKilledAsleep() {
            return false;
        }

        /** Forgets it. It has ended; closing twice is safe. */
        @Override
        default void close() {
            // most have nothing to forget
        }
    }
}
