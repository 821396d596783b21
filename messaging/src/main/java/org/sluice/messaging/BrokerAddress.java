package org.sluice.messaging;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a broker is: one address, or several of the same broker that are tried in turn.
 *
 * @param uris at least one
 */
public record BrokerAddress(List<URI> uris) {
    /** What {@link #parse} takes, for messages. */
    public static final String EXPECTED =
            "an address such as tcp://lab3:61616 or ssl://lab3:61617, or several with commas between";

    private static final int DEFAULT_PORT = 61616;
    private static final int MAX_PORT = 65_535;
    private static final Set<String> SCHEMES = Set.of("tcp", "ssl", "vm");

    public BrokerAddress {
        uris = List.copyOf(uris);
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("no address of a broker");
        }
    }

    /**
     * Reads what a user gave. A host without a scheme is {@code tcp}, one without a port has ActiveMQ's 61616.
     *
     * @throws IllegalArgumentException if it is no address; the message is for the user
     */
    public static BrokerAddress parse(String text) {
        String list = text.strip();
        if (list.contains("@")) {
            // not repeated in the message: it may hold a password
            throw new IllegalArgumentException(
                    "an address holds no user and password; they are read from --access FILE");
        }
        if (list.toLowerCase(Locale.ROOT).startsWith("failover:")) {
            throw new IllegalArgumentException("'" + text + "': give the addresses themselves, with commas between."
                    + " Sluice reconnects by itself; failover: would do it unseen and throw acknowledgements away.");
        }
        List<URI> uris = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            uris.add(parseOne(part.strip(), text));
        }
        return new BrokerAddress(uris);
    }

    private static URI parseOne(String part, String whole) {
        int colon = part.indexOf("://");
        String withScheme =
                colon < 0 ? "tcp://" + part : part.substring(0, colon).toLowerCase(Locale.ROOT) + part.substring(colon);
        URI uri;
        try {
            uri = new URI(withScheme);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + whole + "' is not " + EXPECTED, e);
        }
        if (!SCHEMES.contains(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "'" + whole + "' is not " + EXPECTED + ": " + uri.getScheme() + ":// is not spoken here");
        }
        if (uri.getScheme().equals("vm")) {
            return uri;
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("'" + whole + "' is not " + EXPECTED);
        }
        if (uri.getPort() >= 0) {
            return uri;
        }
        try {
            return new URI(
                    uri.getScheme(),
                    null,
                    uri.getHost(),
                    DEFAULT_PORT,
                    uri.getPath(),
                    uri.getQuery(),
                    uri.getFragment());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the broker is inside this process. It does not outlive it, so nothing needs to be put on disk for it. */
    boolean isInProcess() {
        return uris.get(0).getScheme().equals("vm");
    }

    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        for (URI uri : uris) {
            texts.add(uri.getScheme() + "://" + uri.getAuthority());
        }
        return String.join(",", texts);
    }
}
