package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import org.sluice.job.Batch;

/**
 * The frame of every message: a JSON object whose field {@code sluice} holds the version of the format and whose field
 * {@code type} says what it is.
 */
final class Format {
    /** The version that this program writes, and the newest that it reads. */
    static final int VERSION = 1;

    private Format() {}

    static ObjectNode frame(String type, String batchId) {
        return Fields.object().put("sluice", VERSION).put("type", type).put("batch", batchId);
    }

    /** The fields of a message of ours of any type. */
    static Fields open(Message message) throws UnreadableMessage {
        if (!(message instanceof TextMessage text)) {
            throw new UnreadableMessage("it is not a text message but "
                    + message.getClass().getSimpleName().replace("ActiveMQ", ""));
        }
        String body;
        try {
            body = text.getText();
        } catch (JMSException e) {
            // the text is decoded here and now: this says nothing of the connection
            throw new UnreadableMessage("its text is damaged (" + Reason.of(e) + ")", e);
        }
        if (body == null) {
            throw new UnreadableMessage("it is empty");
        }
        return open(body);
    }

    static Fields open(String text) throws UnreadableMessage {
        Fields fields = Fields.parse(text);
        if (!fields.has("sluice")) {
            throw new UnreadableMessage("it is not a message of Sluice");
        }
        int version = fields.integer("sluice");
        if (version > VERSION) {
            throw new UnreadableMessage("it has format version " + version + ", and this program knows none above "
                    + VERSION + ": update it");
        }
        if (version < 1) {
            throw new UnreadableMessage("it has format version " + version + ", which never was");
        }
        fields.text("type");
        return fields;
    }

    /** The id of the message's batch; it becomes part of a queue's name and of a selector. */
    static String batch(Fields fields) throws UnreadableMessage {
        String id = fields.text("batch");
        if (!Batch.isId(id)) {
            throw new UnreadableMessage("'" + id + "' is not the id of a batch");
        }
        return id;
    }

    static UnreadableMessage unexpected(Fields fields) throws UnreadableMessage {
        return new UnreadableMessage("messages of type '" + fields.text("type") + "' are not expected on this queue");
    }
}
