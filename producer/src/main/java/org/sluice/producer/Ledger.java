package org.sluice.producer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.BatchListener;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ConsumerState;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Output;
import org.sluice.job.Placement;
import org.sluice.job.Verdict;
import org.sluice.messaging.Fields;
import org.sluice.messaging.JobJson;
import org.sluice.messaging.ResultInbox.FilePart;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultJson;
import org.sluice.reporting.BatchDirectory;

/**
 * Keeps the books of one batch: every event is written to the journal, forced to the disk, and only then told to the
 * listeners. What is acknowledged to the broker after {@link #commit} can therefore not be lost, and what a report says
 * is in the journal. It is used by one thread.
 */
public final class Ledger implements AutoCloseable {
    static final int VERSION = 1;
    static final String BATCH = "batch";
    static final String JOB = "job";
    static final String ORDER = "order";
    static final String ROUND = "round";
    static final String POSTED = "posted";
    static final String STARTED = "started";
    static final String ATTEMPT = "attempt";
    static final String VERDICT = "verdict";
    static final String SUPERSEDED = "superseded";
    static final String NOTE = "note";
    static final String BROKEN_OFF = "broken off";
    static final String INTERRUPTED = "interrupted";
    static final String CLOSED = "closed";

    private final BatchDirectory directory;
    private final Path base;
    private final BatchState state;
    private final JournalFile journal;
    private final Arrivals arrivals;
    private final Clock clock;
    private final List<BatchListener> listeners;
    private BiFunction<Job, JobResult, Optional<String>> remark = (job, verdict) -> Optional.empty();
    private final List<Consumer<BatchListener>> untold = new ArrayList<>();
    private boolean mustLast;
    private Optional<String> stopReason = Optional.empty();
    private Map<Placement, String> waiting = Map.of();

    private Ledger(
            BatchDirectory directory,
            Path base,
            BatchState state,
            JournalFile journal,
            Clock clock,
            List<BatchListener> listeners) {
        this.directory = directory;
        this.base = base;
        this.state = state;
        this.journal = journal;
        this.arrivals = new Arrivals(directory);
        this.clock = clock;
        this.listeners = new ArrayList<>(listeners);
    }

    /**
     * Opens the books of a new batch.
     *
     * @param base the directory that the job file's relative paths start from
     * @throws JournalException if the directory has a journal already or cannot be written
     */
    public static Ledger create(
            BatchDirectory directory, Path base, Batch batch, Clock clock, List<BatchListener> listeners) {
        try {
            Files.createDirectories(directory.path());
        } catch (IOException e) {
            throw new JournalException(
                    "The directory " + directory.path() + " cannot be made (" + e + "); --out names another place.", e);
        }
        Path absoluteBase = base.toAbsolutePath().normalize();
        JournalFile journal = JournalFile.create(directory.journal());
        ObjectNode head = Fields.object()
                .put("type", BATCH)
                .put("sluice", VERSION)
                .put("batch", batch.id())
                .put("source", batch.source())
                .put("created", batch.created().toString())
                .put("jobs", batch.jobs().size())
                .put("base", absoluteBase.toString());
        journal.add(Fields.text(head));
        for (Job job : batch.jobs()) {
            journal.add(Fields.text(JobJson.write(Fields.object().put("type", JOB), job)));
        }
        journal.force();
        try {
            directory.makeLatest();
        } catch (IOException e) {
            throw new JournalException("'latest' cannot be made to point to " + directory.path() + ": " + e, e);
        }
        return new Ledger(directory, absoluteBase, new BatchState(batch), journal, clock, listeners);
    }

    /**
     * Opens the books of a batch that was begun before.
     *
     * @throws JournalException if there is no journal, if it is damaged, or if another process has it open
     */
    public static Ledger resume(BatchDirectory directory, Clock clock, List<BatchListener> listeners) {
        return resume(directory, JournalFile.open(directory.journal()), clock, listeners);
    }

    static Ledger resume(BatchDirectory directory, JournalFile journal, Clock clock, List<BatchListener> listeners) {
        JournalReader.Read read;
        try {
            // only now that it is locked: what another process still appended would be cut off
            read = JournalReader.read(directory.journal(), journal.content());
            journal.cutTo(read.goodBytes());
        } catch (JournalException e) {
            journal.close();
            throw e;
        }
        Ledger ledger = new Ledger(directory, read.base(), read.state(), journal, clock, listeners);
        ledger.arrivals.takeUp(read.state());
        if (read.tornBytes() > 0) {
            ledger.note("The last line of the journal was torn by a crash; " + read.tornBytes()
                    + " bytes of it were cut off.");
        }
        return ledger;
    }

    /**
     * What a journal says.
     *
     * @param outcome where the batch stands
     * @param base the directory that the job file's relative paths start from
     * @param posting the jobs that were posted last or were to be, in the order of posting; none if that was not begun
     */
    public record Books(BatchOutcome outcome, Path base, List<Job> posting) {}

    /** The books of a batch, for those who only want to know. */
    public static Books read(BatchDirectory directory) {
        JournalReader.Read read = JournalReader.read(directory.journal());
        return new Books(read.state().outcome(), read.base(), read.state().roundJobs());
    }

    /** Adds somebody who hears everything from now on, after those who were there before. */
    public void listen(BatchListener listener) {
        listeners.add(listener);
    }

    /** What is asked of every verdict, before it is written down, whether there is something to remark. */
    public void remark(BiFunction<Job, JobResult, Optional<String>> asked) {
        remark = asked;
    }

    /** The directory that the job file's relative paths start from. */
    public Path base() {
        return base;
    }

    /** The batch. */
    public Batch batch() {
        return state.batch();
    }

    /** Where the batch stands. */
    public BatchOutcome outcome() {
        return state.outcome();
    }

    /** Whether every job has its verdict. */
    public boolean isComplete() {
        return state.isComplete();
    }

    Clock clock() {
        return clock;
    }

    BatchState state() {
        return state;
    }

    void opened() {
        BatchOutcome soFar = state.outcome();
        tell(listener -> listener.opened(soFar));
    }

    /**
     * Begins a round of posting.
     *
     * @param order the jobs without a verdict, in the order in which they are posted: whoever resumes has to post the rest
     */
    void beginRound(int round, List<Job> order) {
        if (!order.equals(state.missing())) {
            // a line of its own, which a program that knows no order refuses: it would post the wrong jobs
            ObjectNode line = event(ORDER);
            ArrayNode numbers = line.putArray("jobs");
            order.forEach(job -> numbers.add(job.number()));
            write(line);
        }
        state.beginRound(round, order);
        write(event(ROUND).put("round", round));
    }

    void posted(int round) {
        write(event(POSTED).put("round", round));
    }

    void started(Attempt attempt) {
        if (!state.hasJob(attempt.job())) {
            note("A consumer told of job " + attempt.job() + ", which the batch does not have.");
            return;
        }
        // otherwise it is in the journal since before a crash, and its acknowledgement was lost
        if (state.started(attempt)) {
            // not worth a disk access of its own: it comes in a message that a crash may lose as well
            journal.add(Fields.text(ResultJson.write(event(STARTED), attempt)));
            tell(listener -> listener.started(attempt));
        }
    }

    /** Takes a part of a file that an attempt brings back, unless the verdict on its job is there. */
    void arrived(FilePart part) {
        int job = part.attempt().job();
        if (!state.hasJob(job)) {
            note("A file came for job " + job + ", which the batch does not have.");
        } else if (state.result(job) == null && !isEarlier(part.attempt())) {
            arrivals.add(part, state.batch().job(job).name()).ifPresent(this::note);
        }
        // else it is of a superseded attempt, or comes again because its acknowledgement was lost
    }

    private boolean isEarlier(Attempt attempt) {
        return state.earlier(attempt.job()).stream()
                .anyMatch(result -> result.attempt().equals(attempt));
    }

    /** Takes the first result of a job as its verdict, and notes later ones. */
    void finished(Finished finished) {
        int job = finished.result().job();
        if (!state.hasJob(job)) {
            note("A result came for job " + job + ", which the batch does not have.");
            return;
        }
        JobResult result = withWhatIsKnownHere(finished.result());
        JobResult first = state.result(result.job());
        if (first == null) {
            result = remark.apply(state.batch().job(job), result)
                    .map(result::withRemark)
                    .orElse(result);
            keep(
                    finished,
                    directory.stdout(result.job(), result.name()),
                    directory.stderr(result.job(), result.name()));
            state.verdict(result);
            write(ResultJson.write(event(VERDICT), result));
            JobResult verdict = result;
            tell(listener -> listener.verdict(state.named(verdict)));
            arrivals.settle(result);
        } else if (!first.attempt().equals(result.attempt()) && state.superseded(result)) {
            JobResult late = result;
            write(ResultJson.write(event(SUPERSEDED), late));
            tell(listener -> listener.superseded(late));
        }
        // else the same result once more: its acknowledgement was lost with a connection
    }

    /** Who cancels a job knows only that the batch was stopped, and neither why nor what the job waited for. */
    private JobResult withWhatIsKnownHere(JobResult result) {
        if (result.verdict() != Verdict.CANCELLED) {
            return result;
        }
        String waited = waiting.get(state.batch().job(result.job()).placement());
        return result.withReason(
                stopReason.orElse(result.reason()) + (waited == null ? "" : "; the job waited: it " + waited));
    }

    /** Why jobs that may run in these places are not being run: nobody is there who can. */
    void waiting(Map<Placement, String> reasons) {
        waiting = reasons;
    }

    /**
     * Takes the result of an attempt after which its consumer has handed the job back. When that consumer did not know of
     * all attempts before, it may have been the last one.
     *
     * @return whether it is the verdict: nobody needs to run the job again then
     */
    boolean attempted(Finished finished) {
        JobResult result = finished.result();
        if (!state.hasJob(result.job()) || state.result(result.job()) != null) {
            finished(finished);
            return false;
        }
        if (state.hasAttempt(result)) {
            return false;
        }
        if (state.isLastAttempt(result)) {
            finished(finished);
            return true;
        }
        int number = state.earlier(result.job()).size() + 1;
        keep(
                finished,
                directory.stdout(result.job(), result.name(), number),
                directory.stderr(result.job(), result.name(), number));
        state.attempted(result);
        arrivals.settleEarlier(result, number);
        write(ResultJson.write(event(ATTEMPT), result));
        tell(listener -> listener.retried(result));
        return false;
    }

    private void keep(Finished finished, Path stdout, Path stderr) {
        JobResult result = finished.result();
        if (result.programs().isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(stdout.getParent());
            Files.write(stdout, finished.stdout().withMark());
            Files.write(stderr, finished.stderr().withMark());
        } catch (IOException e) {
            throw new JournalException(
                    "The output of job '" + result.name() + "' cannot be kept (" + e
                            + "). Its result was not acknowledged; make room and take the batch up with --resume.",
                    e);
        }
    }

    /** Gives a job its verdict that cannot be run by anybody. */
    void unfit(Job job, String reason) {
        withoutRun(job, Verdict.ERROR, reason);
    }

    /** Gives the jobs that are not going to be run their verdict. */
    void cancel(List<Job> jobs, String reason) {
        jobs.forEach(job -> withoutRun(job, Verdict.CANCELLED, reason));
    }

    private void withoutRun(Job job, Verdict verdict, String reason) {
        Attempt none = new Attempt(job.number(), "producer", 0, 0, clock.instant());
        JobResult result = JobResult.withoutRun(none, job.name(), verdict, reason);
        finished(new Finished(result, Output.NONE, Output.NONE));
    }

    /** The producer itself stops the batch: that is what jobs are cancelled for from now on. */
    void stopped(String reason) {
        stopReason = Optional.of(reason);
        note("The batch is stopped: " + reason + ".");
    }

    /** As {@link #stopped}, because there is nobody who can run the jobs. */
    void brokenOff(String reason) {
        state.brokenOff(reason);
        write(event(BROKEN_OFF).put("reason", reason));
        stopped(reason);
    }

    void interrupted() {
        state.interrupted();
        write(event(INTERRUPTED));
    }

    /** Notes something for people, in one sentence. It is told with the next {@link #commit}; a listener may call this. */
    public void note(String sentence) {
        write(event(NOTE).put("note", sentence));
        tell(listener -> listener.noted(sentence));
    }

    /** Takes down that a consumer does something else with jobs than before. */
    void consumer(ConsumerState now) {
        state.consumer(now);
        // as the start of a job, it is not worth a disk access of its own
        journal.add(Fields.text(ConsumerStateJson.write(event(NOTE), now)));
        tell(listener -> listener.consumer(now));
    }

    /** Puts everything so far onto the disk, and then tells the listeners. */
    void commit() {
        arrivals.force();
        forceJournal();
        arrivals.moveSettled(this::note);
        forceJournal();
        List<Consumer<BatchListener>> now = List.copyOf(untold);
        untold.clear();
        for (Consumer<BatchListener> event : now) {
            listeners.forEach(event);
        }
    }

    private void forceJournal() {
        if (mustLast) {
            journal.force();
            mustLast = false;
        } else {
            journal.flush();
        }
    }

    void closed() {
        write(event(CLOSED).put("complete", state.isComplete()));
        BatchOutcome outcome = state.outcome();
        tell(listener -> listener.closed(outcome));
        commit();
    }

    private ObjectNode event(String type) {
        return Fields.object().put("type", type).put("at", clock.instant().toString());
    }

    private void write(ObjectNode event) {
        journal.add(Fields.text(event));
        mustLast = true;
    }

    private void tell(Consumer<BatchListener> event) {
        untold.add(event);
    }

    /** Lets go of the journal; what was not committed may be lost. */
    @Override
    public void close() {
        journal.close();
    }
}
