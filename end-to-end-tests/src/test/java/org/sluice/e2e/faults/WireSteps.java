package org.sluice.e2e.faults;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.BaseCommand;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessageDispatch;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.MessagePull;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.RemoveInfo;
import org.apache.activemq.command.Response;
import org.apache.activemq.command.SessionId;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.command.WireFormatInfo;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.openwire.OpenWireFormatFactory;
import org.apache.activemq.util.ByteSequence;

/**
 * Reads the OpenWire of one connection along with its two sides, and names the steps of the protocol that are in it, in words
 * of {@code docs/protocol.md}.
 */
final class WireSteps {
    private final OpenWireFormat up = format();
    private final OpenWireFormat down = format();
    private final Map<Integer, String> asked = new HashMap<>();
    private final Map<MessageId, String> handedOut = new HashMap<>();
    private final Map<ConsumerId, String> consumers = new HashMap<>();
    private WireFormatInfo ofClient;
    private WireFormatInfo ofBroker;

    private static OpenWireFormat format() {
        return (OpenWireFormat) new OpenWireFormatFactory().createWireFormat();
    }

    /**
     * What a frame is, its length included; frames of a direction in their order.
     *
     * @param isUp whether the client sends it
     * @return empty for what belongs to the connection alone, such as signs of life
     */
    synchronized Optional<String> step(byte[] frame, boolean isUp) throws IOException {
        Object command = (isUp ? up : down).unmarshal(new ByteSequence(frame));
        if (command instanceof WireFormatInfo info) {
            negotiate(info, isUp);
            return Optional.empty();
        }
        Optional<String> step = Optional.ofNullable(isUp ? asked(command) : told(command));
        if (isUp && command instanceof BaseCommand base && base.isResponseRequired()) {
            step.ifPresent(name -> asked.put(base.getCommandId(), name));
        }
        return step;
    }

    private void negotiate(WireFormatInfo info, boolean isUp) throws IOException {
        if (isUp) {
            ofClient = info;
        } else {
            ofBroker = info;
        }
        if (ofClient != null && ofBroker != null) {
            for (OpenWireFormat format : new OpenWireFormat[] {up, down}) {
                format.setPreferedWireFormatInfo(ofClient);
                format.renegotiateWireFormat(ofBroker);
            }
        }
    }

    private String asked(Object command) throws IOException {
        if (command instanceof Message message) {
            return "send " + type(message) + " to " + place(message.getDestination());
        }
        if (command instanceof MessageAck ack) {
            MessageId id = ack.getLastMessageId();
            String what = handedOut.getOrDefault(id, "message of " + place(ack.getDestination()));
            return (ack.isStandardAck() || ack.isIndividualAck() ? "acknowledge " : "tell of having ") + what;
        }
        if (command instanceof MessagePull pull) {
            return "pull from " + place(pull.getDestination());
        }
        if (command instanceof TransactionInfo transaction) {
            return switch (transaction.getType()) {
                case TransactionInfo.BEGIN -> "begin a transaction";
                case TransactionInfo.COMMIT_ONE_PHASE -> "commit";
                default -> "end a transaction otherwise";
            };
        }
        if (command instanceof ConsumerInfo consumer) {
            String what = (consumer.isBrowser() ? "a look at " : "a wait at ") + place(consumer.getDestination());
            consumers.put(consumer.getConsumerId(), what);
            return "begin " + what;
        }
        if (command instanceof ProducerInfo producer) {
            return "be about to send to " + place(producer.getDestination());
        }
        if (command instanceof RemoveInfo remove) {
            return "end " + ended(remove.getObjectId());
        }
        if (command instanceof DestinationInfo destination) {
            return (destination.isRemoveOperation() ? "remove " : "make ") + place(destination.getDestination());
        }
        if (command instanceof SessionInfo) {
            return "begin a session";
        }
        return command instanceof ConnectionInfo ? "connect" : null;
    }

    private String ended(Object id) {
        if (id instanceof ConsumerId consumer) {
            return consumers.getOrDefault(consumer, "a consumer");
        }
        if (id instanceof SessionId) {
            return "a session";
        }
        return id instanceof ConnectionId ? "the connection" : "a sender";
    }

    private String told(Object command) throws IOException {
        if (command instanceof MessageDispatch dispatch) {
            if (dispatch.getMessage() == null) {
                return "nothing more from " + place(dispatch.getDestination());
            }
            String what = type(dispatch.getMessage()) + " of " + place(dispatch.getDestination());
            handedOut.put(dispatch.getMessage().getMessageId(), what);
            return "hand out " + what;
        }
        if (command instanceof Response response) {
            String question = asked.remove(response.getCorrelationId());
            return question == null ? null : "reply to: " + question;
        }
        return null;
    }

    private static String type(Message message) throws IOException {
        Object type = message.getProperty("SluiceType");
        return type == null ? "message" : type.toString();
    }

    private static String place(ActiveMQDestination destination) {
        String name = destination == null ? "" : destination.getPhysicalName();
        if (!name.startsWith("sluice.")) {
            return "elsewhere";
        }
        String first = name.substring("sluice.".length());
        int dot = first.indexOf('.');
        return dot < 0 ? first : first.substring(0, dot);
    }
}
