package org.sluice.consumer.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much of everything there is. What is small enough is explored completely. */
final class Scope {
    /**
     * A job.
     *
     * @param batch from 0
     * @param queue from 0; consumer 0 serves queue 0 alone, the others all queues
     * @param retries how often it is run again when it fails
     * @param locks whether it needs the one lock that there is
     */
    record PlannedJob(int batch, int queue, int retries, boolean locks) {}

    final List<PlannedJob> jobs = new ArrayList<>();
    final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    final Set<Defect> defects = EnumSet.noneOf(Defect.class);
    final int consumers;
    final int slots;
    int batches;
    int queues = 1;
    int maxDeliveries = 3;
    boolean notices = true;
    boolean collectsAtOnce;

    private Scope(int consumers, int slots) {
        this.consumers = consumers;
        this.slots = slots;
    }

    static Scope of(int consumers, int slots) {
        return new Scope(consumers, slots);
    }

    /** A further batch with so many jobs that run anywhere. */
    Scope batch(int size) {
        for (int job = 0; job < size; job++) {
            jobs.add(new PlannedJob(batches, 0, 0, false));
        }
        batches++;
        return this;
    }

    /** A further batch of these jobs, each given by its queue. */
    Scope batchOn(int... ofJobs) {
        for (int queue : ofJobs) {
            jobs.add(new PlannedJob(batches, queue, 0, false));
            queues = Math.max(queues, queue + 1);
        }
        batches++;
        return this;
    }

    /** A further batch of jobs that are run again so often when they fail. */
    Scope batchOfRetried(int size, int retries) {
        for (int job = 0; job < size; job++) {
            jobs.add(new PlannedJob(batches, 0, retries, false));
        }
        batches++;
        return this;
    }

    /** A further batch of jobs that lock the same thing. */
    Scope batchOfLocking(int size) {
        for (int job = 0; job < size; job++) {
            jobs.add(new PlannedJob(batches, 0, 0, true));
        }
        batches++;
        return this;
    }

    Scope with(Fault fault, int times) {
        faults.put(fault, times);
        return this;
    }

    Scope with(Defect defect) {
        defects.add(defect);
        return this;
    }

    Scope maxDeliveries(int most) {
        maxDeliveries = most;
        return this;
    }

    /** All notices are missed. */
    Scope withoutNotices() {
        notices = false;
        return this;
    }

    /** A result is in the journal, and acknowledged, when it is sent. */
    Scope collectingAtOnce() {
        collectsAtOnce = true;
        return this;
    }

    boolean has(Defect defect) {
        return defects.contains(defect);
    }

    boolean serves(int consumer, int queue) {
        return queue == 0 || consumer > 0 || consumers == 1;
    }

    /** The jobs of a batch, in its order. */
    List<Integer> jobsOf(int batch) {
        List<Integer> numbers = new ArrayList<>();
        for (int job = 0; job < jobs.size(); job++) {
            if (jobs.get(job).batch() == batch) {
                numbers.add(job);
            }
        }
        return numbers;
    }

    /** The queues of a batch, as bits. */
    int queuesOf(int batch) {
        return jobs.stream()
                .filter(job -> job.batch() == batch)
                .mapToInt(job -> 1 << job.queue())
                .reduce(0, (a, b) -> a | b);
    }
}
