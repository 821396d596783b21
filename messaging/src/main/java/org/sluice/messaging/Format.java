package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;

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
    static Fields open(Message message) throws UnreadableMessage, JMSException {
        if (!(message instanceof TextMessage text)) {
            throw new UnreadableMessage("it is not a text message but "
                    + message.getClass().getSimpleName().replace("ActiveMQ", ""));
        }
        if (text.getText() == null) {
            throw new UnreadableMessage("it is empty");
        }
        return open(text.getText());
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

    static UnreadableMessage unexpected(Fields fields) throws UnreadableMessage {
        return new UnreadableMessage("messages of type '" + fields.text("type") + "' are not expected on this queue");
    }
}
