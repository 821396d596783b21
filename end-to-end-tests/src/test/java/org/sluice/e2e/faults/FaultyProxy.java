package org.sluice.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network that fails in the ways in which networks fail, for as long as it is told to. */
final class FaultyProxy extends Relay {
    private static final int SLOW_BYTES_A_SECOND = 4_000;
    private static final int LATE_MILLIS = 150;

    /** What it does to bytes and connections. */
    enum Fault {
        NONE,
        /** Nothing gets through, and all of it later: packets are dropped, and sent again when the network is back. */
        HOLD,
        HOLD_UP,
        HOLD_DOWN,
        /**
         * As {@link #HOLD}, but the connections that there were never come to life again, as behind a router that has forgotten
         * them: nobody is told.
         */
        SWALLOW,
        /** What clients send never arrives; they hear the broker. */
        SWALLOW_UP,
        /** What the broker sends never arrives; it hears its clients. */
        SWALLOW_DOWN,
        /** Connections end with an RST, new ones too. */
        RESET,
        /** Connections end in order, new ones too. */
        CUT,
        /** A few kilobytes a second. */
        SLOW,
        /** Everything takes a moment. */
        LATE;

        private boolean holds(boolean up) {
            return this == HOLD || this == (up ? HOLD_UP : HOLD_DOWN);
        }

        private boolean swallows(boolean up) {
            return this == SWALLOW || this == (up ? SWALLOW_UP : SWALLOW_DOWN);
        }

        private boolean swallows() {
            return swallows(true) || swallows(false);
        }

        private boolean isForPackets() {
            return this != NONE && this != SLOW && this != LATE;
        }
    }

    private Fault fault = Fault.NONE;
    private boolean over;
    /** The lines that never come to life again. */
    private final Set<Way> dead = ConcurrentHashMap.newKeySet();

    private record Way(Line line, boolean up) {}

    private FaultyProxy(URI target) throws IOException {
        super(target);
    }

    static FaultyProxy before(URI target) throws IOException {
        FaultyProxy proxy = new FaultyProxy(target);
        proxy.open();
        return proxy;
    }

    /** From now on, until {@link #mend}. */
    void begin(Fault next) {
        Set<Line> now = lines();
        synchronized (this) {
            fault = next;
            for (Line line : now) {
                for (boolean up : new boolean[] {true, false}) {
                    if (next.swallows(up)) {
                        dead.add(new Way(line, up));
                    }
                }
            }
            notifyAll();
        }
        if (next == Fault.RESET) {
            now.forEach(Line::reset);
        } else if (next == Fault.CUT) {
            now.forEach(Line::end);
        }
    }

    void mend() {
        begin(Fault.NONE);
    }

    @Override
    synchronized boolean letsConnect() throws InterruptedException {
        while (fault.isForPackets() && fault != Fault.RESET && fault != Fault.CUT && !over) {
            wait(); // a handshake takes both ways
        }
        return !fault.isForPackets();
    }

    @Override
    Carrier carrier(Line line) {
        return up -> carry(line, up);
    }

    private void carry(Line line, boolean up) throws IOException, InterruptedException {
        Way way = new Way(line, up);
        InputStream in = line.from(up).getInputStream();
        OutputStream out = line.to(up).getOutputStream();
        byte[] bytes = new byte[1 << 12];
        try {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (passes(way, n)) {
                    out.write(bytes, 0, n);
                }
            }
        } finally {
            // the end of a connection is a packet like others
            awaitEnd(way);
            dead.remove(way);
        }
    }

    /** Waits for the moment at which the bytes arrive; returns whether they do. */
    private synchronized boolean passes(Way way, int bytes) throws InterruptedException {
        while (fault.holds(way.up()) && !over) {
            wait();
        }
        if (fault == Fault.SLOW) {
            wait(1 + bytes * 1000L / SLOW_BYTES_A_SECOND);
        } else if (fault == Fault.LATE) {
            wait(LATE_MILLIS);
        }
        return !dead.contains(way);
    }

    private synchronized void awaitEnd(Way way) throws InterruptedException {
        while ((fault.holds(way.up()) || fault.swallows() && dead.contains(way)) && !over) {
            wait();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        super.close();
    }
}
