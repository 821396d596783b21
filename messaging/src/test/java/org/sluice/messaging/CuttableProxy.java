package org.sluice.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between clients and a real broker, and cuts their connections when it is told to: now, or after so many bytes. */
final class CuttableProxy implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket server;
    private final URI broker;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong toBroker = new AtomicLong();
    private final AtomicLong toClient = new AtomicLong();
    private volatile long cutToBroker = NEVER;
    private volatile long cutToClient = NEVER;

    private CuttableProxy(ServerSocket server, URI broker) {
        this.server = server;
        this.broker = broker;
    }

    static CuttableProxy to(URI broker) throws IOException {
        CuttableProxy proxy = new CuttableProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), broker);
        daemon(proxy::accept);
        return proxy;
    }

    /** The address for clients. */
    URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    /** How many bytes have come from clients. */
    long bytesToBroker() {
        return toBroker.get();
    }

    /** How many bytes have come from the broker. */
    long bytesToClient() {
        return toClient.get();
    }

    /** Cuts when the clients have sent so many bytes in all; what comes after that does not reach the broker. */
    void cutAfterBytesToBroker(long bytes) {
        cutToBroker = bytes;
    }

    /** Cuts when the broker has sent so many bytes in all; what comes after that does not reach a client. */
    void cutAfterBytesToClient(long bytes) {
        cutToClient = bytes;
    }

    /** Cuts all connections. New ones can be made, and are not cut before the next call. */
    void cut() {
        cutToBroker = NEVER;
        cutToClient = NEVER;
        sockets.forEach(CuttableProxy::closeQuietly);
        sockets.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket there = new Socket(broker.getHost(), broker.getPort());
                client.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(there);
                daemon(() -> pump(client, there, true));
                daemon(() -> pump(there, client, false));
            } catch (IOException e) {
                // closed, or the broker is gone: the client sees a connection that ends at once
            }
        }
    }

    private void pump(Socket from, Socket to, boolean forBroker) {
        AtomicLong passed = forBroker ? toBroker : toClient;
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8_192];
            int length = in.read(buffer);
            while (length >= 0) {
                long before = passed.getAndAdd(length);
                long end = forBroker ? cutToBroker : cutToClient;
                if (before + length > end) {
                    out.write(buffer, 0, (int) Math.max(0, end - before));
                    out.flush();
                    cut();
                    return;
                }
                out.write(buffer, 0, length);
                length = in.read(buffer);
            }
        } catch (IOException e) {
            // one side is gone; so is the other now
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cuttable-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // it is gone either way
        }
    }

    @Override
    public void close() {
        closeQuietly(server);
        cut();
    }
}
