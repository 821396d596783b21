package org.sluice.consumer;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.job.Attempt;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Output;
import org.sluice.job.Verdict;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.Delivery;
import org.sluice.messaging.JobDelivery;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Pill;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.SlotSession;

/** Takes one job at a time, runs it, sends the result, acknowledges, and takes the next. */
final class Slot {
    /** How long it waits before it looks whether it is to leave; it is woken then anyway. */
    private static final Duration WAIT = Duration.ofMinutes(1);

    /** How often it is looked whether another consumer still runs a job. */
    private static final long LOOK_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    private final int number;
    private final ConsumerOptions options;
    private final Crew crew;
    private final Steward steward;
    private final Herald herald;
    private final Admission admission;
    private final Retrying retrying;
    private final LinkKeeper keeper;
    private final Runner runner;
    private final ConsumerListener listener;
    private final Clock clock;
    private final ResultSender sender;

    Slot(
            int number,
            ConsumerOptions options,
            Crew crew,
            Steward steward,
            Herald herald,
            Admission admission,
            Retrying retrying,
            LinkKeeper keeper,
            Runner runner,
            ConsumerListener listener,
            Clock clock) {
        this.number = number;
        this.options = options;
        this.crew = crew;
        this.steward = steward;
        this.herald = herald;
        this.admission = admission;
        this.retrying = retrying;
        this.keeper = keeper;
        this.runner = runner;
        this.listener = listener;
        this.clock = clock;
        this.sender = new ResultSender(crew, keeper, listener);
    }

    /** Works until the consumer leaves. */
    void work() throws BrokerUnavailable, InterruptedException {
        while (!crew.isLeaving()) {
            Optional<Link> link = keeper.link(crew::isLeaving);
            if (link.isEmpty()) {
                return;
            }
            SlotSession session = sit(link.get());
            try (session) {
                while (!crew.isLeaving()) {
                    serve(session, link.get(), WAIT);
                }
            } catch (LinkBroken e) {
                if (!crew.isLeaving()) {
                    listener.noted("Slot " + number + " lost the broker (" + e.getMessage() + "); it connects again.");
                }
            } finally {
                crew.waitsNoLonger(number, session);
            }
        }
    }

    /** Begins to wait for jobs over this link. */
    SlotSession sit(Link link) {
        SlotSession session = link.slot(() -> retrying.subscription(number), listener::noted);
        crew.waits(number, session);
        return session;
    }

    /** Waits for one message, and does all that is to be done with it; returns what it was. */
    Optional<Delivery> serve(SlotSession session, Link link, Duration atMost)
            throws LinkBroken, BrokerUnavailable, InterruptedException {
        Optional<Delivery> delivery = session.receive(atMost);
        if (delivery.isPresent()) {
            crew.turns.received(number);
            take(delivery.get(), link);
            crew.turns.done(number);
        }
        return delivery;
    }

    private void take(Delivery delivery, Link link) throws LinkBroken, BrokerUnavailable, InterruptedException {
        if (delivery instanceof Pill pill) {
            steward.hold(pill);
        } else if (delivery instanceof JobDelivery job) {
            steward.sawBatch(job.batch());
            take(job, link);
        }
    }

    private void take(JobDelivery delivery, Link link) throws LinkBroken, BrokerUnavailable, InterruptedException {
        JobKey key = new JobKey(delivery.batch(), delivery.job().number());
        RunningJob own = crew.running.get(key);
        if (own != null) {
            awaitOwn(own, delivery, link);
        } else if (crew.settled.contains(key)) {
            delivery.acknowledge();
        } else if (crew.isLeaving() || !isInService() || retrying.isForOthers(key)) {
            delivery.handBack();
        } else if (crew.state(delivery.batch()) != OpenBatch.State.RUN) {
            sender.answer(delivery, notRun(delivery, Verdict.CANCELLED, "the batch was stopped before the job began"));
        } else if (delivery.count() > options.maxDeliveries() && !isRunElsewhere(key, delivery, link)) {
            sender.answer(delivery, notRun(delivery, Verdict.LOST, lost(delivery)));
            listener.noted("Job '" + delivery.job().name() + "' is given up: " + lost(delivery) + ".");
        } else if (crew.settled.contains(key)) {
            delivery.acknowledge();
        } else if (crew.isLeaving()) {
            delivery.handBack();
        } else {
            runIfThereIsRoom(key, delivery, link);
        }
        steward.jobEnded(delivery.batch());
    }

    private void runIfThereIsRoom(JobKey key, JobDelivery delivery, Link link)
            throws LinkBroken, BrokerUnavailable, InterruptedException {
        Optional<Lease> lease = admission.admit(number, delivery.job().placement(), link);
        if (lease.isEmpty()) {
            delivery.handBack();
            return;
        }
        try (Lease held = lease.get()) {
            run(key, delivery, link, held);
        }
    }

    private boolean isInService() {
        Optional<String> obstacle = runner.obstacle();
        if (obstacle.isPresent() && crew.service.pause(obstacle.get())) {
            listener.noted("This consumer takes no jobs for now: " + obstacle.get() + ".");
            crew.refresh();
            herald.announce();
        }
        return crew.service.isIn();
    }

    /**
     * Waits while another consumer says that it runs the job: it has lost its connection and not its job, which is as good
     * as run then. Returns false if there is no such one, or it went away.
     */
    private boolean isRunElsewhere(JobKey key, JobDelivery delivery, Link link)
            throws LinkBroken, InterruptedException {
        int attempts = retrying.attempts(key);
        while (retrying.isRunByOthers(key)) {
            link.check();
            keeper.pause(LOOK_MILLIS, crew::isLeaving);
            if (crew.settled.contains(key) || crew.isLeaving()) {
                return true;
            }
        }
        return retrying.attempts(key) > attempts;
    }

    private static String lost(JobDelivery delivery) {
        return (delivery.count() - 1) + " times a consumer that had the job went away without a result";
    }

    /**
     * Another slot of this consumer runs the job already: it lost its connection meanwhile, and the broker has handed
     * out the job again. This slot keeps the copy from running elsewhere until the result is sent.
     */
    private void awaitOwn(RunningJob own, JobDelivery copy, Link link) throws LinkBroken, InterruptedException {
        while (true) {
            try {
                if (own.end().get(1, TimeUnit.SECONDS)) {
                    copy.acknowledge();
                } else {
                    copy.handBack();
                }
                return;
            } catch (TimeoutException e) {
                link.check();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the end of a job is never exceptional", e);
            }
        }
    }

    private void run(JobKey key, JobDelivery delivery, Link link, Lease lease)
            throws LinkBroken, BrokerUnavailable, InterruptedException {
        Job job = delivery.job();
        Attempt attempt = attempt(delivery);
        Execution execution = prepare(delivery);
        RunningJob running = new RunningJob(execution, link);
        boolean settled = false;
        try {
            crew.begins(key, running);
            lease.onLost(() -> running.killNow("the connection was lost, and with it a lock that the job holds"));
            herald.announceSoon();
            if (!sender.started(delivery, attempt, link)) {
                return;
            }
            listener.started(delivery.batch(), job.name(), number);
            RunOutcome outcome = run(execution);
            boolean killedAsleep = execution.wasKilledAsleep();
            if (killedAsleep || (lease.isLost() && outcome.verdict() == Verdict.CANCELLED)) {
                // the broker has taken the job back with the lock, or may have, and hands both out again
                String reason = killedAsleep
                        ? "this consumer was asleep, and may have lost a lock that the job holds"
                        : outcome.reason();
                listener.noted("Job '" + job.name() + "' was killed: " + reason + ". It is run again.");
                if (!link.isBroken()) {
                    delivery.handBack();
                }
            } else if (running.isSettledElsewhere()) {
                delivery.acknowledge();
                settled = true;
            } else if (outcome.verdict() == Verdict.CANCELLED && crew.leaving() == Crew.Leaving.AT_ONCE) {
                delivery.handBack();
                listener.noted("Job '" + job.name() + "' was killed and handed back; another consumer will run it.");
            } else {
                settled = tell(delivery, finished(attempt, job, outcome), link);
            }
        } finally {
            execution.close();
            crew.running.remove(key, running);
            herald.announceSoon();
            running.end().complete(settled);
        }
    }

    /** Tells the result of a run; returns whether the broker has the job's verdict by that, or nobody wants it. */
    private boolean tell(JobDelivery delivery, Finished finished, Link link)
            throws LinkBroken, BrokerUnavailable, InterruptedException {
        JobResult result = finished.result();
        Optional<Tries.Own> again = retrying.again(delivery, result.verdict());
        if (crew.service.ended(result.verdict(), result.reason())) {
            listener.noted("This consumer is out of service and takes no more jobs: " + crew.service.why() + ".");
            crew.refresh();
            herald.announce();
        }
        if (again.isEmpty()) {
            return sender.send(delivery, finished, link);
        }
        ResultSender.Sent sent = sender.sendAttempt(delivery, finished, link);
        if (sent.link().isPresent()) {
            retrying.handBack(delivery, again.get(), sent.link().get());
        }
        return sent.unwanted();
    }

    private Execution prepare(JobDelivery delivery) {
        try {
            Job job = delivery.job();
            JobContext context = context(delivery);
            int repeats = job.limits().repeats();
            return repeats == 1
                    ? runner.prepare(job, context)
                    : new RepeatedExecution(repeats, () -> runner.prepare(job, context));
        } catch (RuntimeException e) {
            return new FailedExecution(cannotRun(e));
        }
    }

    private JobContext context(JobDelivery delivery) {
        int tried =
                retrying.attempts(new JobKey(delivery.batch(), delivery.job().number()));
        return new JobContext(delivery.batch(), number, options.name(), delivery.count(), tried);
    }

    /** A job with which the runner cannot deal must not take the consumer with it, and the next one that gets it. */
    private static RunOutcome run(Execution execution) {
        try {
            return execution.run();
        } catch (RuntimeException e) {
            return cannotRun(e);
        }
    }

    private static RunOutcome cannotRun(RuntimeException e) {
        LOG.warn("A job could not be run", e);
        String reason =
                ("the consumer could not run it: " + e).lines().findFirst().orElseThrow();
        return RunOutcome.withoutRun(Verdict.ERROR, reason);
    }

    private Finished notRun(JobDelivery delivery, Verdict verdict, String reason) {
        return finished(attempt(delivery), delivery.job(), RunOutcome.withoutRun(verdict, reason));
    }

    private Attempt attempt(JobDelivery delivery) {
        return new Attempt(delivery.job().number(), options.name(), number, delivery.count(), clock.instant());
    }

    private static Finished finished(Attempt attempt, Job job, RunOutcome outcome) {
        Output stdout = outcome.stdout();
        Output stderr = outcome.stderr();
        JobResult result = new JobResult(
                attempt,
                job.name(),
                outcome.verdict(),
                outcome.reason(),
                outcome.programs(),
                outcome.wall(),
                stdout.total(),
                stderr.total(),
                outcome.usage(),
                outcome.remarks(),
                outcome.cases());
        return new Finished(result, stdout, stderr, outcome.kept());
    }
}
