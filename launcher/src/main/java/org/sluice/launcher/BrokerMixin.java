package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.sluice.job.Access;
import org.sluice.job.Durations;
import org.sluice.job.ExitCode;
import org.sluice.messaging.BrokerAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options by which a command finds a broker. */
final class BrokerMixin {
    @Option(
            names = "--broker",
            paramLabel = "URL",
            required = true,
            converter = AddressConverter.class,
            description = "The broker: host, host:port or tcp://host:port; several addresses of one broker with commas"
                    + " between are tried in turn.")
    private BrokerAddress broker;

    @Option(
            names = "--access",
            paramLabel = "FILE",
            description = "The access file that the broker wrote for the role of this command.")
    private Path access;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "Gives up, with exit code 3, when the broker was away for so long; without it waits for ever.")
    private Duration timeout;

    BrokerAddress address() {
        return broker;
    }

    Optional<Access> access() {
        if (access == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Access.read(access));
        } catch (IOException e) {
            throw new UsageException(e.getMessage(), ExitCode.USAGE, e);
        }
    }

    Optional<Duration> patience() {
        return Optional.ofNullable(timeout);
    }

    /** Reads an address. */
    static final class AddressConverter implements ITypeConverter<BrokerAddress> {
        @Override
        public BrokerAddress convert(String text) {
            try {
                return BrokerAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a duration. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
