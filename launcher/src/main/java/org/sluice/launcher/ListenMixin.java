package org.sluice.launcher;

import java.io.IOException;
import org.sluice.broker.ListenAddress;
import org.sluice.job.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a broker that others can reach. */
final class ListenMixin {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = AddressConverter.class,
            description = "Listens there for the commands of others, which need the access files that are written then;"
                    + " port 0 takes a free one.")
    private ListenAddress address;

    @Option(
            names = "--insecure",
            fallbackValue = "true",
            description = "Listens at an address that other machines can reach although nothing is encrypted: who can"
                    + " read the network's traffic can read jobs, results and passwords, and can post jobs.")
    private boolean insecure;

    boolean isAsked() {
        return address != null;
    }

    /** @throws UsageException if the address is refused */
    void check() throws IOException {
        if (address != null) {
            try {
                address.requireSafe(insecure);
            } catch (IllegalArgumentException e) {
                throw new UsageException(e.getMessage(), ExitCode.USAGE, e);
            }
        }
    }

    ListenAddress address() {
        return address;
    }

    boolean insecure() {
        return insecure;
    }

    /** Reads HOST:PORT. */
    static final class AddressConverter implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String text) {
            try {
                return ListenAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
