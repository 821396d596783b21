package org.sluice.broker;

import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;

/**
 * Keeps the queue of a lock at one message, its token. Every producer whose jobs need the lock sends one; all but the first
 * are dropped, so that no two jobs can hold one each.
 */
final class OneTokenALock implements BrokerPlugin {
    @Override
    public Broker installPlugin(Broker broker) {
        return new BrokerFilter(broker) {
            private final Object oneAtATime = new Object();

            @Override
            public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
                ActiveMQDestination name = message.getDestination();
                if (!isLock(name)) {
                    super.send(exchange, message);
                    return;
                }
                if (message.isInTransaction() || name.isComposite() || name.isPattern()) {
                    throw new SecurityException("The token of a lock is not authorized to be sent to " + name
                            + " but alone and outside of transactions.");
                }
                synchronized (oneAtATime) {
                    Destination lock = getDestinationMap().get(name);
                    if (lock == null
                            || lock.getDestinationStatistics().getMessages().getCount() == 0) {
                        super.send(exchange, message);
                    }
                }
            }
        };
    }

    private static boolean isLock(ActiveMQDestination name) {
        if (name.isComposite()) {
            for (ActiveMQDestination one : name.getCompositeDestinations()) {
                if (isLock(one)) {
                    return true;
                }
            }
            return false;
        }
        return name.isQueue() && name.getPhysicalName().startsWith(AccessRules.LOCK_PREFIX);
    }
}
