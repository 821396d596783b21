package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.job.Capability;
import org.sluice.job.Placement;

/**
 * A consumer says of itself that it is there, and how it stands: every few seconds, when something has changed, and when
 * somebody asks.
 *
 * @param id unique among all consumers that ever were, other than the name
 * @param consumer its name, as in results
 * @param labels what it offers to jobs that need something
 * @param slots how many jobs it runs at most; at least 1
 * @param free how many of these are free
 * @param state what it does with jobs
 * @param why why it takes no jobs, in one sentence without a full stop; {@code ""} when it takes some
 * @param tried the jobs that it has tried and handed back, the oldest first; it leaves them to others as long as there are
 *     others
 * @param running the jobs that it runs
 */
public record Presence(
        String id,
        String consumer,
        SortedSet<String> labels,
        int slots,
        int free,
        State state,
        String why,
        List<Tried> tried,
        List<Running> running)
        implements Notice {
    static final String KIND = "PRESENCE";

    /** What a consumer does with jobs. */
    public enum State {
        /** It takes them. */
        IN_SERVICE,
        /** It lets slots run empty, for a job that needs several. */
        DRAINING,
        /** It takes none until the machine can run some again. */
        PAUSED,
        /** It takes none any more, since jobs cannot be run on it. */
        OUT_OF_SERVICE,
        /** It takes none any more and goes when those that it runs have ended. */
        LEAVING,
        /** It says good-bye. */
        GONE
    }

    /**
     * A job that the consumer has tried and handed back.
     *
     * @param batch its batch
     * @param job its number
     * @param attempts how many of the attempts that it has were made in all, as far as the consumer knows
     * @param unable whether the job could not be run on the consumer
     */
    public record Tried(String batch, int job, int attempts, boolean unable) {
        ObjectNode write(ObjectNode object) {
            return object.put("job", job).put("attempts", attempts).put("unable", unable);
        }

        static Tried read(Fields fields) throws UnreadableMessage {
            return new Tried(
                    Format.batch(fields), fields.integer("job"), fields.integer("attempts"), fields.truth("unable"));
        }

        boolean isOf(String ofBatch, int number) {
            return job == number && batch.equals(ofBatch);
        }
    }

    /**
     * A job that the consumer runs.
     *
     * @param batch its batch
     * @param job its number
     */
    public record Running(String batch, int job) {}

    public Presence {
        Objects.requireNonNull(id);
        Objects.requireNonNull(consumer);
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        Objects.requireNonNull(state);
        Objects.requireNonNull(why);
        tried = List.copyOf(tried);
        running = List.copyOf(running);
    }

    /** Whether the consumer takes jobs. */
    public boolean takesJobs() {
        return state == State.IN_SERVICE || state == State.DRAINING;
    }

    /** Whether the consumer has what a job of this placement takes, be it free now or not. */
    public boolean offers(Placement placement) {
        return Capability.of(labels, slots).canRun(placement);
    }

    /** Whether the consumer has tried the job and has handed it back. */
    public boolean hasTried(String batch, int job) {
        return tried.stream().anyMatch(one -> one.isOf(batch, job));
    }

    /** Whether the job could not be run on the consumer. */
    public boolean isUnableToRun(String batch, int job) {
        return tried.stream().anyMatch(one -> one.unable() && one.isOf(batch, job));
    }

    /** Whether the consumer runs the job. */
    public boolean runs(String batch, int job) {
        return running.contains(new Running(batch, job));
    }

    /** The same, as a good-bye. */
    public Presence gone() {
        return new Presence(id, consumer, labels, slots, free, State.GONE, why, tried, List.of());
    }

    /** The same, after another try. */
    Presence withTried(Tried more) {
        List<Tried> all = new ArrayList<>(tried);
        all.removeIf(one -> one.isOf(more.batch(), more.job()));
        all.add(more);
        return new Presence(id, consumer, labels, slots, free, state, why, all, running);
    }

    @Override
    public String toText() {
        ObjectNode object = Notice.ofNoBatch(KIND)
                .put("id", id)
                .put("consumer", consumer)
                .put("slots", slots)
                .put("free", free)
                .put("state", state.name())
                .put("why", why);
        labels.forEach(object.putArray("labels")::add);
        ArrayNode triedArray = object.putArray("tried");
        tried.forEach(one -> one.write(triedArray.addObject().put("batch", one.batch())));
        ArrayNode runningArray = object.putArray("running");
        running.forEach(
                one -> runningArray.addObject().put("batch", one.batch()).put("job", one.job()));
        return Fields.text(object);
    }

    static Presence read(Fields fields) throws UnreadableMessage {
        List<Tried> tried = new ArrayList<>();
        for (Fields one : fields.objects("tried")) {
            tried.add(Tried.read(one));
        }
        List<Running> running = new ArrayList<>();
        for (Fields one : fields.objects("running")) {
            running.add(new Running(Format.batch(one), one.integer("job")));
        }
        int slots = fields.integer("slots");
        int free = fields.integer("free");
        if (slots < 1 || free < 0 || free > slots) {
            throw new UnreadableMessage("a consumer cannot have " + free + " of " + slots + " slots free");
        }
        return new Presence(
                fields.text("id"),
                fields.text("consumer"),
                new TreeSet<>(fields.texts("labels")),
                slots,
                free,
                State.valueOf(fields.text("state")),
                fields.text("why"),
                tried,
                running);
    }
}
