package org.sluice.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.PersistenceAdapter;
import org.apache.activemq.store.kahadb.plist.PListStoreImpl;
import org.apache.activemq.usage.SystemUsage;

/**
 * What the embedded and the standalone broker have in common: nothing is on that the protocol does not use, and
 * everything that a client could ask for has a limit.
 */
final class HardenedBroker {
    /** How long a sender waits for room on a full disk before it gets an error. */
    private static final long FULL_DISK_MILLIS = 5_000;

    private HardenedBroker() {}

    /**
     * A broker that is configured and not started.
     *
     * @param store where messages are kept; null when none outlives the broker
     * @param directory for whatever else the library wants to write; nothing is written anywhere else
     */
    static BrokerService create(String name, PersistenceAdapter store, Path directory, Limits limits)
            throws IOException {
        boolean persistent = store != null;
        BrokerService broker = new BrokerService();
        broker.setBrokerName(name);
        broker.setDataDirectoryFile(directory.toFile());
        broker.setPersistent(persistent);
        if (persistent) {
            broker.setPersistenceAdapter(store);
        }
        // explicitly, for a broker without persistence makes none by itself
        PListStoreImpl temp = new PListStoreImpl();
        temp.setDirectory(directory.resolve("temp").toFile());
        broker.setTempDataStore(temp);

        broker.setUseJmx(false);
        broker.setAdvisorySupport(false);
        broker.setSchedulerSupport(false);
        broker.setUseVirtualTopics(false);
        // whoever starts a broker closes it; a second party that stops it at exit would race with the last results
        broker.setUseShutdownHook(false);
        broker.setDedicatedTaskRunner(false);

        broker.setDestinations(AccessRules.standing());
        broker.setDestinationPolicy(DestinationPolicies.of(persistent, limits.maxBatches()));
        broker.setSchedulePeriodForDestinationPurge(DestinationPolicies.UNUSED_MILLIS / 10);
        broker.setMaxUncommittedCount(limits.maxUncommitted());

        // last, for it measures the stores that were set above
        SystemUsage usage = broker.getSystemUsage();
        usage.getMemoryUsage().setPercentOfJvmHeap(limits.memoryPercent());
        usage.getTempUsage().setLimit(limits.tempBytes());
        usage.getStoreUsage().setLimit(limits.storeBytes());
        usage.setSendFailIfNoSpaceAfterTimeout(FULL_DISK_MILLIS);
        return broker;
    }

    /** Adds to what every broker does with each request; the first is asked last. To be called for each, once. */
    static void install(BrokerService broker, List<BrokerPlugin> plugins) {
        List<BrokerPlugin> all = new ArrayList<>(plugins);
        all.add(0, new OneTokenALock());
        broker.setPlugins(all.toArray(BrokerPlugin[]::new));
    }

    /**
     * Starts the broker; if it does not start, nothing of it is left running.
     *
     * @throws IOException for whatever reason it does not start
     */
    static void start(BrokerService broker) throws IOException {
        try {
            broker.start();
        } catch (Exception e) {
            stopQuietly(broker, e);
            throw e instanceof IOException io ? io : new IOException("the broker does not start: " + e.getMessage(), e);
        }
    }

    /** Stops the broker because of a failure, which remains the one to be told. */
    static void stopQuietly(BrokerService broker, Exception failure) {
        try {
            broker.stop();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Stops the broker and waits until it has stopped; does nothing when it has been stopped already.
     *
     * @throws IOException if some part of it could not be stopped
     */
    static void stop(BrokerService broker) throws IOException {
        try {
            broker.stop();
            broker.waitUntilStopped();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the broker did not stop as it should: " + e.getMessage(), e);
        }
    }
}
