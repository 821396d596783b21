package org.sluice.consumer.model;

import java.util.List;
import org.sluice.consumer.model.State.Message;
import org.sluice.consumer.model.State.Outcome;
import org.sluice.consumer.model.State.Result;
import org.sluice.consumer.model.Worker.Connection;
import org.sluice.consumer.model.Worker.Phase;
import org.sluice.consumer.model.Worker.Slot;
import org.sluice.consumer.model.Worker.Status;

/** What the slots of consumers do, and what happens to consumers. */
final class ConsumerSteps {
    private ConsumerSteps() {}

    static void add(State state, List<Step> steps) {
        for (int number = 0; number < state.workers.length; number++) {
            Worker worker = state.workers[number];
            if (worker.isThere()) {
                for (int slot = 0; slot < worker.slots.length; slot++) {
                    slot(state, number, slot, steps);
                }
                hear(state, number, steps);
                connection(state, number, steps);
                leave(state, number, steps);
            } else {
                join(state, number, steps);
            }
        }
        rest(state, steps);
    }

    /** A token rests for longer than it takes a consumer to see that its connection is gone, and to kill what it locks. */
    private static void rest(State state, List<Step> steps) {
        boolean isOver = true;
        for (Worker worker : state.workers) {
            for (Slot slot : worker.slots) {
                boolean runsLocked = slot.phase() == Phase.RUNS
                        && state.scope.jobs.get(slot.job()).locks();
                isOver &= worker.connection == Connection.UP || !runsLocked;
            }
        }
        if (state.token != State.NOBODY && state.tokenCameBack && isOver) {
            steps.add(Step.of("the token has rested", next -> {
                next.token = State.NOBODY;
                next.tokenCameBack = false;
            }));
        }
    }

    private static void hear(State state, int number, List<Step> steps) {
        int told = state.workers[number].told;
        for (int batch = 0; told >> batch != 0; batch++) {
            if ((told >> batch & 1) != 0) {
                int its = batch;
                steps.add(Step.of("consumer " + number + " hears of batch " + batch, next -> {
                    next.workers[number].told &= ~(1 << its);
                    next.workers[number].hears(its, next.scope);
                }));
            }
        }
    }

    private static void connection(State state, int number, List<Step> steps) {
        Worker worker = state.workers[number];
        String who = "consumer " + number;
        if (state.mayStill(Fault.CONSUMER_DIES)) {
            steps.add(Step.fault(Fault.CONSUMER_DIES, who + " is killed", next -> {
                next.workers[number] = new Worker(next.scope.slots);
                next.workers[number].status = Status.DEAD;
                next.takeBackFrom(number);
            }));
        }
        switch (worker.connection) {
            case UP -> {
                if (state.mayStill(Fault.CONNECTION_BREAKS)) {
                    steps.add(Step.fault(Fault.CONNECTION_BREAKS, who + " is cut off", next -> {
                        next.workers[number].connection = Connection.GONE;
                        next.workers[number].told = 0;
                        next.takeBackFrom(number);
                    }));
                }
            }
            case GONE ->
                steps.add(Step.of(
                        who + " sees that it is cut off", next -> next.workers[number].noticesTheBreak(next.scope)));
            case BROKEN ->
                steps.add(Step.of(who + " connects again", next -> next.workers[number].connection = Connection.UP));
        }
    }

    private static void leave(State state, int number, List<Step> steps) {
        Worker worker = state.workers[number];
        if (worker.status == Status.JOINED && state.mayStill(Fault.CONSUMER_IS_TOLD_TO_LEAVE)) {
            steps.add(Step.fault(
                    Fault.CONSUMER_IS_TOLD_TO_LEAVE,
                    "consumer " + number + " is told to leave",
                    next -> next.workers[number].status = Status.LEAVING));
        }
        if (worker.status == Status.LEAVING && worker.isIdle() && worker.isBetweenPills()) {
            steps.add(Step.of("consumer " + number + " leaves", next -> {
                next.workers[number] = new Worker(next.scope.slots);
                next.workers[number].status = Status.LEFT;
                next.takeBackFrom(number);
            }));
        }
    }

    private static void join(State state, int number, List<Step> steps) {
        boolean isNobodyThere = true;
        for (Worker worker : state.workers) {
            isNobodyThere &= !worker.isThere();
        }
        boolean isNeeded = false;
        for (Batch batch : state.batches) {
            isNeeded |= !batch.opened || batch.isOpen();
        }
        boolean servesAll = state.scope.serves(number, state.scope.queues - 1);
        if (isNobodyThere && isNeeded && servesAll) {
            steps.add(Step.of(
                    "somebody starts consumer " + number, next -> next.workers[number] = new Worker(next.scope.slots)));
        } else if (state.mayStill(Fault.CONSUMER_JOINS)) {
            steps.add(Step.fault(
                    Fault.CONSUMER_JOINS,
                    "consumer " + number + " joins",
                    next -> next.workers[number] = new Worker(next.scope.slots)));
        }
    }

    private static void slot(State state, int number, int at, List<Step> steps) {
        Worker worker = state.workers[number];
        Slot slot = worker.slots[at];
        String who = "slot " + at + " of consumer " + number;
        boolean takes =
                slot.phase() == Phase.IDLE || (slot.phase() == Phase.RUNS && state.scope.has(Defect.TAKES_AHEAD));
        if (takes && worker.status == Status.JOINED && worker.connection == Connection.UP) {
            take(state, number, at, steps);
        }
        switch (slot.phase()) {
            case RUNS -> {
                steps.add(Step.of(who + " has run job " + slot.job(), next -> ends(next, number, at, Outcome.PASSED)));
                if (state.mayStill(Fault.ATTEMPT_FAILS)) {
                    steps.add(Step.fault(
                            Fault.ATTEMPT_FAILS,
                            who + " fails job " + slot.job(),
                            next -> ends(next, number, at, Outcome.FAILED)));
                }
            }
            case TELLS -> {
                if (worker.connection == Connection.UP) {
                    steps.add(Step.of(who + " sends the result of job " + slot.job(), next -> tell(next, number, at)));
                }
            }
            case ACKNOWLEDGES -> {
                if (worker.connection == Connection.UP) {
                    steps.add(Step.of(who + " acknowledges job " + slot.job(), next -> acknowledge(next, number, at)));
                }
            }
            case HANDS_BACK -> {
                if (worker.connection == Connection.UP) {
                    steps.add(Step.of(who + " hands back job " + slot.job(), next -> {
                        handBack(next, number, at, slot.job());
                        next.workers[number].slots[at] = Slot.IDLE;
                    }));
                }
            }
            case AWAITS_OWN -> {
                if (worker.connection == Connection.UP && !isRunHere(worker, slot.job())) {
                    boolean isSettled = (worker.settled >> slot.job() & 1) != 0;
                    steps.add(Step.of(who + " is done with its copy of job " + slot.job(), next -> {
                        if (isSettled) {
                            acknowledge(next, number, at);
                        } else {
                            handBack(next, number, at, slot.job());
                            next.workers[number].slots[at] = Slot.IDLE;
                        }
                    }));
                }
            }
            default -> {
                // it has nothing to do but to take
            }
        }
    }

    private static void handBack(State state, int number, int at, int job) {
        boolean counted = state.scope.has(Defect.COUNTS_WHAT_IS_HANDED_BACK);
        state.handBack(state.scope.jobs.get(job).queue(), State.slot(number, at), counted);
    }

    /** What came back is handed out first, in any order; else what was posted first. */
    private static void take(State state, int number, int at, List<Step> steps) {
        for (int queue = 0; queue < state.queues.size(); queue++) {
            if (!state.scope.serves(number, queue)) {
                continue;
            }
            List<Message> messages = state.queues.get(queue);
            boolean hasReturned =
                    messages.stream().anyMatch(message -> message.holder() == State.NOBODY && message.handedOut());
            for (int place = 0; place < messages.size(); place++) {
                Message message = messages.get(place);
                if (message.holder() == State.NOBODY && message.handedOut() == hasReturned) {
                    int from = queue;
                    int its = place;
                    String what = message.isPill() ? "the pill of batch " + message.batch() : "job " + message.job();
                    steps.add(Step.of(
                            "slot " + at + " of consumer " + number + " takes " + what,
                            next -> take(next, number, at, from, its)));
                    if (!hasReturned) {
                        break;
                    }
                }
            }
        }
    }

    private static void take(State state, int number, int at, int queue, int place) {
        Worker worker = state.workers[number];
        List<Message> messages = state.queues.get(queue);
        Message message = messages.get(place);
        if (message.isPill()) {
            if (state.scope.has(Defect.LEAVES_AT_ANY_PILL)) {
                StewardSteps.leaves(state, number);
            }
            messages.set(place, message.heldBy(State.steward(number)));
            worker.pills.add(new Worker.Pill(message.batch(), queue, false));
            return;
        }
        messages.set(place, message.heldBy(State.slot(number, at)));
        worker.hears(message.batch(), state.scope);
        if (worker.slots[at].phase() != Phase.IDLE) {
            return;
        }
        worker.slots[at] = begin(state, number, at, message);
    }

    private static Slot begin(State state, int number, int at, Message message) {
        Worker worker = state.workers[number];
        int job = message.job();
        if (isRunHere(worker, job)) {
            return Slot.runs(job, 0).in(Phase.AWAITS_OWN);
        }
        if ((worker.settled >> job & 1) != 0) {
            return Slot.runs(job, 0).in(Phase.ACKNOWLEDGES);
        }
        if ((worker.stopped >> message.batch() & 1) != 0) {
            return Slot.runs(job, 0).tells(Outcome.CANCELLED, true);
        }
        if (message.returns() >= state.scope.maxDeliveries) {
            return Slot.runs(job, 0).tells(Outcome.LOST, true);
        }
        if (state.scope.jobs.get(job).locks() && !state.scope.has(Defect.RUNS_WITHOUT_TOKEN)) {
            boolean isFree = state.token == State.NOBODY;
            boolean mustRest = state.tokenCameBack && !state.scope.has(Defect.TOKEN_DOES_NOT_REST);
            if (isFree && mustRest) {
                state.token = State.steward(number);
            }
            if (!isFree || mustRest) {
                handBack(state, number, at, job);
                return Slot.IDLE;
            }
            state.token = State.slot(number, at);
            state.tokenCameBack = false;
        }
        state.runs[job]++;
        return Slot.runs(job, state.runs[job]);
    }

    private static boolean isRunHere(Worker worker, int job) {
        for (Slot slot : worker.slots) {
            boolean isUnderWay = slot.phase() == Phase.RUNS || slot.phase() == Phase.TELLS;
            if (isUnderWay && slot.job() == job && !slot.attached()) {
                return true;
            }
        }
        return false;
    }

    private static void ends(State state, int number, int at, Outcome outcome) {
        Worker worker = state.workers[number];
        Slot slot = worker.slots[at];
        int batch = state.scope.jobs.get(slot.job()).batch();
        int before = Integer.bitCount(state.batches[batch].attempts[slot.job()]);
        // what others have tried is heard of by notices, and may be missed: then the collector knows better
        boolean isVerdict = outcome == Outcome.PASSED
                || (worker.stopped >> batch & 1) != 0
                || (state.scope.notices
                        && before >= state.scope.jobs.get(slot.job()).retries())
                || state.scope.jobs.get(slot.job()).retries() == 0;
        if (state.token == State.slot(number, at)) {
            state.token = State.NOBODY;
        }
        worker.slots[at] = slot.tells(outcome, isVerdict);
        if (state.scope.has(Defect.ACKNOWLEDGES_BEFORE_RESULT) && slot.attached()) {
            state.acknowledge(state.scope.jobs.get(slot.job()).queue(), State.slot(number, at), batch);
        }
    }

    private static void tell(State state, int number, int at) {
        Worker worker = state.workers[number];
        Slot slot = worker.slots[at];
        Batch batch = state.batches[state.scope.jobs.get(slot.job()).batch()];
        boolean isLost = !slot.attached() && state.scope.has(Defect.SETTLES_WITHOUT_SENDING);
        // without the queue the batch has all its verdicts, and nobody wants the result
        if (!batch.resultsRemoved && !isLost) {
            ProducerSteps.send(state, new Result(slot.job(), slot.run(), slot.outcome(), slot.isVerdict()));
        }
        if (!slot.attached()) {
            worker.settled |= slot.isVerdict() ? 1 << slot.job() : 0;
            worker.slots[at] = Slot.IDLE;
        } else {
            worker.slots[at] = slot.in(slot.isVerdict() ? Phase.ACKNOWLEDGES : Phase.HANDS_BACK);
        }
    }

    private static void acknowledge(State state, int number, int at) {
        int job = state.workers[number].slots[at].job();
        Scope.PlannedJob planned = state.scope.jobs.get(job);
        state.acknowledge(planned.queue(), State.slot(number, at), planned.batch());
        state.workers[number].slots[at] = Slot.IDLE;
    }
}
