package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.Message;
import java.util.Optional;

/**
 * A hint to whoever listens. It carries no authority and may be missed: what it says can always be learnt elsewhere,
 * later or at some cost.
 */
public sealed interface Notice
        permits Notice.RegisterChanged, Notice.Settled, Notice.Attempted, Notice.WhoIsThere, Notice.LockFree, Presence {
    /** The type of these messages. */
    String TYPE = "notice";

    /**
     * The register has changed: a batch was opened, stopped or ended.
     *
     * @param batch the batch; {@code ""} when nobody has said so, and it may have changed
     */
    record RegisterChanged(String batch) implements Notice {
        @Override
        public String toText() {
            return about(batch, "REGISTER", 0);
        }
    }

    /**
     * The result of a job that was handed out more than once is there; whoever else runs it need not go on.
     *
     * @param batch its batch
     * @param job its number
     */
    record Settled(String batch, int job) implements Notice {
        @Override
        public String toText() {
            return about(batch, "SETTLED", job);
        }
    }

    /**
     * A consumer has tried a job and hands it back, to be run again.
     *
     * @param consumer the {@linkplain Presence#id() id} of the consumer
     * @param tried the job, and how often it was tried
     */
    record Attempted(String consumer, Presence.Tried tried) implements Notice {
        @Override
        public String toText() {
            ObjectNode object = Format.frame(TYPE, tried.batch()).put("kind", "ATTEMPTED");
            return Fields.text(tried.write(object).put("consumer", consumer));
        }
    }

    /** Every consumer is asked to announce itself. */
    record WhoIsThere() implements Notice {
        @Override
        public String toText() {
            return Fields.text(ofNoBatch("WHO"));
        }
    }

    /**
     * A lock was given back.
     *
     * @param lock its name
     * @param rested up to this count of deliveries of its token, those who went away with it are known to be gone
     */
    record LockFree(String lock, int rested) implements Notice {
        @Override
        public String toText() {
            return Fields.text(ofNoBatch("LOCK_FREE").put("lock", lock).put("rested", rested));
        }
    }

    /** The message's text. */
    String toText();

    /** The register has changed. */
    static Notice register(String batch) {
        return new RegisterChanged(batch);
    }

    /** The job has its result. */
    static Notice settled(String batch, int job) {
        return new Settled(batch, job);
    }

    private static String about(String batch, String kind, int job) {
        return Fields.text(Format.frame(TYPE, batch).put("kind", kind).put("job", job));
    }

    /** The frame of a notice that is about no batch. */
    static ObjectNode ofNoBatch(String kind) {
        return Fields.object().put("sluice", Format.VERSION).put("type", TYPE).put("kind", kind);
    }

    /** The notice in a message; empty when it is none, or of a kind that is not known: it was but a hint. */
    static Optional<Notice> read(Message message) {
        try {
            Fields fields = Format.open(message);
            return switch (fields.text("kind")) {
                case "REGISTER" -> Optional.of(register(Format.batch(fields)));
                case "SETTLED" -> Optional.of(settled(Format.batch(fields), fields.integer("job")));
                case "LOCK_FREE" -> Optional.of(new LockFree(fields.text("lock"), fields.integer("rested")));
                case "ATTEMPTED" -> Optional.of(new Attempted(fields.text("consumer"), Presence.Tried.read(fields)));
                case "WHO" -> Optional.of(new WhoIsThere());
                case Presence.KIND -> Optional.of(Presence.read(fields));
                default -> Optional.empty();
            };
        } catch (UnreadableMessage | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
