package org.sluice.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A network between a client and a broker that a test can cut, mend and stall. */
public final class CuttableProxy implements AutoCloseable {
    private final ServerSocket server;
    private final URI target;
    /** All of these are guarded by this object. */
    private final List<Socket> sockets = new ArrayList<>();

    private boolean cut;
    private long bytesLeft = Long.MAX_VALUE;
    private boolean stalled;

    private CuttableProxy(ServerSocket server, URI target) {
        this.server = server;
        this.target = target;
    }

    /** Listens on a free port and passes everything on. */
    public static CuttableProxy before(URI target) throws IOException {
        CuttableProxy proxy = new CuttableProxy(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), target);
        daemon(proxy::accept);
        return proxy;
    }

    public URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                // the test is over, or the broker is away: the client has seen its connection end
            }
        }
    }

    private synchronized void connect(Socket client) throws IOException {
        sockets.add(client);
        if (cut) {
            client.close();
            return;
        }
        Socket broker;
        try {
            broker = new Socket(target.getHost(), target.getPort());
        } catch (IOException e) {
            client.close();
            throw e;
        }
        sockets.add(broker);
        daemon(() -> up(client, broker));
        daemon(() -> down(broker, client));
    }

    private void up(Socket client, Socket broker) {
        try (client;
                broker) {
            InputStream in = client.getInputStream();
            OutputStream out = broker.getOutputStream();
            byte[] bytes = new byte[1 << 13];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                awaitFlow(n);
                out.write(bytes, 0, n);
            }
        } catch (IOException e) {
            // cut: both sides see their connection end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitFlow(int bytes) throws InterruptedException {
        while (bytesLeft <= 0) {
            stalled = true;
            notifyAll();
            wait();
        }
        bytesLeft -= bytes;
    }

    private static void down(Socket broker, Socket client) {
        try (broker;
                client) {
            broker.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // as above
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Cuts all connections, and lets no new ones through until {@link #mend}. */
    public synchronized void cut() throws IOException {
        cut = true;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** Lets connections through again. */
    public synchronized void mend() {
        cut = false;
    }

    /** Lets only so many bytes more through to the broker until {@link #flowAgain}; connections stay open. */
    public synchronized void stallAfter(long bytes) {
        bytesLeft = bytes;
    }

    /** Waits until a client has sent more than it was allowed to. */
    public synchronized void awaitStalled() throws InterruptedException {
        long end = System.nanoTime() + Sluice.GUARD.toNanos();
        while (!stalled) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError("so much was never sent");
            }
            wait(millis);
        }
    }

    /** Lets everything through to the broker. */
    public synchronized void flowAgain() {
        bytesLeft = Long.MAX_VALUE;
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
        flowAgain();
    }
}
