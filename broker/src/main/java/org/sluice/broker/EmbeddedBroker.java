package org.sluice.broker;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.sluice.job.Access;

/**
 * A broker inside the process of one command, for as long as the command lives. It keeps nothing beyond that: clients
 * send with {@code DeliveryMode.NON_PERSISTENT}, and what does not fit into memory waits in a temporary directory.
 *
 * <p>It is started by {@link #start} and ended by {@link #close}, once; closing it again does nothing.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final long CLIENTS_MILLIS = 20;

    private final BrokerService broker;
    private final Path directory;
    private final Optional<URI> listenUri;
    private final Optional<Accounts> accounts;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(BrokerService broker, Path directory, Optional<URI> listenUri, Optional<Accounts> accounts) {
        this.broker = broker;
        this.directory = directory;
        this.listenUri = listenUri;
        this.accounts = accounts;
    }

    /**
     * How an embedded broker is started.
     *
     * @param temp where it may make a directory of its own, which is removed by {@link EmbeddedBroker#close}
     * @param listening where other processes may connect; empty means that nothing listens and no account is asked for
     */
    public record Options(Path temp, Optional<Listening> listening) {
        /** A broker that no other process can reach. */
        public static Options local(Path temp) {
            return new Options(temp, Optional.empty());
        }

        /** A broker that other processes can join. */
        public static Options listening(Path temp, Listening listening) {
            return new Options(temp, Optional.of(listening));
        }
    }

    /**
     * How other processes reach the broker.
     *
     * @param address where it listens
     * @param access the directory of the access files, which are made when they are missing
     * @param insecure whether the user allows an address that other machines can reach, without encryption
     */
    public record Listening(ListenAddress address, Path access, boolean insecure) {}

    /**
     * Starts a broker.
     *
     * @throws IOException if the port is taken, or a file cannot be read or written; the message is for the user
     * @throws IllegalArgumentException if the address would be insecure; the message says why and what to do
     */
    public static EmbeddedBroker start(Options options) throws IOException {
        return start(options, BrokerProperties.defaults().limits());
    }

    static EmbeddedBroker start(Options options, Limits limits) throws IOException {
        if (options.listening().isPresent()) {
            Listening listening = options.listening().get();
            listening.address().requireSafe(listening.insecure());
        }
        Path directory = Files.createTempDirectory(Files.createDirectories(options.temp()), "broker-");
        try {
            return start(options.listening(), directory, limits);
        } catch (IOException | RuntimeException e) {
            delete(directory);
            throw e;
        }
    }

    private static EmbeddedBroker start(Optional<Listening> listening, Path directory, Limits limits)
            throws IOException {
        BrokerService broker = HardenedBroker.create("sluice-" + UUID.randomUUID(), null, directory, limits);
        Optional<URI> listenUri = Optional.empty();
        Optional<Accounts> accounts = Optional.empty();
        try {
            if (listening.isEmpty()) {
                HardenedBroker.install(broker, List.of());
            } else {
                accounts = Optional.of(Accounts.in(listening.get().access()));
                List<BrokerPlugin> plugins = new ArrayList<>(AccessRules.plugins(accounts.get()));
                plugins.add(new NothingOutlivesIt());
                HardenedBroker.install(broker, plugins);
                listenUri = Optional.of(Listener.open(broker, listening.get().address(), limits));
            }
        } catch (IOException | RuntimeException e) {
            HardenedBroker.stopQuietly(broker, e);
            throw e;
        }
        HardenedBroker.start(broker);
        return new EmbeddedBroker(broker, directory, listenUri, accounts);
    }

    /** The address for clients in this process. */
    public URI vmUri() {
        return URI.create("vm://" + broker.getBrokerName() + "?create=false");
    }

    /** The address for clients in other processes, with the port that was opened; empty when nothing listens. */
    public Optional<URI> listenUri() {
        return listenUri;
    }

    /** The account that clients of this role must use, in this process too; empty when no account is asked for. */
    public Optional<Access> access(Role role) {
        return accounts.map(known -> known.byRole().get(role));
    }

    /**
     * Waits until no other process is connected, so that its client can say goodbye before the broker is gone.
     *
     * @param atMost when this time is over, nothing is waited for any longer
     */
    public void awaitClientsGone(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (connections() > 0 && System.nanoTime() < end) {
            Thread.sleep(CLIENTS_MILLIS);
        }
    }

    private int connections() {
        return broker.getTransportConnectors().stream()
                .mapToInt(connector -> connector.getConnections().size())
                .sum();
    }

    /**
     * Ends the broker and removes its temporary directory. Connections are cut; messages that nobody took are gone.
     *
     * @throws IOException if something could not be ended or removed
     */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try {
                HardenedBroker.stop(broker);
            } finally {
                delete(directory);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
