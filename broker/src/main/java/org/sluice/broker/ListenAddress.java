package org.sluice.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker listens.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 0 means any free one
 */
public record ListenAddress(String host, int port) {
    /** What {@link #parse} takes, for error messages. */
    public static final String EXPECTED = "HOST:PORT such as 127.0.0.1:61616 or [::1]:61616";

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:/\\[\\]?#@]+)):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    public ListenAddress {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + MAX_PORT);
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if the text is none; the message says what was expected
     */
    public static ListenAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + EXPECTED);
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new ListenAddress(host, Integer.parseInt(matcher.group(3)));
    }

    /**
     * Refuses an address that other machines can reach, unless the user has said that this is meant.
     *
     * @param insecure whether the user has said so
     * @throws IOException if nobody knows the host
     * @throws IllegalArgumentException if the address is refused; the message says why and what to do
     */
    public void requireSafe(boolean insecure) throws IOException {
        if (insecure) {
            return;
        }
        try {
            if (Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress)) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new IOException("cannot listen on " + this + ": this machine knows no host '" + host + "'", e);
        }
        throw new IllegalArgumentException("listening on " + this + " is refused: other machines could connect, and the"
                + " connection is not encrypted, so passwords and jobs would cross the network in clear text, and whoever"
                + " reads the producer's password can run any program on every consumer. In a network where that is"
                + " no danger, say --insecure; otherwise listen on 127.0.0.1 and connect through a tunnel such as"
                + " ssh -L " + port + ":127.0.0.1:" + port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
