package org.sluice.consumer;

import org.sluice.job.Job;
import org.sluice.job.Verdict;

/** Runs nothing: every job passes at once. It shows what handing out costs without the cost of the programs. */
final class SimulatedRunner implements Runner {

    @Override
    public Execution prepare(Job job, JobContext context) {
        return new Simulated();
    }

    @Override
    public void close() {
        // there is nothing to end
    }

    private static final class Simulated implements Execution {
        private volatile String killed;

        @Override
        public RunOutcome run() {
            String reason = killed;
            return reason == null
                    ? RunOutcome.withoutRun(Verdict.PASSED, "")
                    : RunOutcome.withoutRun(Verdict.CANCELLED, reason);
        }

        @Override
        public void kill(String reason) {
            killed = reason;
        }

        @Override
        public void killNow(String reason) {
            kill(reason);
        }
    }
}
