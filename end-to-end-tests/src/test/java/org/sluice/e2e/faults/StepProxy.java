package org.sluice.e2e.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A network that fails at chosen steps of the protocol. */
final class StepProxy extends Relay {
    private final Plan plan;
    private boolean over;

    /** Decides what happens at each step. */
    interface Plan {
        /** @param step as {@link WireSteps} names it; asked for each, in the order in which they pass */
        Fate of(String step);
    }

    /**
     * What happens to a step.
     *
     * @param kind what is done
     * @param lasts how long, for {@link Kind#HELD}
     */
    record Fate(Kind kind, Duration lasts) {
        static final Fate PASSES = new Fate(Kind.PASSES, Duration.ZERO);
        /** It is lost, and the connection ends with an RST. */
        static final Fate DROPPED = new Fate(Kind.DROPPED, Duration.ZERO);
        /** It is lost, and all that follows in both directions, and nobody is told. */
        static final Fate SWALLOWED = new Fate(Kind.SWALLOWED, Duration.ZERO);

        /** It and all that follows in both directions takes so much longer. */
        static Fate held(Duration lasts) {
            return new Fate(Kind.HELD, lasts);
        }
    }

    enum Kind {
        PASSES,
        DROPPED,
        SWALLOWED,
        HELD
    }

    private StepProxy(URI target, Plan plan) throws IOException {
        super(target);
        this.plan = plan;
    }

    static StepProxy before(URI target, Plan plan) throws IOException {
        StepProxy proxy = new StepProxy(target, plan);
        proxy.open();
        return proxy;
    }

    @Override
    boolean letsConnect() {
        return true;
    }

    @Override
    Carrier carrier(Line line) {
        return new Watched(line);
    }

    private final class Watched implements Carrier {
        private final Line line;
        private final WireSteps steps = new WireSteps();
        /** Both are guarded by the proxy. */
        private boolean swallowed;

        private long heldUntil = System.nanoTime();

        Watched(Line line) {
            this.line = line;
        }

        @Override
        public void carry(boolean up) throws IOException, InterruptedException {
            DataInputStream in = new DataInputStream(line.from(up).getInputStream());
            OutputStream out = line.to(up).getOutputStream();
            try {
                while (true) {
                    byte[] frame = frame(in);
                    Optional<String> step = steps.step(frame, up);
                    if (passes(step.map(plan::of).orElse(Fate.PASSES))) {
                        out.write(frame);
                    }
                }
            } finally {
                awaitEnd();
            }
        }

        private byte[] frame(DataInputStream in) throws IOException {
            int length = in.readInt();
            ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + length).putInt(length);
            in.readFully(frame.array(), Integer.BYTES, length);
            return frame.array();
        }

        private boolean passes(Fate fate) throws InterruptedException {
            synchronized (StepProxy.this) {
                switch (fate.kind()) {
                    case DROPPED -> {
                        swallowed = true;
                        line.reset();
                    }
                    case SWALLOWED -> swallowed = true;
                    case HELD -> heldUntil = System.nanoTime() + fate.lasts().toNanos();
                    case PASSES -> {
                        // as it comes
                    }
                }
                for (long left = left(); left > 0 && !over; left = left()) {
                    TimeUnit.NANOSECONDS.timedWait(StepProxy.this, left);
                }
                return !swallowed;
            }
        }

        private long left() {
            return heldUntil - System.nanoTime();
        }

        /** The end of a connection is a packet like others: held, it comes later; swallowed, only when this side gives up. */
        private void awaitEnd() throws InterruptedException {
            synchronized (StepProxy.this) {
                for (long left = left(); left > 0 && !over; left = left()) {
                    TimeUnit.NANOSECONDS.timedWait(StepProxy.this, left);
                }
            }
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
