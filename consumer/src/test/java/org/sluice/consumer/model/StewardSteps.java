package org.sluice.consumer.model;

import java.util.List;
import org.sluice.consumer.model.Worker.Care;
import org.sluice.consumer.model.Worker.Connection;
import org.sluice.consumer.model.Worker.Pill;
import org.sluice.consumer.model.Worker.Status;

/** What the stewards of consumers do: one look at the broker, or one message taken there, is one step. */
final class StewardSteps {
    private StewardSteps() {}

    static void add(State state, List<Step> steps) {
        for (int number = 0; number < state.workers.length; number++) {
            Worker worker = state.workers[number];
            // one that is leaving still looks after its pills until its slots have ended
            if (worker.isThere() && worker.connection == Connection.UP) {
                add(state, number, steps);
            }
        }
    }

    private static void add(State state, int number, List<Step> steps) {
        Worker worker = state.workers[number];
        String who = "steward of consumer " + number;
        String whose = worker.pillAt < worker.pills.size()
                ? " (pill of batch " + worker.pills.get(worker.pillAt).batch() + ")"
                : "";
        switch (worker.care) {
            case LOOK -> {
                steps.add(Step.of(who + " looks for its batch" + whose, next -> look(next, number, false)));
                if (state.mayStill(Fault.BLIND_LOOK)) {
                    steps.add(Step.fault(
                            Fault.BLIND_LOOK, who + " does not see it" + whose, next -> look(next, number, true)));
                }
            }
            case BROWSE -> steps.add(Step.of(who + " looks for jobs" + whose, next -> browse(next, number)));
            case REMOVE -> steps.add(Step.of(who + " takes entries" + whose, next -> remove(next, number)));
            case REMOVE_OWN ->
                steps.add(Step.of(who + " takes the entry of its queue" + whose, next -> removeOwn(next, number)));
            case LOOK_AGAIN -> steps.add(Step.of(who + " looks again" + whose, next -> lookAgain(next, number)));
            case REMOVE_REST ->
                steps.add(Step.of(who + " takes the last entries" + whose, next -> removeRest(next, number)));
            case ACKNOWLEDGE -> steps.add(Step.of(who + " acknowledges it" + whose, next -> acknowledge(next, number)));
            case READ -> {
                steps.add(Step.of(who + " reads the register", next -> read(next, number, next.openFor(number))));
                if (state.mayStill(Fault.BLIND_LOOK)) {
                    steps.add(Step.fault(
                            Fault.BLIND_LOOK, who + " reads nothing in the register", next -> read(next, number, 0)));
                }
            }
            case DECIDE -> steps.add(Step.of(who + " decides", next -> decide(next, number)));
        }
    }

    private static Pill pill(Worker worker) {
        return worker.pills.get(worker.pillAt);
    }

    private static void look(State state, int number, boolean isBlind) {
        Worker worker = state.workers[number];
        Pill pill = pill(worker);
        Batch batch = state.batches[pill.batch()];
        if (!isBlind && batch.isOn(pill.queue())) {
            worker.pills.set(worker.pillAt, new Pill(pill.batch(), pill.queue(), false));
            worker.care = state.scope.has(Defect.ENDS_WITHOUT_LOOKING) ? Care.REMOVE : Care.BROWSE;
            firstToTake(state, worker);
        } else if (pill.missed() || state.scope.has(Defect.THROWS_PILL_AWAY_AT_ONCE)) {
            worker.ends = false;
            worker.care = Care.ACKNOWLEDGE;
        } else {
            worker.pills.set(worker.pillAt, new Pill(pill.batch(), pill.queue(), true));
            nextPill(worker);
        }
    }

    private static void firstToTake(State state, Worker worker) {
        if (worker.care == Care.REMOVE && state.scope.has(Defect.ACKNOWLEDGES_PILL_FIRST)) {
            state.acknowledge(
                    pill(worker).queue(),
                    State.steward(indexOf(state, worker)),
                    pill(worker).batch());
        }
    }

    private static int indexOf(State state, Worker worker) {
        for (int number = 0; number < state.workers.length; number++) {
            if (state.workers[number] == worker) {
                return number;
            }
        }
        throw new IllegalArgumentException("a consumer of another state");
    }

    private static void browse(State state, int number) {
        Worker worker = state.workers[number];
        Pill pill = pill(worker);
        if (state.hasJobs(pill.batch(), pill.queue())) {
            nextPill(worker);
        } else {
            worker.care = Care.REMOVE;
            firstToTake(state, worker);
        }
    }

    private static int toEnd(State state, Worker worker) {
        if (state.scope.has(Defect.PILL_ENDS_OLDEST_BATCH)) {
            for (int batch = 0; batch < state.batches.length; batch++) {
                if (state.batches[batch].isOn(pill(worker).queue())) {
                    return batch;
                }
            }
        }
        return pill(worker).batch();
    }

    private static void remove(State state, int number) {
        Worker worker = state.workers[number];
        Pill pill = pill(worker);
        Batch batch = state.batches[toEnd(state, worker)];
        int others = batch.stays & ~(1 << pill.queue());
        if (batch.stays == 0) {
            worker.ends = true;
            worker.care = Care.ACKNOWLEDGE;
        } else if (others == 0) {
            batch.moving = Batch.NONE;
            worker.ends = true;
            worker.care = Care.REMOVE_REST;
            if (!state.scope.has(Defect.TAKES_ENTRIES_ONE_BY_ONE)) {
                removeRest(state, number);
            }
        } else {
            worker.care = Care.REMOVE_OWN;
        }
    }

    private static void removeOwn(State state, int number) {
        Worker worker = state.workers[number];
        Pill pill = pill(worker);
        state.batches[pill.batch()].stays &= ~(1 << pill.queue());
        worker.care = Care.LOOK_AGAIN;
    }

    private static void lookAgain(State state, int number) {
        Worker worker = state.workers[number];
        Batch batch = state.batches[pill(worker).batch()];
        worker.ends = batch.stays == 0 && !state.scope.has(Defect.LOOKS_AT_OTHER_QUEUES_ONCE);
        worker.care = Care.ACKNOWLEDGE;
        if (worker.ends) {
            batch.moving = Batch.NONE;
        }
        state.tellAll(pill(worker).batch());
    }

    private static void removeRest(State state, int number) {
        Worker worker = state.workers[number];
        int batch = toEnd(state, worker);
        state.batches[batch].stays = 0;
        state.tellAll(batch);
        worker.care = Care.ACKNOWLEDGE;
    }

    private static void acknowledge(State state, int number) {
        Worker worker = state.workers[number];
        Pill pill = pill(worker);
        state.acknowledge(pill.queue(), State.steward(number), pill.batch());
        worker.pills.remove(worker.pillAt);
        if (worker.ends) {
            worker.sawBatch = true;
            // who has heard of no other batch knows for sure that there is nothing more to do for him
            boolean isOnly = ((worker.reading | worker.news) & ~(1 << pill.batch())) == 0;
            worker.ended = isOnly ? pill.batch() : Batch.NONE;
        }
        worker.ends = false;
        worker.pillAt--;
        nextPill(worker);
    }

    private static void nextPill(Worker worker) {
        worker.pillAt++;
        boolean isLast = worker.pillAt >= worker.pills.size();
        worker.care = isLast ? Care.READ : Care.LOOK;
    }

    private static void read(State state, int number, int seen) {
        Worker worker = state.workers[number];
        worker.reading = seen;
        worker.news = 0;
        worker.known |= seen;
        for (int batch = 0; batch < state.batches.length; batch++) {
            boolean isSeen = (seen >> batch & 1) != 0;
            worker.stopped |= isSeen && state.batches[batch].stopped ? 1 << batch : 0;
        }
        worker.care = Care.DECIDE;
    }

    private static void decide(State state, int number) {
        Worker worker = state.workers[number];
        if (worker.reading != 0) {
            worker.sawBatch = true;
            worker.ended = Batch.NONE;
            worker.nothingBefore = false;
        } else if (worker.pills.isEmpty() && worker.status == Status.JOINED) {
            boolean isOld = worker.news != 0 && !state.scope.has(Defect.LEAVES_BY_OLD_READING);
            boolean isSure =
                    worker.ended != Batch.NONE || worker.nothingBefore || state.scope.has(Defect.LEAVES_AT_FIRST_LOOK);
            if (!worker.sawBatch || (isSure && !isOld)) {
                leaves(state, number);
            } else {
                worker.nothingBefore = !isOld;
            }
        }
        worker.pillAt = 0;
        worker.care = worker.pills.isEmpty() ? Care.READ : Care.LOOK;
    }

    /** It takes no job any more. That is right when nothing that it knows of can be in need of it. */
    static void leaves(State state, int number) {
        Worker worker = state.workers[number];
        worker.status = Status.LEAVING;
        if ((worker.known & state.openFor(number)) != 0) {
            state.breaks("3: consumer " + number + " leaves a batch that it knows, and that is open");
        }
    }
}
