package org.sluice.producer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.sluice.job.ConsumerState;
import org.sluice.messaging.Fields;
import org.sluice.messaging.UnreadableMessage;

/**
 * What a consumer does with jobs, as the journal has it: a field of a note, beside the sentence that says the same. A
 * program that does not know the field passes over it, and reads the rest of the journal as before.
 */
final class ConsumerStateJson {
    private static final String FIELD = "consumer";

    private ConsumerStateJson() {}

    /** Makes a note of it. */
    static ObjectNode write(ObjectNode note, ConsumerState state) {
        note.put("note", sentence(state))
                .putObject(FIELD)
                .put("id", state.id())
                .put("name", state.consumer())
                .put("slots", state.slots())
                .put("state", state.kind().label())
                .put("why", state.why())
                .put("since", state.since().toString());
        return note;
    }

    private static String sentence(ConsumerState state) {
        String why = state.why().isEmpty() ? "" : ": " + state.why();
        return "Consumer " + state.consumer() + " (" + state.slots() + (state.slots() == 1 ? " slot" : " slots")
                + ") is " + state.kind().label() + why + ".";
    }

    /** What a note says of a consumer; empty if that is nothing, or of a kind that a newer program has written. */
    static Optional<ConsumerState> read(Fields note) throws UnreadableMessage {
        if (!note.has(FIELD)) {
            return Optional.empty();
        }
        Fields fields = note.object(FIELD);
        Optional<ConsumerState.Kind> kind = ConsumerState.Kind.ofLabel(fields.text("state"));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        int slots = fields.integer("slots");
        if (slots < 1) {
            throw new UnreadableMessage("a consumer cannot have " + slots + " slots");
        }
        return Optional.of(new ConsumerState(
                fields.text("id"),
                fields.text("name"),
                slots,
                kind.get(),
                fields.text("why"),
                fields.instant("since")));
    }
}
