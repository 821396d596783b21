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

/** A network between a client and a broker that a test can cut and mend. */
final class CuttableProxy implements AutoCloseable {
    private final ServerSocket server;
    private final URI target;
    /** These two are guarded by this object. */
    private final List<Socket> sockets = new ArrayList<>();

    private boolean cut;

    private CuttableProxy(ServerSocket server, URI target) {
        this.server = server;
        this.target = target;
    }

    /** Listens on a free port and passes everything on. */
    static CuttableProxy before(URI target) throws IOException {
        CuttableProxy proxy = new CuttableProxy(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), target);
        daemon(proxy::accept);
        return proxy;
    }

    URI uri() {
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
        daemon(() -> pass(client, broker));
        daemon(() -> pass(broker, client));
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // cut: both sides see their connection end
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Cuts all connections, and lets no new ones through until {@link #mend}. */
    synchronized void cut() throws IOException {
        cut = true;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** Lets connections through again. */
    synchronized void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
