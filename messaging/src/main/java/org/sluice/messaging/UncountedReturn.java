package org.sluice.messaging;

import jakarta.jms.JMSException;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.apache.activemq.command.RemoveInfo;

/**
 * Gives back what a consumer holds without raising its {@code JMSXDeliveryCount}. A broker counts, when a consumer is
 * removed, the messages up to the last one that the client says it has delivered to its application (field
 * {@code lastDeliveredSequenceId} of OpenWire's RemoveInfo). A client that says "none" gets none counted.
 */
final class UncountedReturn {
    private UncountedReturn() {}

    /** Returns when the message is back in the queue. */
    static void giveBack(ActiveMQConnection connection, ActiveMQMessageConsumer consumer) throws JMSException {
        connection.syncSendPacket(end(consumer));
    }

    /** Does not wait for the broker, nor tell of a connection that is gone. */
    static void giveBackQuietly(ActiveMQConnection connection, ActiveMQMessageConsumer consumer) {
        try {
            connection.asyncSendPacket(end(consumer));
        } catch (JMSException e) {
            // the broker gives the message out again when it sees that the connection is gone
        }
    }

    private static RemoveInfo end(ActiveMQMessageConsumer consumer) throws JMSException {
        // locally first: a close() afterwards would remove the consumer once more, which the broker calls an error
        consumer.dispose();
        RemoveInfo remove = new RemoveInfo(consumer.getConsumerId());
        remove.setLastDeliveredSequenceId(RemoveInfo.LAST_DELIVERED_UNSET);
        return remove;
    }
}
