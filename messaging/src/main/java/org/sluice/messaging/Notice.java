package org.sluice.messaging;

import jakarta.jms.Message;
import java.util.Optional;

/**
 * A hint to whoever listens. It carries no authority and may be missed: what it says can always be learnt elsewhere,
 * later or at some cost.
 *
 * @param kind what has happened
 * @param batch the batch in question
 * @param job the number of the job in question; 0 when it is about the batch
 */
public record Notice(Kind kind, String batch, int job) {
    /** What a notice is about. */
    public enum Kind {
        /** The register has changed: a batch was opened, stopped or ended. */
        REGISTER,
        /** The result of a job that was handed out more than once is there; whoever else runs it need not go on. */
        SETTLED
    }

    static Notice register(String batch) {
        return new Notice(Kind.REGISTER, batch, 0);
    }

    /** The job has its result. */
    public static Notice settled(String batch, int job) {
        return new Notice(Kind.SETTLED, batch, job);
    }

    String toText() {
        return Fields.text(
                Format.frame("notice", batch).put("kind", kind.name()).put("job", job));
    }

    /** The notice in a message; empty when it is none, or of a kind that is not known: it was but a hint. */
    static Optional<Notice> read(Message message) {
        try {
            Fields fields = Format.open(message);
            return Optional.of(
                    new Notice(Kind.valueOf(fields.text("kind")), Format.batch(fields), fields.integer("job")));
        } catch (UnreadableMessage | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
