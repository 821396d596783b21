package org.sluice.consumer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.job.Job;
import org.sluice.job.Placement;

/**
 * What has to be on the broker, in the simplest words: a list a queue, who holds what, and which batches are open. It is
 * changed by what the test does and by what it sees slots do, and refuses what must not happen.
 */
final class Expected {
    static final int NOBODY = -1;

    /** A message of a job queue. */
    static final class Message {
        final String batch;
        /** 0 for a pill. */
        final int number;

        int returns;
        int holder = NOBODY;
        boolean handedOut;

        Message(String batch, int number) {
            this.batch = batch;
            this.number = number;
        }

        boolean isPill() {
            return number == 0;
        }
    }

    /** A batch that was opened. */
    static final class Batch {
        final String id;
        final List<Job> jobs;
        final Set<Placement> stays = new LinkedHashSet<>();
        int posted;
        boolean stopped;

        Batch(String id, List<Job> jobs) {
            this.id = id;
            this.jobs = jobs;
            jobs.forEach(job -> stays.add(job.placement()));
        }

        boolean isAllPosted() {
            return stopped || posted == jobs.size();
        }
    }

    final Map<Placement, List<Message>> queues = new LinkedHashMap<>();
    final Map<String, Batch> batches = new LinkedHashMap<>();
    /** How often a job had a result that is a verdict, as consumers told. */
    final Map<JobKey, Integer> told = new HashMap<>();

    Expected(Placement... placements) {
        for (Placement placement : placements) {
            queues.put(placement, new ArrayList<>());
        }
    }

    void opened(Batch batch) {
        batches.put(batch.id, batch);
    }

    void posted(String id, int many) {
        Batch batch = batches.get(id);
        for (Job job : batch.jobs.subList(batch.posted, batch.posted + many)) {
            queues.get(job.placement()).add(new Message(id, job.number()));
        }
        batch.posted += many;
        if (batch.posted == batch.jobs.size()) {
            pills(batch);
        }
    }

    private void pills(Batch batch) {
        batch.stays.forEach(queue -> queues.get(queue).add(new Message(batch.id, 0)));
    }

    void stopped(String id) {
        Batch batch = batches.get(id);
        boolean inPart = batch.posted < batch.jobs.size();
        batch.stopped = true;
        if (inPart) {
            pills(batch);
        }
    }

    boolean isOpen(String id) {
        return batches.containsKey(id) && !batches.get(id).stays.isEmpty();
    }

    /** The ids of the open batches. */
    Set<String> open() {
        Set<String> open = new TreeSet<>();
        batches.keySet().stream().filter(this::isOpen).forEach(open::add);
        return open;
    }

    /** What may be handed out of this queue: anything that came back, before what was never handed out, in its order. */
    List<Message> next(Placement queue) {
        List<Message> free = queues.get(queue).stream()
                .filter(message -> message.holder == NOBODY)
                .toList();
        List<Message> returned =
                free.stream().filter(message -> message.handedOut).toList();
        return returned.isEmpty() ? free.subList(0, Math.min(1, free.size())) : returned;
    }

    /** A slot was handed this out. */
    Message taken(Set<Placement> from, String batch, int number, int holder) {
        for (Placement queue : from) {
            Optional<Message> found = next(queue).stream()
                    .filter(message -> message.batch.equals(batch) && message.number == number)
                    .findFirst();
            if (found.isPresent()) {
                found.get().holder = holder;
                found.get().handedOut = true;
                return found.get();
            }
        }
        throw new AssertionError(
                "2: a slot was handed out " + name(batch, number) + ", which was not to be handed out");
    }

    /** A message was acknowledged; a job needs a reason for that. */
    void acknowledged(Message message, int maxDeliveries) {
        JobKey key = new JobKey(message.batch, message.number);
        boolean isAllowed = message.isPill()
                || told.containsKey(key)
                || batches.get(message.batch).stopped
                || message.returns >= maxDeliveries;
        if (!isAllowed) {
            throw new AssertionError("1: " + name(message.batch, message.number) + " is gone without a result");
        }
        queues.values().forEach(queue -> queue.remove(message));
    }

    /** The holder has gone away with its connection. */
    void goneAway(int holder) {
        for (List<Message> queue : queues.values()) {
            for (Message message : queue) {
                if (message.holder == holder) {
                    message.holder = NOBODY;
                    message.returns++;
                }
            }
        }
    }

    List<Message> heldBy(int holder) {
        return queues.values().stream()
                .flatMap(List::stream)
                .filter(message -> message.holder == holder)
                .toList();
    }

    boolean hasJobs(String id, Placement queue) {
        return queues.get(queue).stream().anyMatch(message -> message.batch.equals(id) && !message.isPill());
    }

    /** The batch has ended on a queue: nothing of it may be there, or come there. */
    void ended(String id, Placement queue) {
        if (hasJobs(id, queue) || !batches.get(id).isAllPosted()) {
            throw new AssertionError("3: batch " + id + " has ended and has jobs on " + queue);
        }
        batches.get(id).stays.remove(queue);
    }

    int size(Placement queue) {
        return queues.get(queue).size();
    }

    long held(Placement queue) {
        return queues.get(queue).stream()
                .filter(message -> message.holder != NOBODY)
                .count();
    }

    static String name(String batch, int number) {
        return (number == 0 ? "the pill" : "job " + number) + " of batch " + batch;
    }
}
