package org.sluice.broker;

import org.apache.activemq.broker.BrokerPluginSupport;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.Message;

/**
 * Takes what is sent as to be kept for what it is in a broker that keeps nothing. Clients of other processes do not know
 * which kind of broker it is. The library would put such messages into a store in the heap, and only the others are moved
 * to disk when the heap gets full.
 */
final class NothingOutlivesIt extends BrokerPluginSupport {
    @Override
    public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
        message.setPersistent(false);
        super.send(exchange, message);
    }
}
