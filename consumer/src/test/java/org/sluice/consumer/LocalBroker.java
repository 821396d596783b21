package org.sluice.consumer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.job.Job;
import org.sluice.messaging.BrokerAddress;

/** A broker inside the test, and the consumers that work for it: all of them end with it. */
final class LocalBroker {
    private final EmbeddedBroker broker;
    private final BrokerAddress address;
    private final List<Working> consumers = new ArrayList<>();

    private LocalBroker(EmbeddedBroker broker) {
        this.broker = broker;
        this.address = new BrokerAddress(List.of(broker.vmUri()));
    }

    static LocalBroker start(Path directory) throws Exception {
        return new LocalBroker(EmbeddedBroker.start(EmbeddedBroker.Options.local(directory)));
    }

    Working consumer(ConsumerOptions options) {
        Working consumer = Working.start(options, address, Optional.empty());
        consumers.add(consumer);
        return consumer;
    }

    PostedBatch post(String id, List<Job> jobs) throws Exception {
        return PostedBatch.post(id, address, Optional.empty(), jobs);
    }

    void close() throws Exception {
        for (Working consumer : consumers) {
            consumer.end();
        }
        broker.close();
    }
}
