package org.sluice.broker;

import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.ProducerInfo;

/**
 * Refuses messages to several destinations at once, be it by a list or by a wildcard. The library's authorization asks
 * whether the sender may write to <em>any</em> of them and then delivers to all: a consumer, which may write results,
 * could post jobs.
 */
final class PlainDestinations implements BrokerPlugin {
    @Override
    public Broker installPlugin(Broker broker) {
        return new BrokerFilter(broker) {
            @Override
            public void addProducer(ConnectionContext context, ProducerInfo info) throws Exception {
                requirePlain(info.getDestination());
                super.addProducer(context, info);
            }

            @Override
            public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
                requirePlain(message.getDestination());
                super.send(exchange, message);
            }
        };
    }

    private static void requirePlain(ActiveMQDestination destination) {
        if (destination != null && (destination.isComposite() || destination.isPattern())) {
            throw new SecurityException("not authorized to write to more than one destination at once: " + destination);
        }
    }
}
