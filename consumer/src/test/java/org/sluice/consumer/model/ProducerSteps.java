package org.sluice.consumer.model;

import java.util.List;
import org.sluice.consumer.model.State.Message;
import org.sluice.consumer.model.State.Outcome;
import org.sluice.consumer.model.State.Result;

/** What producers and collectors do. A transaction is one step; what a crash may come between is two. */
final class ProducerSteps {
    private ProducerSteps() {}

    static void add(State state, List<Step> steps) {
        for (int number = 0; number < state.batches.length; number++) {
            post(state, number, steps);
            stop(state, number, steps);
            collect(state, number, steps);
        }
    }

    private static void post(State state, int number, List<Step> steps) {
        Batch batch = state.batches[number];
        String who = "producer of batch " + number;
        if (!batch.opened) {
            steps.add(Step.of(who + " opens it", next -> open(next, number)));
        }
        if (batch.posterAt != Batch.NONE && !batch.producerIsAway) {
            steps.add(Step.of(who + " posts", next -> {
                if (next.batches[number].isOpen()) {
                    post(next, number, next.batches[number].posterAt);
                } else {
                    findsItGone(next, number);
                }
                next.batches[number].posterAt = readPosted(next, number);
            }));
            if (state.mayStill(Fault.PRODUCER_DIES)) {
                steps.add(Step.fault(Fault.PRODUCER_DIES, who + " dies in a commit", next -> {
                    next.batches[number].producerIsAway = true;
                    next.batches[number].inDoubtAt = next.batches[number].posterAt;
                }));
            }
        }
        if (batch.producerIsAway) {
            steps.add(Step.of(who + " is taken up again", next -> {
                next.batches[number].producerIsAway = false;
                next.batches[number].posterAt = readPosted(next, number);
            }));
        }
        if (batch.inDoubtAt != Batch.NONE) {
            steps.add(Step.of("the commit of the dead " + who + " arrives", next -> {
                int at = next.batches[number].inDoubtAt;
                next.batches[number].inDoubtAt = Batch.NONE;
                post(next, number, at);
            }));
            steps.add(Step.of(
                    "the commit of the dead " + who + " is lost", next -> next.batches[number].inDoubtAt = Batch.NONE));
        }
    }

    /** What the register says to be posted; {@link Batch#NONE} if there is nothing left to post. */
    private static int readPosted(State state, int number) {
        Batch batch = state.batches[number];
        if (!batch.isOpen() || batch.stopped || batch.moving == batch.jobs) {
            return Batch.NONE;
        }
        // the entry that stays was written when nothing was posted
        return Math.max(0, batch.moving);
    }

    /** A batch that is gone from the register while somebody posts was stopped, or another commit of his has succeeded. */
    private static void findsItGone(State state, int number) {
        Batch batch = state.batches[number];
        if (!state.scope.has(Defect.CANCELS_WITHOUT_READING)) {
            while (!batch.results.isEmpty()) {
                write(state, number, batch.results.remove(0));
            }
            batch.read = 0;
        }
        state.scope.jobsOf(number).forEach(job -> write(state, number, new Result(job, 0, Outcome.CANCELLED, true)));
    }

    private static void open(State state, int number) {
        Batch batch = state.batches[number];
        batch.opened = true;
        batch.stays = state.scope.queuesOf(number);
        batch.moving = 0;
        batch.posterAt = 0;
        state.tellAll(number);
    }

    private static void post(State state, int number, int at) {
        Batch batch = state.batches[number];
        boolean hasRight = batch.moving == at || state.scope.has(Defect.POSTS_WITHOUT_RIGHT);
        if (!hasRight || at >= batch.jobs) {
            return;
        }
        int job = state.scope.jobsOf(number).get(at);
        state.queues.get(state.scope.jobs.get(job).queue()).add(new Message(number, job, 0, State.NOBODY, false));
        batch.moving = at + 1;
        batch.posted++;
        if (batch.moving == batch.jobs) {
            postPills(state, number);
        }
    }

    private static void postPills(State state, int number) {
        for (int queue = 0; queue < state.queues.size(); queue++) {
            if (state.batches[number].isOn(queue)) {
                state.queues.get(queue).add(new Message(number, State.PILL, 0, State.NOBODY, false));
            }
        }
    }

    private static void stop(State state, int number, List<Step> steps) {
        Batch batch = state.batches[number];
        if (batch.isOpen() && batch.moving != Batch.NONE && !batch.stopped && state.mayStill(Fault.CANCEL)) {
            steps.add(Step.fault(Fault.CANCEL, "batch " + number + " is cancelled", next -> {
                Batch its = next.batches[number];
                its.stopped = true;
                if (its.moving < its.jobs) {
                    its.jobs = its.moving;
                    its.moving = Batch.NONE;
                    if (!next.scope.has(Defect.STOPS_WITHOUT_PILLS)) {
                        postPills(next, number);
                    }
                }
                next.tellAll(number);
            }));
        }
        List<Integer> planned = state.scope.jobsOf(number);
        if (batch.stopped && batch.jobs < planned.size() && !batch.producerIsAway) {
            List<Integer> left = planned.subList(batch.jobs, planned.size());
            if (left.stream().anyMatch(job -> batch.verdicts[job] == Outcome.NONE)) {
                steps.add(Step.of("producer of batch " + number + " cancels what it had not posted", next -> {
                    for (int job : left) {
                        write(next, number, new Result(job, 0, Outcome.CANCELLED, true));
                    }
                }));
            }
        }
        if (batch.stopped && !batch.producerIsAway) {
            for (int queue = 0; queue < state.queues.size(); queue++) {
                clear(state, number, queue, steps);
            }
        }
    }

    private static void clear(State state, int number, int queue, List<Step> steps) {
        List<Message> messages = state.queues.get(queue);
        for (int at = 0; at < messages.size(); at++) {
            Message message = messages.get(at);
            if (message.batch() == number && !message.isPill() && message.holder() == State.NOBODY) {
                int place = at;
                steps.add(Step.of("producer of batch " + number + " clears job " + message.job(), next -> {
                    next.queues.get(queue).remove(place);
                    send(next, new Result(message.job(), 0, Outcome.CANCELLED, true));
                }));
                return;
            }
        }
    }

    private static void collect(State state, int number, List<Step> steps) {
        Batch batch = state.batches[number];
        String who = "collector of batch " + number;
        if (batch.unwritten != null) {
            steps.add(Step.of(who + " writes at last", next -> {
                write(next, number, next.batches[number].unwritten);
                next.batches[number].unwritten = null;
            }));
        }
        if (batch.read < batch.results.size() && batch.unwritten == null) {
            steps.add(Step.of(who + " writes " + batch.results.get(batch.read), next -> {
                Batch its = next.batches[number];
                if (next.scope.has(Defect.ACKNOWLEDGES_BEFORE_JOURNAL)) {
                    its.unwritten = its.results.remove(0);
                } else {
                    write(next, number, its.results.get(its.read));
                    its.read++;
                }
            }));
        }
        if (batch.read > 0) {
            steps.add(Step.of(who + " acknowledges", next -> {
                Batch its = next.batches[number];
                its.results.subList(0, its.read).clear();
                its.read = 0;
            }));
        }
        if (state.mayStill(Fault.COLLECTOR_DIES) && (batch.read > 0 || batch.unwritten != null)) {
            steps.add(Step.fault(Fault.COLLECTOR_DIES, who + " dies", next -> {
                next.batches[number].read = 0;
                next.batches[number].unwritten = null;
            }));
        }
        if (batch.read < batch.results.size() && state.mayStill(Fault.RESULT_COMES_TWICE)) {
            steps.add(Step.fault(
                    Fault.RESULT_COMES_TWICE,
                    "a result of batch " + number + " comes twice",
                    next -> next.batches[number].results.add(next.batches[number].results.get(batch.read))));
        }
        boolean isComplete = state.scope.jobsOf(number).stream().allMatch(job -> batch.verdicts[job] != Outcome.NONE);
        if (isComplete && !state.scope.collectsAtOnce && batch.read == 0 && !batch.resultsRemoved) {
            steps.add(Step.of(who + " removes the queue of results", next -> {
                next.batches[number].resultsRemoved = true;
                next.batches[number].results.clear();
            }));
        }
    }

    /** A result comes to the queue of its batch. */
    static void send(State state, Result result) {
        int number = state.scope.jobs.get(result.job()).batch();
        if (state.scope.collectsAtOnce) {
            write(state, number, result);
        } else {
            state.batches[number].results.add(result);
        }
    }

    /** What the ledger does with a result. */
    private static void write(State state, int number, Result result) {
        Batch batch = state.batches[number];
        int job = result.job();
        int bit = 1 << result.run();
        if (!result.isVerdict() && batch.verdicts[job] == Outcome.NONE) {
            boolean isKnown = (batch.attempts[job] & bit) != 0;
            boolean isLast = Integer.bitCount(batch.attempts[job])
                    >= state.scope.jobs.get(job).retries();
            if (isKnown) {
                return;
            }
            if (!isLast) {
                batch.attempts[job] |= bit;
                return;
            }
        }
        if (batch.verdicts[job] == Outcome.NONE) {
            if (result.outcome() == Outcome.CANCELLED && !batch.stopped) {
                state.breaks("1: job " + job + " is cancelled, and nobody has cancelled it");
            }
            batch.verdicts[job] = result.outcome();
            batch.verdictOfRun[job] = result.run();
        } else if (batch.verdictOfRun[job] != result.run() && state.scope.has(Defect.LAST_RESULT_WINS)) {
            batch.verdicts[job] = result.outcome();
            batch.verdictOfRun[job] = result.run();
            state.breaks("1: job " + job + " gets a second verdict");
        }
    }
}
