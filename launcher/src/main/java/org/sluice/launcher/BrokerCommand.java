package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.broker.ListenAddress;
import org.sluice.broker.Role;
import org.sluice.broker.StandaloneBroker;
import org.sluice.job.Access;
import org.sluice.job.ExitCode;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.LinkKeeper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A broker that stands alone. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs a broker until it is stopped. It keeps every message over a restart and a kill. At its first"
                        + " start it makes an access file for each role; producers and consumers need theirs.",
        footer = {
            "",
            "Examples:",
            "  sluice broker",
            "  sluice broker --listen 127.0.0.1:61616 --data /srv/data --access /srv/access",
            "  sluice broker --settings broker.properties",
            "  sluice broker --listen 0.0.0.0:61616 --insecure   where all are trusted"
        })
final class BrokerCommand implements Callable<Integer> {
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(3);

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description =
                    "Reads the broker's settings from this file; broker-config/broker.properties tells which there"
                            + " are.")
    private Path settings;

    @Mixin
    private ListenMixin listen;

    @Option(names = "--data", paramLabel = "DIR", description = "Keeps the messages in this directory.")
    private Path data;

    @Option(names = "--access", paramLabel = "DIR", description = "Keeps the access files in this directory.")
    private Path access;

    @Option(
            names = "--check",
            fallbackValue = "true",
            description = "Starts no broker but asks whether the one with these settings answers; exit code 0 or 3.")
    private boolean check;

    @Override
    public Integer call() throws IOException, InterruptedException, BrokerUnavailable {
        StandaloneBroker.Options options = options();
        if (check) {
            return check(options);
        }
        try (StandaloneBroker broker = start(options)) {
            Signals signals = Signals.handle(() -> close(broker), () -> {});
            System.err.println("The broker listens at " + broker.listenUri() + "; the access files are in "
                    + options.access() + ".");
            broker.awaitStopped();
            if (signals.isInterrupted()) {
                System.err.println("The broker has stopped.");
                return ExitCode.INTERRUPTED.code();
            }
            System.err.println("sluice: The broker has stopped by itself; --verbose shows why.");
            return ExitCode.INCOMPLETE.code();
        }
    }

    private StandaloneBroker.Options options() throws IOException {
        StandaloneBroker.Options options;
        try {
            options = settings == null ? StandaloneBroker.Options.defaults() : StandaloneBroker.Options.read(settings);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), ExitCode.USAGE, e);
        }
        if (listen.isAsked()) {
            options = options.withListen(listen.address());
        }
        if (data != null) {
            options = options.withData(data);
        }
        if (access != null) {
            options = options.withAccess(access);
        }
        return options.withInsecure(listen.insecure());
    }

    private static StandaloneBroker start(StandaloneBroker.Options options) throws IOException {
        try {
            return StandaloneBroker.start(options);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), ExitCode.USAGE, e);
        }
    }

    private static void close(StandaloneBroker broker) {
        try {
            broker.close();
        } catch (IOException e) {
            System.err.println("sluice: The broker could not be stopped cleanly: " + e.getMessage());
        }
    }

    private static int check(StandaloneBroker.Options options)
            throws IOException, InterruptedException, BrokerUnavailable {
        Access observer = Access.read(Role.OBSERVER.accessFile(options.access()));
        ListenAddress listen = options.listen();
        String host = listen.host().equals("0.0.0.0") || listen.host().equals("::") ? "localhost" : listen.host();
        BrokerAddress address = BrokerAddress.parse("tcp://" + new ListenAddress(host, listen.port()));
        List<String> told = new ArrayList<>();
        try (LinkKeeper keeper =
                new LinkKeeper(address, Optional.of(observer), Optional.of(CHECK_PATIENCE), told::add, notice -> {})) {
            keeper.link(() -> false);
            return ExitCode.PASSED.code();
        }
    }
}
