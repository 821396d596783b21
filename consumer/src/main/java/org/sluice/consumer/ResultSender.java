package org.sluice.consumer;

import java.util.Optional;
import org.sluice.job.Attempt;
import org.sluice.messaging.BrokerRefused;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.JobDelivery;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Notice;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.SlotSession;

/** Sends what comes of jobs, over a new connection if need be, and knows when nobody wants it any more. */
final class ResultSender {
    /** How long to wait after a result was refused before it is sent again. */
    private static final long REFUSED_MILLIS = 1_000;
    /**
     * So often a result of an open batch is sent again. A collector that has a verdict for every job removes the queue
     * also when a copy of a job is still being run somewhere, and nobody makes it anew.
     */
    private static final int MOST_REFUSED = 60;

    private final Crew crew;
    private final LinkKeeper keeper;
    private final ConsumerListener listener;

    ResultSender(Crew crew, LinkKeeper keeper, ConsumerListener listener) {
        this.crew = crew;
        this.keeper = keeper;
        this.listener = listener;
    }

    /** Tells that an attempt begins; returns false if its result would be unwanted: the job is acknowledged then. */
    boolean started(JobDelivery delivery, Attempt attempt, Link link) throws LinkBroken {
        try {
            delivery.started(attempt);
            return true;
        } catch (BrokerRefused e) {
            if (!isOver(delivery.batch(), link)) {
                return true;
            }
            delivery.acknowledge();
            noteUnwanted(delivery.batch(), delivery.job().name(), e);
            return false;
        }
    }

    /** Sends the verdict on a job that is not run, and acknowledges it. */
    void answer(JobDelivery delivery, Finished finished) throws LinkBroken, BrokerUnavailable, InterruptedException {
        try {
            delivery.finish(finished);
        } catch (BrokerRefused e) {
            if (sendAnew(delivery.batch(), finished, Kind.VERDICT).isDone()) {
                delivery.acknowledge();
            }
        }
    }

    /** Sends the result and acknowledges the job; returns whether the broker has the result, or nobody wants it. */
    boolean send(JobDelivery delivery, Finished finished, Link link) throws BrokerUnavailable, InterruptedException {
        String batch = delivery.batch();
        String name = finished.result().name();
        try {
            delivery.finish(finished);
            listener.finished(batch, finished.result());
            if (delivery.count() > 1) {
                // the one that had it before may live, have lost its connection alone, and run it still
                tellSettled(batch, finished.result().job(), link);
            }
            return true;
        } catch (LinkBroken e) {
            listener.noted("The connection was lost while job '" + name + "' ran; its result is sent over a new one.");
        } catch (BrokerRefused e) {
            listener.noted("The result of job '" + name + "' was refused (" + e.getMessage() + ").");
        }
        if (!sendAnew(batch, finished, Kind.VERDICT).isDone()) {
            return false;
        }
        try {
            delivery.acknowledge();
        } catch (LinkBroken e) {
            // the broker hands the job out again, and whoever of us gets it knows that it is settled
        }
        return true;
    }

    /** Sends the result of an attempt after which the job is run again; the job is not acknowledged, unless nobody wants it. */
    Sent sendAttempt(JobDelivery delivery, Finished finished, Link link)
            throws LinkBroken, BrokerUnavailable, InterruptedException {
        String batch = delivery.batch();
        String name = finished.result().name();
        try {
            delivery.attempted(finished);
            listener.attempted(batch, finished.result());
            return new Sent(Optional.of(link), false);
        } catch (LinkBroken e) {
            listener.noted("The connection was lost while job '" + name + "' ran; its result is sent over a new one.");
        } catch (BrokerRefused e) {
            listener.noted("The result of job '" + name + "' was refused (" + e.getMessage() + ").");
        }
        Sent sent = sendAnew(batch, finished, Kind.ATTEMPT);
        if (sent.unwanted()) {
            delivery.acknowledge();
        }
        return sent;
    }

    /**
     * What became of something that was to be sent.
     *
     * @param link over which the broker got it; empty if it did not
     * @param unwanted whether nobody wants it any more
     */
    record Sent(Optional<Link> link, boolean unwanted) {
        /** Whether nobody has to send it any more. */
        boolean isDone() {
            return unwanted || link.isPresent();
        }
    }

    private enum Kind {
        /** The job has its result by this. */
        VERDICT,
        /** The job is run again. */
        ATTEMPT
    }

    private static void tellSettled(String batch, int job, Link link) {
        try {
            link.notify(Notice.settled(batch, job));
        } catch (LinkBroken e) {
            // it was but a hint
        }
    }

    /** Sends a result over a new connection, or in a new session, as often as it takes. */
    private Sent sendAnew(String batch, Finished finished, Kind kind) throws BrokerUnavailable, InterruptedException {
        int refused = 0;
        while (true) {
            Optional<Link> link = keeper.link(() -> crew.leaving() == Crew.Leaving.AT_ONCE);
            if (link.isEmpty()) {
                return new Sent(link, false);
            }
            try (SlotSession session = link.get().slot(listener::noted)) {
                sendAnew(batch, finished, kind, session);
                if (kind == Kind.VERDICT) {
                    tellSettled(batch, finished.result().job(), link.get());
                }
                return new Sent(link, false);
            } catch (LinkBroken e) {
                listener.noted("The connection was lost again (" + e.getMessage() + ").");
            } catch (BrokerRefused e) {
                if (isOver(batch, link.get()) || ++refused > MOST_REFUSED) {
                    noteUnwanted(batch, finished.result().name(), e);
                    return new Sent(Optional.empty(), true);
                }
                // a broker that lost the queue gets it back from the batch's producer or collector
                keeper.pause(REFUSED_MILLIS, () -> crew.leaving() == Crew.Leaving.AT_ONCE);
            }
        }
    }

    private void sendAnew(String batch, Finished finished, Kind kind, SlotSession session) throws LinkBroken {
        if (kind == Kind.ATTEMPT) {
            session.sendAttempt(batch, finished);
            listener.attempted(batch, finished.result());
        } else {
            session.send(batch, finished);
            crew.settled.add(new JobKey(batch, finished.result().job()));
            listener.finished(batch, finished.result());
        }
    }

    /**
     * A refused result may be thrown away only if the batch is over, and its queue of results gone with it. The collector
     * of a stopped batch does not wait for ever for the last ones, which are over then though the register has the batch
     * until they are acknowledged.
     */
    private static boolean isOver(String batch, Link link) {
        try {
            return link.register()
                    .find(batch)
                    .filter(open -> open.state() == OpenBatch.State.RUN)
                    .isEmpty();
        } catch (LinkBroken e) {
            return false;
        }
    }

    private void noteUnwanted(String batch, String job, BrokerRefused e) {
        listener.noted("The result of job '" + job + "' of batch " + batch + " is not wanted any more ("
                + e.getMessage() + ").");
    }
}
