package org.sluice.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.util.InetAddressUtil;

/** The port of a broker: OpenWire over TCP, and nothing else. */
final class Listener {
    private Listener() {}

    /**
     * Opens the port. Clients are served as soon as the broker has started.
     *
     * @return the address for clients, with the port that was opened
     * @throws IOException if the port cannot be opened; the message is for the user
     */
    static URI open(BrokerService broker, ListenAddress address, Limits limits) throws IOException {
        long inactivity = limits.inactivity().toMillis();
        URI bind = URI.create("tcp://" + address
                + "?maximumConnections=" + limits.maxConnections()
                + "&wireFormat.maxFrameSize=" + limits.maxFrameBytes()
                + "&wireFormat.maxInactivityDuration=" + inactivity
                + "&wireFormat.maxInactivityDurationInitalDelay=" + inactivity);
        TransportConnector connector;
        try {
            connector = broker.addConnector(bind);
        } catch (Exception e) {
            throw cannotListen(address, e);
        }
        try {
            InetSocketAddress opened = connector.getServer().getSocketAddress();
            return URI.create("tcp://" + new ListenAddress(reachable(address.host()), opened.getPort()));
        } catch (Exception e) {
            throw new IOException("cannot tell on which port the broker listens: " + e.getMessage(), e);
        }
    }

    private static IOException cannotListen(ListenAddress address, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new IOException(
                        "cannot listen on " + address + ": " + cause.getMessage()
                                + "; another program, perhaps another broker, may have the port: choose another one,"
                                + " or port 0 for any free one",
                        e);
            }
        }
        return new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }

    /** A host that stands for all addresses of this machine is no address to connect to. */
    private static String reachable(String host) throws IOException {
        return InetAddress.getByName(host).isAnyLocalAddress() ? InetAddressUtil.getLocalHostName() : host;
    }
}
