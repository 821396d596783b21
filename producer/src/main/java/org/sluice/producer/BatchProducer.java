package org.sluice.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.sluice.job.Access;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Capability;
import org.sluice.job.Job;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Notice;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.ResultInbox;

/**
 * Posts a batch and collects its verdicts, or takes this up where an earlier one has left it.
 *
 * <p>One of {@link #run}, {@link #post} and {@link #collect} is called, once. {@link #stop} and {@link #kill} may be
 * called from any thread, before, during and after it, and more than once.
 */
public final class BatchProducer {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long REGISTER_NANOS = Duration.ofSeconds(5).toNanos();

    private final Ledger ledger;
    private final LinkKeeper keeper;
    private final Stopping stopping;
    private final Attendance attendance;
    private final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();
    private volatile boolean registerChanged;
    private volatile boolean detached;
    private boolean stopped;
    private Optional<Capability> only = Optional.empty();
    private PostingOrder order = PostingOrder.OF_THE_FILE;
    private boolean posted;
    private Posting posting;
    private Clearing clearing;

    /**
     * @param patience how long the broker may be away before this gives up; empty: for ever
     */
    public BatchProducer(Ledger ledger, BrokerAddress broker, Optional<Access> access, Optional<Duration> patience) {
        this(ledger, broker, access, patience, GivingUp.NEVER);
    }

    /** @param givingUp when it stops the batch by itself; no matter for {@link #post} */
    public BatchProducer(
            Ledger ledger,
            BrokerAddress broker,
            Optional<Access> access,
            Optional<Duration> patience,
            GivingUp givingUp) {
        this(ledger, broker, access, patience, givingUp, new Stopping(Stopping.LAST));
    }

    BatchProducer(
            Ledger ledger,
            BrokerAddress broker,
            Optional<Access> access,
            Optional<Duration> patience,
            GivingUp givingUp,
            Stopping stopping) {
        this.ledger = ledger;
        this.stopping = stopping;
        this.attendance = new Attendance(ledger, stopping, givingUp, System::nanoTime);
        this.keeper = new LinkKeeper(broker, access, patience, this::tellNow, this::heard);
    }

    /**
     * No other consumer can come than one that has this to offer: jobs that it can never run get the verdict <em>error</em>
     * at once. To be called before {@link #run}.
     */
    public void onlyFor(Capability consumer) {
        only = Optional.of(consumer);
    }

    /**
     * Jobs that this one posts anew are posted in this order; one that goes on with a posting keeps to its order. To be
     * called before {@link #run}.
     */
    public void inOrder(PostingOrder wanted) {
        order = wanted;
    }

    /** Whether no job had to be posted, and there is no batch that consumers could have noticed. */
    public boolean hasPostedNothing() {
        return !posted;
    }

    private enum Mode {
        RUN,
        POST,
        COLLECT
    }

    /**
     * Posts what is to be posted and collects until every job has its verdict.
     *
     * @return where the batch stands; not complete when it was stopped while the broker was away, or when the broker has
     *     lost jobs
     * @throws BrokerUnavailable if the broker was away for longer than is allowed
     * @throws JournalException if the journal cannot be written; nothing is acknowledged then that is not in it
     */
    public BatchOutcome run() throws BrokerUnavailable, InterruptedException {
        return work(Mode.RUN);
    }

    /** Posts what is to be posted, and leaves the collecting to a later {@link #collect}. */
    public BatchOutcome post() throws BrokerUnavailable, InterruptedException {
        return work(Mode.POST);
    }

    /** Collects what was posted until every job has its verdict; posts nothing. */
    public BatchOutcome collect() throws BrokerUnavailable, InterruptedException {
        return work(Mode.COLLECT);
    }

    /** Leaves the batch to itself, for a later {@link #collect}; {@link #run} and {@code collect} return at once. */
    public void detach() {
        detached = true;
        keeper.wake();
    }

    /** Hands out no further job; {@link #run} returns when those that run have ended. */
    public void stop() {
        stopping.ask(OpenBatch.State.STOP);
        keeper.wake();
    }

    /** Has the running jobs killed as well; {@link #run} returns soon. */
    public void kill() {
        stopping.ask(OpenBatch.State.KILL);
        keeper.wake();
    }

    private void heard(Notice notice) {
        attendance.heard(notice);
        if (notice instanceof Notice.RegisterChanged) {
            registerChanged = true;
        }
    }

    private BatchOutcome work(Mode mode) throws BrokerUnavailable, InterruptedException {
        ledger.opened();
        ledger.commit();
        try {
            boolean done = ledger.isComplete();
            while (!done && !detached) {
                Optional<Link> link = keeper.link(this::needsNoLink);
                writeNotes();
                if (link.isEmpty()) {
                    if (!detached) {
                        giveUp();
                    }
                    break;
                }
                try {
                    done = mode == Mode.POST ? post(link.get()) : collect(link.get(), mode);
                } catch (LinkBroken e) {
                    tellNow("The connection to the broker was lost (" + e.getMessage() + ").");
                } finally {
                    endThreads();
                }
            }
            writeNotes();
            attendance.takeDown();
            ledger.closed();
            return ledger.outcome();
        } finally {
            try {
                ledger.commit();
            } finally {
                keeper.close();
            }
        }
    }

    /** A batch that the broker has never seen can be stopped without it. */
    private boolean needsNoLink() {
        return detached
                || stopping.isTooLate()
                || (stopping.isAsked() && ledger.state().round() == 0);
    }

    private void giveUp() {
        ledger.interrupted();
        if (ledger.state().round() == 0) {
            ledger.cancel(ledger.outcome().missing(), "the batch was stopped before the job was posted");
        } else {
            ledger.note("The broker is away; what it still has of the batch stays there."
                    + " 'sluice collect' or 'sluice cancel' will find it.");
        }
    }

    private void endThreads() throws InterruptedException {
        if (posting != null) {
            posting.stop();
            posting = null;
        }
        if (clearing != null) {
            clearing.end();
            clearing = null;
        }
    }

    /** On our own thread alone, which is also the one on which the keeper of the link speaks. */
    private void tellNow(String sentence) {
        ledger.note(sentence);
        ledger.commit();
    }

    private void writeNotes() {
        for (String note = notes.poll(); note != null; note = notes.poll()) {
            ledger.note(note);
        }
        ledger.commit();
    }

    private boolean post(Link link) throws LinkBroken, InterruptedException {
        try (ResultInbox inbox = link.results(ledger.batch().id(), notes::add)) {
            begin(link, new Intake(ledger, link, inbox), Mode.POST);
        }
        while (posting != null && !stopping.isAsked()) {
            posting.await(WAIT);
            link.check();
            notePosted(() -> takeAll(link));
        }
        if (stopping.isAsked()) {
            endThreads();
            return collect(link, Mode.RUN);
        }
        return true;
    }

    private boolean collect(Link link, Mode mode) throws LinkBroken, InterruptedException {
        try (ResultInbox inbox = link.results(ledger.batch().id(), notes::add)) {
            Intake intake = new Intake(ledger, link, inbox);
            if (!begin(link, intake, mode)) {
                return true;
            }
            long lastLook = System.nanoTime();
            while (!ledger.isComplete()) {
                if (detached) {
                    return false;
                }
                stopIfAsked(link);
                boolean heardAny = intake.take(WAIT);
                writeNotes();
                notePosted(intake::takeAll);
                if (!stopped && posting == null) {
                    attendance.tellWaits();
                }
                attendance.look();
                if (stopping.isTooLate() || (!heardAny && isNothingRunning())) {
                    ledger.cancel(ledger.outcome().missing(), "the batch was stopped before the job had ended");
                    ledger.commit();
                }
                if (!heardAny && (registerChanged || System.nanoTime() - lastLook > REGISTER_NANOS)) {
                    registerChanged = false;
                    lastLook = System.nanoTime();
                    if (hasVanished(link, intake)) {
                        return true;
                    }
                }
            }
            intake.takeLateStarts();
        }
        // first of all those that send results: they would make the queue anew
        endThreads();
        link.register().complete(ledger.batch().id());
        link.removeResults(ledger.batch().id());
        return true;
    }

    private boolean isNothingRunning() {
        return clearing != null && ledger.state().running() == 0 && clearing.hasFoundNothing();
    }

    /** Finds out how far the batch has come, and goes on from there. */
    private boolean begin(Link link, Intake intake, Mode mode) throws LinkBroken {
        attendance.ask(link);
        BatchState state = ledger.state();
        Optional<OpenBatch> open = link.register().find(ledger.batch().id());
        if (open.isPresent()) {
            OpenBatch batch = open.get();
            if (batch.round() != state.round()) {
                throw new JournalException("The broker has round " + batch.round() + " of batch " + batch.id()
                        + ", the journal round " + state.round() + ": this is not the journal of that batch.");
            }
            if (batch.state() != OpenBatch.State.RUN) {
                stopped = true;
                cancelUnposted(batch.posted());
                return true;
            }
            if (batch.posted() == batch.jobs()) {
                return true;
            }
            if (mode == Mode.COLLECT) {
                throw new JournalException("Only " + batch.posted() + " of the " + batch.jobs() + " jobs of batch "
                        + batch.id() + " are posted. 'sluice producer --resume " + batch.id()
                        + "' posts the others and collects; 'sluice cancel " + batch.id() + "' ends the batch.");
            }
            if (!stopping.isAsked()) {
                posted = true;
                posting = Posting.begin(link, batch, state.roundJobs());
            }
            return true;
        }
        if (state.round() > 0) {
            // all that consumers have done of it is in the queue of results
            intake.takeAll();
        }
        if (ledger.isComplete()) {
            return true;
        }
        if (mode == Mode.COLLECT) {
            noteVanished();
            return false;
        }
        if (stopping.isAsked()) {
            return true;
        }
        only.ifPresent(consumer -> Unfit.judge(ledger, consumer));
        if (ledger.isComplete()) {
            return true;
        }
        order.note().ifPresent(ledger::note);
        ledger.beginRound(state.round() + 1, order.of(state.missing()));
        ledger.commit();
        Batch batch = ledger.batch();
        List<Job> jobs = state.roundJobs();
        OpenBatch fresh = new OpenBatch(
                batch.id(),
                state.round(),
                batch.source(),
                batch.created(),
                jobs.size(),
                0,
                OpenBatch.State.RUN,
                jobs.stream().map(Job::placement).collect(Collectors.toCollection(LinkedHashSet::new)));
        posted = true;
        posting = Posting.begin(link, fresh, jobs);
        return true;
    }

    private interface Reading {
        void takeAll() throws LinkBroken;
    }

    private void takeAll(Link link) throws LinkBroken {
        try (ResultInbox inbox = link.results(ledger.batch().id(), notes::add)) {
            new Intake(ledger, link, inbox).takeAll();
        }
    }

    private void notePosted(Reading results) throws LinkBroken {
        if (posting == null || posting.isAlive()) {
            return;
        }
        posting.check();
        if (posting.isDone()) {
            ledger.posted(ledger.state().round());
            ledger.commit();
            posting = null;
        } else if (posting.isStoppedByOthers()) {
            // Or an earlier commit of unknown outcome has posted the rest, and all of it has been run by now. Then
            // there
            // are results of what we take to be unposted.
            results.takeAll();
            cancelUnposted(posting.posted());
            stopped = true;
            posting = null;
        }
    }

    /** @param posted how many jobs of this round are posted; the others never will be */
    private void cancelUnposted(int posted) {
        List<Job> roundJobs = ledger.state().roundJobs();
        List<Job> neverPosted =
                new ArrayList<>(roundJobs.subList(Math.min(posted, roundJobs.size()), roundJobs.size()));
        neverPosted.removeIf(job -> ledger.state().result(job.number()) != null);
        ledger.cancel(neverPosted, "the batch was stopped before the job was posted");
        ledger.commit();
    }

    /** Whether the batch has ended on the broker while jobs have no verdict: such jobs will never come. */
    private boolean hasVanished(Link link, Intake intake) throws LinkBroken {
        if (posting != null || link.register().find(ledger.batch().id()).isPresent()) {
            return false;
        }
        // what was sent before the batch ended
        intake.takeAll();
        if (ledger.isComplete()) {
            return false;
        }
        noteVanished();
        return true;
    }

    private void noteVanished() {
        int missing = ledger.outcome().missing().size();
        ledger.note("The broker has nothing left of batch " + ledger.batch().id() + ", and " + missing
                + (missing == 1 ? " job has" : " jobs have") + " no verdict. --resume posts what is missing again.");
        ledger.commit();
    }

    /** Carries out what the user has asked for by interrupting, one step at a time. */
    private void stopIfAsked(Link link) throws LinkBroken, InterruptedException {
        Optional<OpenBatch.State> asked = stopping.next();
        if (asked.isPresent()) {
            if (posting != null) {
                posting.stop();
                posting = null;
            }
            String id = ledger.batch().id();
            int posted = link.register().find(id).map(OpenBatch::posted).orElse(Integer.MAX_VALUE);
            link.register().stop(id, asked.get());
            if (stopping.isByUser()) {
                ledger.interrupted();
            }
            cancelUnposted(posted);
            stopped = true;
            stopping.done(asked.get());
        }
        if (clearing == null && stopped) {
            clearing = Clearing.begin(link, ledger.batch().id(), notes::add);
        }
        if (clearing != null) {
            clearing.check();
        }
    }
}
