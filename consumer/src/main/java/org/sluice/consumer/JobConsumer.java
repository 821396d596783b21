package org.sluice.consumer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.sluice.job.Access;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Notice;
import org.sluice.messaging.Presence;
import org.sluice.messaging.Roster;

/**
 * A consumer: connects to a broker, works on all its slots, and leaves when no batch is open any more.
 *
 * <p>{@link #run} is called once. {@link #leave} and {@link #leaveAtOnce} may be called from any thread, before, during
 * and after it, and more than once.
 */
public final class JobConsumer {
    private final ConsumerOptions options;
    private final ConsumerListener listener;
    private final Runner runner;
    private final Clock clock;
    final Crew crew;
    final Roster roster;
    private final String id;
    private final Herald herald;
    private final Locks locks;
    private final Admission admission;
    final Steward steward;
    final LinkKeeper keeper;
    private final Retrying retrying;

    JobConsumer(
            ConsumerOptions options,
            BrokerAddress broker,
            Optional<Access> access,
            Runner runner,
            ConsumerListener listener,
            Clock clock) {
        this(options, broker, access, runner, listener, clock, System::nanoTime);
    }

    /** @param nanoTime a clock as {@link System#nanoTime} is one */
    JobConsumer(
            ConsumerOptions options,
            BrokerAddress broker,
            Optional<Access> access,
            Runner runner,
            ConsumerListener listener,
            Clock clock,
            LongSupplier nanoTime) {
        this.options = options;
        this.listener = listener;
        this.runner = runner;
        this.clock = clock;
        this.roster = new Roster(nanoTime);
        this.crew = new Crew(options, nanoTime);
        OwnPresence self = new OwnPresence(options, crew);
        this.id = self.id();
        this.locks = new Locks(crew.turns, this::announce, nanoTime);
        this.admission = new Admission(crew.turns, locks, new Draining(crew.turns, roster, id, this::announce));
        this.steward = new Steward(options, crew, admission, listener, nanoTime);
        this.keeper = new LinkKeeper(broker, access, options.patience(), listener::noted, this::heard);
        this.retrying = new Retrying(crew, roster, self, keeper, nanoTime);
        this.herald = new Herald(self, roster, this::lookAround, nanoTime);
    }

    /** A consumer that runs programs. */
    public static JobConsumer ofPrograms(
            ConsumerOptions options,
            BrokerAddress broker,
            Optional<Access> access,
            RunOptions running,
            ConsumerListener listener) {
        Runner runner = new JobRunner(running, System.getenv());
        return new JobConsumer(options, broker, access, runner, listener, Clock.systemUTC());
    }

    /** A consumer that runs nothing: every job passes at once. It is for measuring what handing out costs. */
    public static JobConsumer simulated(
            ConsumerOptions options, BrokerAddress broker, Optional<Access> access, ConsumerListener listener) {
        return new JobConsumer(options, broker, access, new SimulatedRunner(), listener, Clock.systemUTC());
    }

    private void announce() {
        herald.announce();
    }

    private void lookAround() {
        retrying.lookAround();
        if (crew.service.isPaused() && runner.obstacle().isEmpty() && crew.service.resume()) {
            listener.noted("This consumer takes jobs again.");
            crew.refresh();
            herald.announce();
        }
    }

    private void heard(Notice notice) {
        roster.heard(notice);
        if (notice instanceof Notice.RegisterChanged changed) {
            steward.registerChanged(changed.batch());
            if (changed.batch().isEmpty()) {
                locks.connectionMayBeGone();
                // the link itself has said so: there is a new one to be announced on, or soon will be
                herald.announce();
            }
        } else if (notice instanceof Notice.Settled settled) {
            crew.settledElsewhere(new JobKey(settled.batch(), settled.job()));
        } else if (notice instanceof Notice.LockFree free) {
            locks.heard(free);
        } else if (notice instanceof Presence presence && presence.id().equals(id)) {
            locks.heardSelf();
        } else if (notice instanceof Notice.Attempted attempted) {
            Presence.Tried tried = attempted.tried();
            crew.tries.heard(new JobKey(tried.batch(), tried.job()), tried.attempts());
        } else if (notice instanceof Notice.WhoIsThere) {
            herald.announce();
        }
    }

    /**
     * Works until no batch is open any more or somebody tells it to leave.
     *
     * @throws BrokerUnavailable if the broker was away for longer than the options allow
     * @throws org.sluice.messaging.BrokerRefused if the broker does not accept the account
     */
    public void run() throws BrokerUnavailable, InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> slots = new ArrayList<>();
        for (int number = 1; number <= options.slots(); number++) {
            Slot slot = slot(number);
            slots.add(thread("slot-" + number, failure, slot::work));
        }
        Thread watch = thread("steward", failure, () -> steward.watch(keeper));
        Thread voice = thread("herald", failure, () -> herald.speak(keeper));
        Thread guard = thread("locks", failure, locks::watch);
        try {
            watch.start();
            guard.start();
            voice.start();
            slots.forEach(Thread::start);
            join(slots);
        } finally {
            // when all is well the slots have ended by now
            leaveAtOnce();
            joinInAnyCase(slots);
            steward.end();
            herald.end();
            locks.end();
            keeper.wake();
            // the pills that it holds are given back before the connection goes
            joinInAnyCase(List.of(watch, voice, guard));
            keeper.close();
            runner.close();
        }
        rethrow(failure.get());
    }

    Slot slot(int number) {
        return new Slot(number, options, crew, steward, herald, admission, retrying, keeper, runner, listener, clock);
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Nothing that they use may go before them, also when the caller is in a hurry. */
    private static void joinInAnyCase(List<Thread> threads) {
        boolean interrupted = false;
        boolean joined = false;
        while (!joined) {
            try {
                join(threads);
                joined = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {
        void run() throws BrokerUnavailable, InterruptedException;
    }

    private Thread thread(String name, AtomicReference<Throwable> failure, Work work) {
        return new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                        leave();
                        steward.end();
                        herald.end();
                        locks.end();
                    }
                },
                "sluice-" + name);
    }

    private static void rethrow(Throwable failure) throws BrokerUnavailable {
        if (failure instanceof BrokerUnavailable e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException("a thread of the consumer failed", failure);
        }
    }

    /** Why it takes no jobs any more, in one sentence without a full stop; empty while that is not so. */
    public Optional<String> outOfService() {
        return crew.service.isOut() ? Optional.of(crew.service.why()) : Optional.empty();
    }

    /** Makes a consumer that stays leave when no batch is open any more, as others do. */
    public void stayNoLonger() {
        steward.stayNoLonger();
    }

    /** Takes no further job, lets those that run end, and leaves. */
    public void leave() {
        crew.leave(Crew.Leaving.AFTER_RUNNING_JOBS);
        herald.announce();
        keeper.wake();
    }

    /** Kills the jobs that run, hands them back, and leaves. */
    public void leaveAtOnce() {
        crew.leave(Crew.Leaving.AT_ONCE);
        keeper.wake();
    }
}
