package org.sluice.broker;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;

/**
 * A broker that outlives the commands that use it, and keeps every acknowledged message over a restart, a kill and a
 * power cut: each write is on disk before its sender hears that it was taken.
 *
 * <p>It is started by {@link #start} and ended by {@link #close}, once; closing it again does nothing.
 */
public final class StandaloneBroker implements AutoCloseable {
    private final BrokerService broker;
    private final URI listenUri;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StandaloneBroker(BrokerService broker, URI listenUri) {
        this.broker = broker;
        this.listenUri = listenUri;
    }

    /**
     * How a standalone broker is started.
     *
     * @param listen where clients connect
     * @param data the directory of the messages; one broker at a time uses it
     * @param access the directory of the access files, which are made when they are missing
     * @param limits what the broker allows itself and its clients
     * @param insecure whether the user allows an address that other machines can reach, without encryption
     */
    public record Options(ListenAddress listen, Path data, Path access, Limits limits, boolean insecure) {
        /** The settings of {@code broker-config/broker.properties}. */
        public static Options defaults() {
            return BrokerProperties.defaults();
        }

        /**
         * Reads settings from a file; what it does not say is as in {@link #defaults}. Whether an insecure address is
         * allowed is never in the file: somebody has to say it.
         *
         * @throws IOException if the file cannot be read
         * @throws IllegalArgumentException if something in it is wrong; the message names file, line and what was
         *     expected
         */
        public static Options read(Path file) throws IOException {
            return BrokerProperties.read(file);
        }

        /** The same with another address. */
        public Options withListen(ListenAddress other) {
            return new Options(other, data, access, limits, insecure);
        }

        /** The same with another directory of messages. */
        public Options withData(Path other) {
            return new Options(listen, other, access, limits, insecure);
        }

        /** The same with another directory of access files. */
        public Options withAccess(Path other) {
            return new Options(listen, data, other, limits, insecure);
        }

        /** The same, with or without leave for an address that other machines can reach. */
        public Options withInsecure(boolean other) {
            return new Options(listen, data, access, limits, other);
        }
    }

    /**
     * Starts a broker and returns when clients can connect.
     *
     * @throws IOException if the port is taken, the data are in use by another broker, or a file cannot be read or written;
     *     the message is for the user
     * @throws IllegalArgumentException if the address would be insecure; the message says why and what to do
     */
    public static StandaloneBroker start(Options options) throws IOException {
        options.listen().requireSafe(options.insecure());
        makeWritable(options.data());
        Accounts accounts = Accounts.in(options.access());
        BrokerService broker = HardenedBroker.create("sluice", store(options.data()), options.data(), options.limits());
        URI listenUri;
        try {
            List<BrokerPlugin> plugins = new ArrayList<>();
            plugins.add(new DurableQueues());
            plugins.addAll(AccessRules.plugins(accounts));
            HardenedBroker.install(broker, plugins);
            listenUri = Listener.open(broker, options.listen(), options.limits());
        } catch (IOException | RuntimeException e) {
            HardenedBroker.stopQuietly(broker, e);
            throw e;
        }
        HardenedBroker.start(broker);
        return new StandaloneBroker(broker, listenUri);
    }

    private static KahaDBPersistenceAdapter store(Path data) throws IOException {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(data.resolve("messages").toFile());
        store.setLocker(new FailFastLocker(data));
        store.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
        // after a kill: find what is torn at the end of the journal, and make the index anew when it is torn
        store.setCheckForCorruptJournalFiles(true);
        store.setArchiveCorruptedIndex(true);
        // a message is stored before it is handed out; with small messages and a consumer each that is the faster way
        store.setConcurrentStoreAndDispatchQueues(false);
        return store;
    }

    private static void makeWritable(Path data) throws IOException {
        PrivateDirectory.make(data, "data directory");
        if (!Files.isWritable(data)) {
            throw new IOException("the broker's data directory " + data + " is not writable for user "
                    + System.getProperty("user.name") + "; choose another one or change its owner");
        }
    }

    /** The address for clients, with the port that was opened. */
    public URI listenUri() {
        return listenUri;
    }

    /** Waits until the broker has stopped, by {@link #close} or because its disk failed. An interrupt does not end it. */
    public void awaitStopped() {
        broker.waitUntilStopped();
    }

    /**
     * Ends the broker. Connections are cut, messages are kept.
     *
     * @throws IOException if something could not be ended
     */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            HardenedBroker.stop(broker);
        }
    }
}
