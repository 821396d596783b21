package org.sluice.e2e.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/** What lies between clients and a broker. Each connection has a line of its own; what happens to it is a subclass's. */
abstract class Relay implements AutoCloseable {
    private final ServerSocket server;
    private final URI target;
    private final Set<Line> lines = new HashSet<>();
    private boolean closed;

    /** It listens on a free port from {@link #open} on. */
    Relay(URI target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    final void open() {
        daemon(this::accept);
    }

    final URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    /** One connection of a client, and the one to the broker that belongs to it. */
    static final class Line {
        private final Socket client;
        private final Socket broker;

        private Line(Socket client, Socket broker) {
            this.client = client;
            this.broker = broker;
        }

        Socket from(boolean up) {
            return up ? client : broker;
        }

        Socket to(boolean up) {
            return up ? broker : client;
        }

        /** Both sides get a FIN. */
        void end() {
            for (Socket socket : new Socket[] {client, broker}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // it is closed
                }
            }
        }

        /** Both sides get an RST, and what was on its way is lost. */
        void reset() {
            for (Socket socket : new Socket[] {client, broker}) {
                try {
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    // it is closed
                }
            }
            end();
        }
    }

    /** Carries one direction of a line until it ends. */
    interface Carrier {
        void carry(boolean up) throws IOException, InterruptedException;
    }

    /** Called before the broker is connected to; may wait. Returns whether to connect at all. */
    abstract boolean letsConnect() throws InterruptedException;

    abstract Carrier carrier(Line line);

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                daemon(() -> connect(client));
            } catch (IOException e) {
                // the test is over
            }
        }
    }

    private void connect(Socket client) {
        try {
            if (!letsConnect()) {
                Line refused = new Line(client, new Socket());
                refused.reset();
                return;
            }
            Line line = new Line(client, new Socket(target.getHost(), target.getPort()));
            synchronized (this) {
                lines.add(line);
                if (closed) {
                    line.end();
                }
            }
            Carrier carrier = carrier(line);
            daemon(() -> carry(carrier, line, true));
            daemon(() -> carry(carrier, line, false));
        } catch (IOException e) {
            new Line(client, new Socket()).end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Carrier carrier, Line line, boolean up) {
        try {
            carrier.carry(up);
        } catch (IOException e) {
            // one side is gone: so is the other, as on a wire
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        line.end();
        synchronized (this) {
            lines.remove(line);
        }
    }

    /** The lines that are there now. */
    final synchronized Set<Line> lines() {
        return Set.copyOf(lines);
    }

    static void daemon(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Set<Line> last;
        synchronized (this) {
            closed = true;
            last = Set.copyOf(lines);
            notifyAll();
        }
        last.forEach(Line::end);
    }
}
