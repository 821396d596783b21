package org.sluice.consumer;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.activemq.broker.BrokerRegistry;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationStatistics;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.command.ActiveMQQueue;
import org.sluice.job.Placement;

/** What a broker in this process itself says of its queues and connections. */
final class BrokerView {
    static final Placement GPU = new Placement(new TreeSet<>(Set.of("gpu")), 1, false, new TreeSet<>());
    private static final Map<Placement, String> NAMES =
            Map.of(Placement.ANYWHERE, "sluice.jobs", GPU, "sluice.jobs.needs=gpu");

    private final BrokerService service;

    BrokerView(URI vm) {
        service = BrokerRegistry.getInstance().lookup(vm.getAuthority());
    }

    /** The connections that it has now. */
    Set<Connection> connections() {
        try {
            return Set.of(service.getBroker().getClients());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** How many messages are on a queue, those in somebody's hands among them. */
    long count(Placement queue) {
        return statistics(queue).map(its -> its.getMessages().getCount()).orElse(0L);
    }

    /** How many of them are in somebody's hands. */
    long inFlight(Placement queue) {
        return statistics(queue).map(its -> its.getInflight().getCount()).orElse(0L);
    }

    private Optional<DestinationStatistics> statistics(Placement queue) {
        RegionBroker region = (RegionBroker) service.getRegionBroker();
        return Optional.ofNullable(region.getDestinationMap().get(new ActiveMQQueue(NAMES.get(queue))))
                .map(Destination::getDestinationStatistics);
    }
}
