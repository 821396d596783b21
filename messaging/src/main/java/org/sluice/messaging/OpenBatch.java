package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

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
 */
public record OpenBatch(String id, int round, String source, Instant opened, int jobs, int posted, State state) {

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
        return new OpenBatch(id, round, source, opened, jobs, newPosted, state);
    }

    OpenBatch withState(State newState) {
        return new OpenBatch(id, round, source, opened, jobs, posted, newState);
    }

    /** The same, stopped; it has no more jobs then than are posted. */
    OpenBatch stopped(State newState) {
        return new OpenBatch(id, round, source, opened, posted, posted, newState);
    }

    /** What two entries of the same round tell together. */
    OpenBatch merge(OpenBatch other) {
        State later = state.compareTo(other.state) >= 0 ? state : other.state;
        int fewer = Math.min(jobs, other.jobs);
        return new OpenBatch(id, round, source, opened, fewer, Math.max(posted, other.posted), later);
    }

    String toText() {
        ObjectNode object = Format.frame("batch", id)
                .put("round", round)
                .put("source", source)
                .put("opened", opened.toString())
                .put("jobs", jobs)
                .put("posted", posted)
                .put("state", state.name());
        return Fields.text(object);
    }

    static OpenBatch read(Fields fields) throws UnreadableMessage {
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
                state);
    }
}
