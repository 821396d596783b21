package org.sluice.consumer;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.activemq.broker.Connection;
import org.sluice.job.Capability;
import org.sluice.job.JobResult;
import org.sluice.job.Placement;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.Delivery;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.SlotSession;

/** A whole consumer with one slot, of which nothing moves by itself: each part does its next act when the test says so. */
final class Member implements ConsumerListener {
    private static final long GUARD_SECONDS = 30;
    private static final long POLL_NANOS = 200_000;
    /** Longer than a steward has to see nothing before it is sure. */
    private static final long SURE_NANOS = 300_000_000L;

    final int number;
    final JobConsumer consumer;
    final ScriptedRunner runner = new ScriptedRunner();
    /** The queues that it knows of and can serve. */
    final Set<Placement> served = new LinkedHashSet<>(Set.of(Placement.ANYWHERE));
    /** The batches that it has come to know. */
    final Set<String> known = new TreeSet<>();
    /** What was told by it since the last step, as verdicts and as reports of attempts. */
    final List<JobResult> finished = new ArrayList<>();

    final List<JobResult> attempted = new ArrayList<>();
    private final Capability capability;
    private final Slot slot;
    private final AtomicLong ahead = new AtomicLong();
    private final Supplier<Set<Connection>> connections;
    /** The other end of its link. */
    private Set<Connection> atBroker = Set.of();

    private Link link;
    private SlotSession session;
    private FutureTask<Optional<Delivery>> act;
    /** The job that it runs, or null. */
    ScriptedRunner.Run run;
    /** The message of the job that it runs; null when the broker has given that to somebody else. */
    Expected.Message held;

    /** @param connections those that the broker has now */
    Member(int number, Set<String> labels, BrokerAddress broker, Supplier<Set<Connection>> connections) {
        this.number = number;
        this.connections = connections;
        ConsumerOptions options =
                Working.options(1).withLabels(new TreeSet<>(labels)).withMaxErrors(0);
        consumer = new JobConsumer(
                options,
                broker,
                Optional.empty(),
                runner,
                this,
                Clock.systemUTC(),
                () -> System.nanoTime() + ahead.get());
        capability = options.capability();
        slot = consumer.slot(1);
        // as if all had answered long ago: nobody is there to be left a job to
        consumer.roster.asked();
        ahead.addAndGet(10 * SURE_NANOS);
    }

    private Link link() throws Exception {
        if (link == null || link.isBroken()) {
            Set<Connection> before = connections.get();
            link = consumer.keeper.link(() -> false).orElseThrow();
            atBroker = new HashSet<>(connections.get());
            atBroker.removeAll(before);
            stand();
        }
        return link;
    }

    private void stand() {
        if (session != null) {
            consumer.crew.waitsNoLonger(1, session);
            session.close();
            session = null;
        }
    }

    boolean isIdle() {
        return run == null;
    }

    /** Whether its job has ended although nobody has told it to. */
    boolean hasEnded() {
        return act.isDone();
    }

    boolean offers(Placement placement) {
        return capability.canRun(placement);
    }

    boolean isLeaving() {
        return consumer.crew.isLeaving();
    }

    /** Has the slot take what there is, until it runs a job or is done with what it got. */
    Optional<Delivery> take(Duration atMost) throws Exception {
        Link over = link();
        if (session == null) {
            session = slot.sit(over);
        }
        SlotSession its = session;
        act = new FutureTask<>(() -> slot.serve(its, over, atMost));
        new Thread(act, "member-" + number).start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GUARD_SECONDS);
        while (System.nanoTime() < end) {
            Optional<ScriptedRunner.Run> begun = runner.poll();
            if (begun.isPresent()) {
                run = begun.get();
                return Optional.empty();
            }
            if (act.isDone()) {
                return awaitAct();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new AssertionError("slot of consumer " + number + " is stuck");
    }

    /** Waits until the slot is done with its job. */
    Optional<Delivery> awaitAct() throws Exception {
        run = null;
        try {
            return act.get(GUARD_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkBroken) {
                stand();
                return Optional.empty();
            }
            throw e;
        } catch (TimeoutException e) {
            throw new AssertionError("slot of consumer " + number + " does not come to an end", e);
        }
    }

    /**
     * One look of the steward, so long after the one before that it can be sure of what it sees.
     *
     * @param sinceBegin how long it has been there: one that sees no batch leaves after a minute
     */
    void look(Duration sinceBegin) throws Exception {
        ahead.addAndGet(SURE_NANOS);
        try {
            consumer.steward.lookAround(link(), sinceBegin);
        } catch (LinkBroken e) {
            throw new AssertionError("the connection is as it was", e);
        }
    }

    /** The connection breaks, and the consumer lives. To close it would tell the broker that nothing was lost. */
    void cut() throws Exception {
        for (Connection connection : atBroker) {
            connection.stop();
        }
        atBroker = Set.of();
        if (link != null) {
            link.close();
        }
        held = null;
    }

    /** The consumer is gone. */
    void die() throws Exception {
        cut();
        consumer.keeper.close();
        if (run != null) {
            run.kill("the consumer is gone");
            consumer.leaveAtOnce();
            awaitAct();
        }
        consumer.leaveAtOnce();
    }

    @Override
    public void finished(String batch, JobResult result) {
        finished.add(result);
    }

    @Override
    public void attempted(String batch, JobResult result) {
        attempted.add(result);
    }
}
