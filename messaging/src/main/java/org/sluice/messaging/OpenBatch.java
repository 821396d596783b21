package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sluice.job.Placement;

/**
 * A batch that is open on a broker, as its newest entries in the register tell.
 *
 * @param id the batch
 * @param round counts how often posting was begun anew after the batch had ended on the broker; from 1
 * @param source the job file, as its user named it
 * @param opened when it was posted, by the producer's clock
 * @param jobs how many jobs this round will have posted in the end
 * @param posted how many of them are posted, in the order of the batch; with the last one comes the pill
 * @param state what is to be done with its jobs
 * @param queues how the jobs are placed that may still come back, or are still to be posted; each of these placements has
 *     a queue of its own, and a pill on it
 */
public record OpenBatch(
        String id, int round, String source, Instant opened, int jobs, int posted, State state, Set<Placement> queues) {
    public OpenBatch {
        queues = Collections.unmodifiableSet(new LinkedHashSet<>(queues));
    }

    /** A batch whose jobs run anywhere. */
    public OpenBatch(String id, int round, String source, Instant opened, int jobs, int posted, State state) {
        this(id, round, source, opened, jobs, posted, state, Set.of(Placement.ANYWHERE));
    }

    /** What consumers do with jobs of a batch; a batch only ever goes on to a later state. */
    public enum State {
        /** They run them. */
        RUN,
        /** They run no further one, and let those end that run. */
        STOP,
        /** They run no further one, and kill those that run. */
        KILL
    }

    OpenBatch withPosted(int newPosted) {
        return new OpenBatch(id, round, source, opened, jobs, newPosted, state, queues);
    }

    OpenBatch withState(State newState) {
        return new OpenBatch(id, round, source, opened, jobs, posted, newState, queues);
    }

    /** The same, stopped; it has no more jobs then than are posted. */
    OpenBatch stopped(State newState) {
        return new OpenBatch(id, round, source, opened, posted, posted, newState, queues);
    }

    /** What two entries of the same round tell together. */
    OpenBatch merge(OpenBatch other) {
        State later = state.compareTo(other.state) >= 0 ? state : other.state;
        int fewer = Math.min(jobs, other.jobs);
        Set<Placement> both = new LinkedHashSet<>(queues);
        both.addAll(other.queues);
        return new OpenBatch(id, round, source, opened, fewer, Math.max(posted, other.posted), later, both);
    }

    /** The same on these queues. */
    OpenBatch withQueues(Set<Placement> newQueues) {
        return new OpenBatch(id, round, source, opened, jobs, posted, state, newQueues);
    }

    /** Whether nothing of it can come any more: what the register still has of it is to be taken out. */
    boolean isOver() {
        return queues.isEmpty() && posted == jobs;
    }

    /** The text of an entry that does not stay. */
    String toText() {
        return Fields.text(toJson());
    }

    /** The text of the entry that stays as long as the batch has jobs on the queue of this placement. */
    String toText(Placement queue) {
        ObjectNode object = toJson();
        if (!queue.equals(Placement.ANYWHERE)) {
            JobJson.write(object.putObject("placement"), queue);
        }
        return Fields.text(object);
    }

    private ObjectNode toJson() {
        return Format.frame("batch", id)
                .put("round", round)
                .put("source", source)
                .put("opened", opened.toString())
                .put("jobs", jobs)
                .put("posted", posted)
                .put("state", state.name());
    }

    /** @param stays whether the entry is one of those that stay */
    static OpenBatch read(Fields fields, boolean stays) throws UnreadableMessage {
        if (!fields.text("type").equals("batch")) {
            throw Format.unexpected(fields);
        }
        State state;
        try {
            state = State.valueOf(fields.text("state"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("its state '" + fields.text("state") + "' is none that is known", e);
        }
        return new OpenBatch(
                Format.batch(fields),
                fields.integer("round"),
                fields.text("source"),
                fields.instant("opened"),
                fields.integer("jobs"),
                fields.integer("posted"),
                state,
                stays ? Set.of(placement(fields)) : Set.of());
    }

    private static Placement placement(Fields fields) throws UnreadableMessage {
        if (!fields.has("placement")) {
            return Placement.ANYWHERE;
        }
        try {
            return JobJson.placement(fields.object("placement"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("its queue is none: " + e.getMessage(), e);
        }
    }
}
