package org.sluice.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes the bytes of one connection on, until it falls silent without closing anything, as a pulled cable does. */
final class Relay implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    Relay(URI target) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        start(() -> {
            Socket client = keep(server.accept());
            Socket broker = keep(new Socket(target.getHost(), target.getPort()));
            start(() -> pass(client.getInputStream(), broker.getOutputStream()));
            start(() -> pass(broker.getInputStream(), client.getOutputStream()));
        });
    }

    URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    void fallSilent() {
        silent = true;
    }

    private Socket keep(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private void pass(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            if (!silent) {
                out.write(buffer, 0, length);
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // closed: that is how a relay ends
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
