package org.sluice.broker;

import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Puts a new queue on disk before whoever made it hears of it. The library knows a queue that never held a message from
 * its index alone, and writes that every five seconds: after a kill within them the queue of a batch's results would be
 * gone, and its consumers, which may not make it, would take the batch for ended.
 */
final class DurableQueues implements BrokerPlugin {
    @Override
    public Broker installPlugin(Broker broker) {
        return new BrokerFilter(broker) {
            @Override
            public Destination addDestination(ConnectionContext context, ActiveMQDestination name, boolean create)
                    throws Exception {
                boolean isNew = !getDestinationMap(name).containsKey(name);
                Destination destination = super.addDestination(context, name, create);
                // while the broker starts, queues are added because they are on disk already, or are always there
                if (isNew && name.isQueue() && getBrokerService().isStarted()) {
                    getBrokerService().getPersistenceAdapter().checkpoint(true);
                }
                return destination;
            }
        };
    }
}
