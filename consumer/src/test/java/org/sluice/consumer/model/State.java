package org.sluice.consumer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything at one moment: what is on the broker, what each process knows, and what each does next. */
final class State {
    static final int NOBODY = -1;
    /** In place of a job's number: the message is a pill. */
    static final int PILL = -1;

    private static final int STEWARD = 15;
    private static final int PLACES = 16;

    /**
     * A message of a job queue.
     *
     * @param returns how often somebody who had it went away
     * @param holder who has it now, or {@link #NOBODY}
     * @param handedOut whether anybody ever had it: what came back is handed out before what never was
     */
    record Message(int batch, int job, int returns, int holder, boolean handedOut) {
        boolean isPill() {
            return job == PILL;
        }

        Message heldBy(int newHolder) {
            return new Message(batch, job, returns, newHolder, true);
        }

        Message back(boolean counted) {
            return new Message(batch, job, returns + (counted ? 1 : 0), NOBODY, handedOut);
        }
    }

    /** What a run of a job came to. */
    enum Outcome {
        NONE,
        PASSED,
        FAILED,
        LOST,
        CANCELLED
    }

    /**
     * A message of a queue of results.
     *
     * @param run which run of the job it is of: the same one may come twice
     * @param isVerdict false for that of an attempt after which the job is run again
     */
    record Result(int job, int run, Outcome outcome, boolean isVerdict) {}

    final Scope scope;
    final List<List<Message>> queues = new ArrayList<>();
    final Batch[] batches;
    final Worker[] workers;
    final int[] faultsLeft;
    /** How often each job was begun. */
    final int[] runs;
    /** How often somebody who had the job went away. */
    final int[] deaths;
    /** Who has the token of the lock. */
    int token = NOBODY;
    /** Whether somebody who had it went away. */
    boolean tokenCameBack;
    /** The first promise that was broken by a step, or null. */
    String broken;

    private State(Scope scope, Batch[] batches, Worker[] workers, int[] faultsLeft, int[] runs, int[] deaths) {
        this.scope = scope;
        this.batches = batches;
        this.workers = workers;
        this.faultsLeft = faultsLeft;
        this.runs = runs;
        this.deaths = deaths;
    }

    static State first(Scope scope) {
        int jobs = scope.jobs.size();
        Batch[] batches = new Batch[scope.batches];
        for (int batch = 0; batch < batches.length; batch++) {
            batches[batch] = new Batch(jobs, scope.jobsOf(batch).size());
        }
        Worker[] workers = new Worker[scope.consumers];
        for (int worker = 0; worker < workers.length; worker++) {
            workers[worker] = new Worker(scope.slots);
        }
        int[] faults = new int[Fault.values().length];
        scope.faults.forEach((fault, times) -> faults[fault.ordinal()] = times);
        State state = new State(scope, batches, workers, faults, new int[jobs], new int[jobs]);
        for (int queue = 0; queue < scope.queues; queue++) {
            state.queues.add(new ArrayList<>());
        }
        return state;
    }

    State copy() {
        State copy = new State(
                scope,
                Arrays.stream(batches).map(Batch::copy).toArray(Batch[]::new),
                Arrays.stream(workers).map(Worker::copy).toArray(Worker[]::new),
                faultsLeft.clone(),
                runs.clone(),
                deaths.clone());
        queues.forEach(queue -> copy.queues.add(new ArrayList<>(queue)));
        copy.token = token;
        copy.tokenCameBack = tokenCameBack;
        copy.broken = broken;
        return copy;
    }

    /** Equal for states that are the same in everything. */
    String key() {
        StringBuilder key = new StringBuilder(200);
        for (List<Message> queue : queues) {
            for (Message message : queue) {
                key.append((char) ('a' + message.batch))
                        .append((char) ('a' + message.job))
                        .append((char) ('0' + message.returns))
                        .append((char) ('A' + message.holder))
                        .append(message.handedOut ? '+' : '-');
            }
            key.append('|');
        }
        for (Batch batch : batches) {
            batch.addTo(key);
        }
        for (Worker worker : workers) {
            worker.addTo(key);
        }
        add(key, faultsLeft);
        add(key, runs);
        add(key, deaths);
        return key.append((char) ('A' + token))
                .append(tokenCameBack)
                .append(broken == null ? "" : broken)
                .toString();
    }

    static void add(StringBuilder key, int[] numbers) {
        for (int number : numbers) {
            key.append((char) ('0' + number));
        }
    }

    boolean mayStill(Fault fault) {
        return faultsLeft[fault.ordinal()] > 0;
    }

    void strikes(Fault fault) {
        faultsLeft[fault.ordinal()]--;
    }

    /** Whether somebody went away who may have left something for others to tidy up. */
    boolean hasLostSomebody() {
        for (Fault fault : List.of(Fault.CONSUMER_DIES, Fault.CONNECTION_BREAKS)) {
            if (faultsLeft[fault.ordinal()] < scope.faults.getOrDefault(fault, 0)) {
                return true;
            }
        }
        return false;
    }

    static int slot(int worker, int slot) {
        return worker * PLACES + slot;
    }

    static int steward(int worker) {
        return worker * PLACES + STEWARD;
    }

    private static boolean isOf(int holder, int worker) {
        return holder != NOBODY && holder / PLACES == worker;
    }

    void breaks(String promise) {
        if (broken == null) {
            broken = promise;
        }
    }

    boolean hasJobs(int batch, int queue) {
        return queues.get(queue).stream().anyMatch(message -> message.batch == batch && !message.isPill());
    }

    boolean hasJobs(int batch) {
        for (int queue = 0; queue < queues.size(); queue++) {
            if (hasJobs(batch, queue)) {
                return true;
            }
        }
        return false;
    }

    /** Where the message is that this one holds, or -1. */
    int heldAt(int queue, int holder) {
        List<Message> messages = queues.get(queue);
        for (int at = 0; at < messages.size(); at++) {
            if (messages.get(at).holder == holder) {
                return at;
            }
        }
        return -1;
    }

    /** Where the message of this batch is that this one holds, or -1. */
    int heldAt(int queue, int holder, int batch) {
        List<Message> messages = queues.get(queue);
        for (int at = 0; at < messages.size(); at++) {
            if (messages.get(at).holder == holder && messages.get(at).batch == batch) {
                return at;
            }
        }
        return -1;
    }

    void acknowledge(int queue, int holder, int batch) {
        int at = heldAt(queue, holder, batch);
        if (at >= 0) {
            queues.get(queue).remove(at);
        }
    }

    void handBack(int queue, int holder, boolean counted) {
        int at = heldAt(queue, holder);
        if (at >= 0) {
            queues.get(queue).set(at, queues.get(queue).get(at).back(counted));
        }
    }

    /** The broker hands out again what a worker had. */
    void takeBackFrom(int worker) {
        for (List<Message> queue : queues) {
            for (int at = 0; at < queue.size(); at++) {
                Message message = queue.get(at);
                if (isOf(message.holder, worker)) {
                    queue.set(at, message.back(true));
                    if (!message.isPill()) {
                        deaths[message.job]++;
                    }
                }
            }
        }
        if (isOf(token, worker)) {
            token = NOBODY;
            tokenCameBack = true;
        }
    }

    /** The batches that the register has. */
    int open() {
        int open = 0;
        for (int batch = 0; batch < batches.length; batch++) {
            open |= batches[batch].isOpen() ? 1 << batch : 0;
        }
        return open;
    }

    /** The batches of the register with a queue that this worker can serve. */
    int openFor(int worker) {
        int open = 0;
        for (int batch = 0; batch < batches.length; batch++) {
            for (int queue = 0; queue < queues.size(); queue++) {
                if (batches[batch].isOpen() && batches[batch].isOn(queue) && scope.serves(worker, queue)) {
                    open |= 1 << batch;
                }
            }
        }
        return open;
    }

    void tellAll(int batch) {
        if (scope.notices) {
            for (Worker worker : workers) {
                worker.told |= worker.status == Worker.Status.JOINED ? 1 << batch : 0;
            }
        }
    }

    @Override
    public String toString() {
        return "queues " + queues + ", batches " + Arrays.toString(batches) + ", consumers " + Arrays.toString(workers);
    }
}
