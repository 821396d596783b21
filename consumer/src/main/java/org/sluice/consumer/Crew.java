package org.sluice.consumer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.sluice.job.Capability;
import org.sluice.job.Placement;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.SlotSession;
import org.sluice.messaging.Subscription;

/** What the slots of one consumer and its steward share. */
final class Crew {
    /** How far the consumer is on its way out; it only ever goes on. */
    enum Leaving {
        /** It takes jobs. */
        NO,
        /** It takes no further job and lets the running ones end. */
        AFTER_RUNNING_JOBS,
        /** It kills the running jobs and hands them back. */
        AT_ONCE
    }

    final SettledJobs settled = new SettledJobs();
    final Tries tries = new Tries();
    final Service service;
    final Map<JobKey, RunningJob> running = new ConcurrentHashMap<>();
    final Turns turns;
    private final Set<SlotSession> waiting = ConcurrentHashMap.newKeySet();
    private final Capability capability;
    private volatile Map<String, OpenBatch> open = Map.of();
    private volatile Leaving leaving = Leaving.NO;

    Crew(ConsumerOptions options, LongSupplier nanoTime) {
        this.service = new Service(options.maxErrors());
        this.capability = options.capability();
        this.turns = new Turns(capability, nanoTime);
    }

    Leaving leaving() {
        return leaving;
    }

    boolean isLeaving() {
        return leaving != Leaving.NO;
    }

    /** Begins to leave; slots that wait for a job wait no longer. */
    synchronized void leave(Leaving how) {
        if (how.compareTo(leaving) <= 0) {
            return;
        }
        leaving = how;
        waiting.forEach(SlotSession::wake);
        if (how == Leaving.AT_ONCE) {
            running.values().forEach(job -> job.kill("the consumer was told to leave at once"));
        }
    }

    /** What the slot of this number waits for. */
    Subscription subscription(int slot) {
        return turns.wanted(slot);
    }

    /** A slot is about to wait with this session. */
    void waits(int slot, SlotSession session) {
        turns.sits(slot, session);
        waiting.add(session);
        if (isLeaving()) {
            session.wake();
        }
    }

    /** What slots are to wait for may have changed. */
    void refresh() {
        waiting.forEach(SlotSession::refresh);
    }

    void waitsNoLonger(int slot, SlotSession session) {
        waiting.remove(session);
        turns.stands(slot);
    }

    /** A slot begins a job; what would have ended it, had it run already, ends it now. */
    void begins(JobKey key, RunningJob job) {
        running.put(key, job);
        if (leaving == Leaving.AT_ONCE) {
            job.kill("the consumer was told to leave at once");
        }
        if (state(key.batch()) == OpenBatch.State.KILL) {
            job.kill("the batch was cancelled");
        }
        if (settled.contains(key)) {
            job.settledElsewhere();
        }
    }

    /** Another consumer has sent the result of this job: whoever runs it here need not go on. */
    void settledElsewhere(JobKey key) {
        settled.add(key);
        tries.settled(key);
        RunningJob here = running.get(key);
        if (here != null) {
            here.settledElsewhere();
        }
    }

    /** The jobs that run although the connection over which they came is gone. */
    Map<JobKey, RunningJob> cutOff() {
        Map<JobKey, RunningJob> cutOff = new HashMap<>(running);
        cutOff.values().removeIf(job -> !job.isCutOff());
        return cutOff;
    }

    /**
     * Takes over what the register says, and kills what need not run any more.
     *
     * @param now the register
     * @param cutOff as it was before the register was read: a batch that has ended has a result of each of these jobs
     *     from somebody else
     */
    void update(Map<String, OpenBatch> now, Map<JobKey, RunningJob> cutOff) {
        Map<String, OpenBatch> before = open;
        open = now;
        List<Placement> queues = new ArrayList<>();
        now.values().forEach(batch -> queues.addAll(batch.queues()));
        turns.serve(queues);
        Predicate<String> isOver = batch -> !now.containsKey(batch)
                || (before.containsKey(batch)
                        && before.get(batch).round() != now.get(batch).round());
        settled.forget(isOver);
        tries.forget(isOver);
        cutOff.forEach((key, job) -> {
            if (!now.containsKey(key.batch())) {
                job.settledElsewhere();
            }
        });
        running.forEach((key, job) -> {
            if (state(key.batch()) == OpenBatch.State.KILL) {
                job.kill("the batch was cancelled");
            }
        });
    }

    /** Whether the batch has, or will have, jobs that can run here. */
    boolean canServe(OpenBatch batch) {
        return batch.queues().stream().anyMatch(capability::canRun);
    }

    /** Whether no other batch was in the register when it was last read that has jobs for this consumer. */
    boolean servesNoneBut(String batch) {
        return open.values().stream().allMatch(other -> other.id().equals(batch) || !canServe(other));
    }

    /** What is to be done with jobs of the batch; a batch that is not known yet is to be run. */
    OpenBatch.State state(String batch) {
        OpenBatch known = open.get(batch);
        return known == null ? OpenBatch.State.RUN : known.state();
    }
}
