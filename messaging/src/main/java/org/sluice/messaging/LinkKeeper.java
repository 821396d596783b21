package org.sluice.messaging;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sluice.job.Access;

/**
 * Keeps one {@link Link} to a broker: opens it when somebody needs it, and a new one when the old one broke. While the
 * broker is not there it says so every few seconds.
 */
public final class LinkKeeper implements AutoCloseable {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final Duration REPEAT = Duration.ofSeconds(5);

    private final BrokerAddress address;
    private final Optional<Access> access;
    private final Optional<Duration> patience;
    private final Consumer<String> teller;
    private final Consumer<Notice> onNotice;
    private Link current;
    private boolean connecting;
    private boolean closed;

    /**
     * @param patience how long the broker may be away before {@link #link} gives up; empty: for ever
     * @param teller gets sentences for people
     * @param onNotice hears the notices, on a thread of the link; and one of its own that the register may have
     *     changed whenever a link breaks or is opened, since it may have missed some
     */
    public LinkKeeper(
            BrokerAddress address,
            Optional<Access> access,
            Optional<Duration> patience,
            Consumer<String> teller,
            Consumer<Notice> onNotice) {
        this.address = address;
        this.access = access;
        this.patience = patience;
        this.teller = teller;
        this.onNotice = onNotice;
    }

    /**
     * The link; waits for the broker when there is none.
     *
     * @param unwanted tells that the caller needs none any more; looked at now and after each {@link #wake}
     * @return empty once it is unwanted or the keeper is closed
     * @throws BrokerUnavailable if the broker was away for longer than the patience
     * @throws BrokerRefused if the broker does not accept the account
     */
    public Optional<Link> link(BooleanSupplier unwanted) throws BrokerUnavailable, InterruptedException {
        synchronized (this) {
            while (connecting && !closed && !unwanted.getAsBoolean()) {
                wait();
            }
            if (closed || unwanted.getAsBoolean()) {
                return Optional.empty();
            }
            if (current != null && !current.isBroken()) {
                return Optional.of(current);
            }
            connecting = true;
        }
        Link opened = null;
        boolean tooLate = false;
        try {
            opened = connect(unwanted);
        } finally {
            synchronized (this) {
                connecting = false;
                tooLate = closed;
                current = tooLate ? null : opened;
                notifyAll();
            }
            if (tooLate && opened != null) {
                opened.close();
            }
        }
        return tooLate ? Optional.empty() : Optional.ofNullable(opened);
    }

    private Link connect(BooleanSupplier unwanted) throws BrokerUnavailable, InterruptedException {
        Link old;
        synchronized (this) {
            old = current;
            current = null;
        }
        if (old != null) {
            old.close();
        }
        long begun = System.nanoTime();
        long lastTold = begun - REPEAT.toNanos();
        boolean told = false;
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                Link link = open();
                if (told) {
                    teller.accept("The broker at " + link + " is there.");
                }
                return link;
            } catch (BrokerUnavailable e) {
                long now = System.nanoTime();
                if (patience.isPresent() && now - begun > patience.get().toNanos()) {
                    throw new BrokerUnavailable(
                            "The broker cannot be reached (" + e.getMessage()
                                    + "). Is it running, and does a firewall let this machine through?",
                            e);
                }
                if (now - lastTold >= REPEAT.toNanos()) {
                    teller.accept("Waiting for the broker (" + e.getMessage() + ").");
                    lastTold = now;
                    told = true;
                }
            }
            synchronized (this) {
                if (!closed && !unwanted.getAsBoolean()) {
                    wait(pause);
                }
                if (closed || unwanted.getAsBoolean()) {
                    return null;
                }
            }
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    private Link open() throws BrokerUnavailable {
        Link link = Link.open(address, access, broken -> lost());
        try {
            link.onNotice(onNotice);
        } catch (LinkBroken e) {
            link.close();
            throw new BrokerUnavailable(e.getMessage(), e);
        } catch (BrokerRefused e) {
            link.close();
            throw e;
        }
        onNotice.accept(Notice.register(""));
        return link;
    }

    private void lost() {
        wake();
        // whoever watches the register does not notice by itself, and is to open the next link at once
        onNotice.accept(Notice.register(""));
    }

    /** Waits so long, or until {@link #wake}; not at all if it is unwanted already. */
    public synchronized void pause(long millis, BooleanSupplier unwanted) throws InterruptedException {
        if (!closed && !unwanted.getAsBoolean()) {
            wait(millis);
        }
    }

    /** Makes those who wait for a link look whether they still want it. */
    public synchronized void wake() {
        notifyAll();
    }

    /** Closes the link and ends all waiting for one. Closing twice is safe. */
    @Override
    public void close() {
        Link toClose;
        synchronized (this) {
            closed = true;
            toClose = current;
            current = null;
            notifyAll();
        }
        if (toClose != null) {
            toClose.close();
        }
    }
}
