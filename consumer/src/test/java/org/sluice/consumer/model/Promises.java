package org.sluice.consumer.model;

import java.util.List;
import org.sluice.consumer.model.State.Message;
import org.sluice.consumer.model.State.Outcome;
import org.sluice.consumer.model.Worker.Connection;
import org.sluice.consumer.model.Worker.Phase;
import org.sluice.consumer.model.Worker.Slot;

/** What has to hold at every moment, and where everything has to end. */
final class Promises {
    private Promises() {}

    /** The promise that is broken in this state, or null. */
    static String broken(State state) {
        if (state.broken != null) {
            return state.broken;
        }
        String broken = jobs(state);
        broken = broken != null ? broken : batches(state);
        broken = broken != null ? broken : slots(state);
        return broken != null ? broken : locks(state);
    }

    /** Every job that is posted is on a queue once, or its result is on its way, or it has its verdict. */
    private static String jobs(State state) {
        int[] messages = new int[state.scope.jobs.size()];
        for (List<Message> queue : state.queues) {
            for (Message message : queue) {
                if (!message.isPill() && ++messages[message.job()] > 1) {
                    return "1: job " + message.job() + " is there twice";
                }
            }
        }
        for (int number = 0; number < state.batches.length; number++) {
            Batch batch = state.batches[number];
            List<Integer> jobs = state.scope.jobsOf(number);
            for (int at = 0; at < batch.posted && at < jobs.size(); at++) {
                int job = jobs.get(at);
                boolean isToCome = batch.results.stream().anyMatch(result -> result.job() == job && result.isVerdict())
                        || (batch.unwritten != null && batch.unwritten.job() == job);
                // a report of a last attempt may become the verdict, but whoever has sent it has the job on the queue
                if (messages[job] == 0 && !isToCome && batch.verdicts[job] == Outcome.NONE) {
                    return "1: job " + job + " is lost";
                }
                if (batch.verdicts[job] == Outcome.LOST && state.deaths[job] < state.scope.maxDeliveries) {
                    return "4: job " + job + " is given up after " + state.deaths[job] + " deaths";
                }
            }
        }
        return null;
    }

    /** What is not in the register any more has ended. */
    private static String batches(State state) {
        for (int number = 0; number < state.batches.length; number++) {
            Batch batch = state.batches[number];
            if (batch.isOpen() && !batch.stopped && Math.max(0, batch.moving) != batch.posted) {
                return "3: the register does not say what of batch " + number + " is posted";
            }
            for (int queue = 0; queue < state.queues.size(); queue++) {
                boolean isOver = batch.opened && (state.scope.queuesOf(number) & 1 << queue) != 0 && !batch.isOn(queue);
                if (isOver && (state.hasJobs(number, queue) || batch.posted < batch.jobs)) {
                    return "3: batch " + number + " is over on queue " + queue + " and has jobs there";
                }
            }
        }
        return null;
    }

    /** What is handed out is in the hands of a slot that is ready for it, or is a pill. */
    private static String slots(State state) {
        for (List<Message> queue : state.queues) {
            for (Message message : queue) {
                if (!message.isPill() && message.holder() != State.NOBODY && !isWorkedOn(state, message)) {
                    return "2: job " + message.job() + " is parked";
                }
            }
        }
        return null;
    }

    private static boolean isWorkedOn(State state, Message message) {
        for (int number = 0; number < state.workers.length; number++) {
            Worker worker = state.workers[number];
            for (int at = 0; at < worker.slots.length; at++) {
                Slot slot = worker.slots[at];
                if (message.holder() == State.slot(number, at)) {
                    return worker.isThere()
                            && worker.connection == Connection.UP
                            && slot.phase() != Phase.IDLE
                            && slot.attached()
                            && slot.job() == message.job();
                }
            }
        }
        return false;
    }

    private static String locks(State state) {
        int running = 0;
        for (Worker worker : state.workers) {
            for (Slot slot : worker.slots) {
                boolean isLocked = slot.phase() == Phase.RUNS
                        && state.scope.jobs.get(slot.job()).locks();
                running += isLocked ? 1 : 0;
            }
        }
        return running > 1 ? "two jobs with the same lock run" : null;
    }

    /** All is done: every job has its verdict, every batch has ended, and every consumer has left. */
    static boolean isEnd(State state) {
        for (int number = 0; number < state.batches.length; number++) {
            Batch batch = state.batches[number];
            boolean isComplete =
                    state.scope.jobsOf(number).stream().allMatch(job -> batch.verdicts[job] != Outcome.NONE);
            boolean isSwept = batch.moving == Batch.NONE || state.hasLostSomebody();
            if (!batch.opened || batch.isOpen() || !isSwept || !isComplete || state.hasJobs(number)) {
                return false;
            }
        }
        for (Worker worker : state.workers) {
            if (worker.isThere()) {
                return false;
            }
        }
        return true;
    }
}
