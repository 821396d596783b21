package org.sluice.consumer.linux;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at things now and then, on one thread, as long as they are there. It costs a short job nothing: what goes before
 * the next tick is not looked at, and nobody is woken for it.
 */
public final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

    private final Map<Object, Watched> watched = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::watch, "sluice-watch");
    private volatile boolean asleep;
    private volatile boolean started;

    Watch() {
        thread.setDaemon(true);
    }

    private static final class Watched {
        private final Runnable look;
        private final long longest;
        private long interval;
        private long next;

        private Watched(Runnable look, long longest) {
            this.look = look;
            this.longest = longest;
            this.interval = TICK;
            this.next = System.nanoTime() + TICK;
        }
    }

    /**
     * Looks at it soon, and again after twice the time, until {@code longest} is between two looks.
     *
     * @param key what {@link #forget} is called with
     */
    public void look(Object key, Runnable look, long longest, TimeUnit unit) {
        watched.put(key, new Watched(look, unit.toNanos(longest)));
        if (!started) {
            start();
        } else if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private synchronized void start() {
        if (!started) {
            started = true;
            thread.start();
        }
    }

    /** One look may still be under way. */
    public void forget(Object key) {
        watched.remove(key);
    }

    private void watch() {
        while (true) {
            asleep = true;
            if (watched.isEmpty()) {
                LockSupport.park(this);
            }
            asleep = false;
            LockSupport.parkNanos(this, TICK);
            long now = System.nanoTime();
            watched.values().stream().filter(one -> one.next - now <= 0).forEach(one -> look(one, now));
        }
    }

    private static void look(Watched one, long now) {
        one.interval = Math.min(one.interval * 2, one.longest);
        one.next = now + one.interval;
        try {
            one.look.run();
        } catch (RuntimeException e) {
            LOG.warn("Cannot look at a running job", e); // the job goes on; it is looked at again
        }
    }
}
