package org.sluice.consumer;

import java.util.List;
import java.util.function.Supplier;
import org.sluice.job.Verdict;

/** An attempt that runs its job several times in a row, until it does not pass. */
final class RepeatedExecution implements Execution {
    private final int times;
    private final Supplier<Execution> each;
    private Execution current;
    private String killedBecause;

    /**
     * @param times how often a job that passes is run; at least 1
     * @param each makes a single run ready
     */
    RepeatedExecution(int times, Supplier<Execution> each) {
        this.times = times;
        this.each = each;
        this.current = each.get();
    }

    @Override
    public RunOutcome run() {
        RunOutcome outcome = current.run();
        int time = 1;
        while (outcome.verdict() == Verdict.PASSED && time < times && goOn()) {
            outcome = current.run();
            time++;
        }
        if (outcome.verdict() == Verdict.PASSED && time < times) {
            return RunOutcome.withoutRun(Verdict.CANCELLED, killedBecause());
        }
        String remark = outcome.verdict() == Verdict.PASSED
                ? "passed " + times + " times in a row"
                : "this was repetition " + time + " of " + times;
        return outcome.withRemarks(List.of(remark));
    }

    /** Makes the next run ready; returns false if there is to be none. */
    private synchronized boolean goOn() {
        if (killedBecause != null) {
            return false;
        }
        current.close();
        current = each.get();
        return true;
    }

    private synchronized String killedBecause() {
        return killedBecause;
    }

    @Override
    public synchronized void kill(String reason) {
        if (killedBecause == null) {
            killedBecause = reason;
        }
        current.kill(reason);
    }

    @Override
    public synchronized void killNow(String reason) {
        if (killedBecause == null) {
            killedBecause = reason;
        }
        current.killNow(reason);
    }

    @Override
    public synchronized boolean wasKilledAsleep() {
        return current.wasKilledAsleep();
    }

    @Override
    public synchronized void close() {
        current.close();
    }
}
