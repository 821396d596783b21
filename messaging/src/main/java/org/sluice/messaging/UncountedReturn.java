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

    static void giveBack(ActiveMQConnection connection, ActiveMQMessageConsumer consumer) throws JMSException {
        // locally first: a close() afterwards would remove the consumer once more, which the broker calls an error
        consumer.dispose();
        RemoveInfo remove = new RemoveInfo(consumer.getConsumerId());
        remove.setLastDeliveredSequenceId(RemoveInfo.LAST_DELIVERED_UNSET);
        connection.syncSendPacket(remove);
    }
}
