package org.sluice.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sluice.job.Access;
import org.sluice.job.Attempt;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Notice;
import org.sluice.messaging.Obstacle;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Presence;
import org.sluice.messaging.Roster;

/** Says where one job of a batch stands, and why it is not being run. */
public final class Explanation {
    private final BatchOutcome outcome;
    private final List<Job> posting;
    private final Job job;

    /**
     * @param outcome what the journal of the batch says
     * @param posting the jobs that were posted last, in the order of posting
     */
    public Explanation(BatchOutcome outcome, List<Job> posting, Job job) {
        this.outcome = outcome;
        this.posting = posting;
        this.job = job;
    }

    /** What the journal alone tells, in sentences. */
    public List<String> ofJournal() {
        List<String> sentences = new ArrayList<>();
        for (JobResult earlier : outcome.earlier().getOrDefault(job.number(), List.of())) {
            sentences.add("An attempt on " + earlier.attempt().consumer() + " ended: "
                    + earlier.verdict().label() + because(earlier) + ".");
        }
        JobResult verdict = outcome.results().get(job.number());
        if (verdict != null) {
            sentences.add("It has its verdict: " + verdict.verdict().label() + because(verdict)
                    + (outcome.isFlaky(job.number()) ? ", and it is flaky" : "") + ".");
            return sentences;
        }
        lastStart()
                .ifPresent(
                        start -> sentences.add("It was begun on " + start.consumer() + " at " + start.started() + "."));
        return sentences;
    }

    private static String because(JobResult result) {
        return result.reason().isEmpty() ? "" : " (" + result.reason() + ")";
    }

    /** Whether there is nothing more to say. */
    public boolean hasVerdict() {
        return outcome.results().containsKey(job.number());
    }

    private Optional<Attempt> lastStart() {
        return outcome.attempts().stream()
                .filter(attempt -> attempt.job() == job.number())
                .reduce((first, second) -> second);
    }

    /** What its broker and the consumers that are there tell of a job without verdict, in sentences. */
    public List<String> ofBroker(BrokerAddress broker, Optional<Access> access, Optional<Duration> patience)
            throws BrokerUnavailable, InterruptedException {
        Roster roster = new Roster(System::nanoTime);
        try (LinkKeeper keeper = new LinkKeeper(broker, access, patience, sentence -> {}, roster::heard)) {
            while (true) {
                Link link = keeper.link(() -> false).orElseThrow();
                try {
                    link.notify(new Notice.WhoIsThere());
                    roster.asked();
                    Optional<OpenBatch> open =
                            link.register().find(outcome.batch().id());
                    while (!roster.untilAnswered().isZero()) {
                        keeper.pause(roster.untilAnswered().toMillis() + 1, () -> false);
                    }
                    return List.of(standing(open, roster));
                } catch (LinkBroken e) {
                    // on the next link again
                }
            }
        }
    }

    private String standing(Optional<OpenBatch> open, Roster roster) {
        String batch = outcome.batch().id();
        if (open.isEmpty()) {
            return "The broker has nothing of batch " + batch
                    + ": it has ended there, or was never posted. 'sluice collect " + batch
                    + "' fetches results that wait, 'sluice producer --resume " + batch + "' posts what is missing.";
        }
        if (open.get().state() != OpenBatch.State.RUN) {
            return "The batch is stopped: no further job of it is begun.";
        }
        Optional<Presence> runner = roster.runnerOf(batch, job.number());
        if (runner.isPresent()) {
            return "It is running on " + runner.get().consumer() + ".";
        }
        if (isNotPosted(open.get())) {
            return "It is not posted yet: " + open.get().posted() + " of "
                    + open.get().jobs() + " jobs are.";
        }
        List<Presence> present = roster.present();
        return "It waits: " + Obstacle.of(job.placement(), present).orElseGet(() -> why(present, roster)) + ".";
    }

    /** In rounds after the first only those without a verdict are posted, so that their place is not known here. */
    private boolean isNotPosted(OpenBatch open) {
        return open.jobs() == outcome.batch().jobs().size() && job.number() > open.posted();
    }

    private String why(List<Presence> present, Roster roster) {
        for (String lock : job.placement().locks()) {
            Optional<String> holder = holder(lock, present);
            if (holder.isPresent()) {
                return "for lock " + lock + ", which is held by " + holder.get();
            }
        }
        List<Presence> takers = roster.takers(job.placement());
        long tried = takers.stream()
                .filter(consumer -> consumer.hasTried(outcome.batch().id(), job.number()))
                .count();
        int width = job.placement().slots();
        if (job.placement().alone()) {
            return "for a consumer on which nothing else runs";
        }
        if (width > 1 && takers.stream().noneMatch(consumer -> consumer.free() >= width)) {
            int most = takers.stream().mapToInt(Presence::free).max().orElse(0);
            return "for " + width + " free slots of one consumer; the most that one has is " + most;
        }
        long before = posting.stream()
                .takeWhile(other -> other.number() != job.number())
                .filter(other -> other.placement().equals(job.placement())
                        && !outcome.results().containsKey(other.number()))
                .count();
        long busy = takers.stream().filter(consumer -> consumer.free() == 0).count();
        return (before == 1 ? "1 job before it" : before + " jobs before it") + ", " + busy + " of " + takers.size()
                + (takers.size() == 1 ? " consumer is busy" : " consumers are busy")
                + (tried == 0 ? "" : "; " + tried + " of them tried it already and leave it to others")
                + (job.placement().locks().isEmpty()
                        ? ""
                        : "; a lock that it needs may be held by another batch, or rest");
    }

    /** The consumer that runs a job of this batch with this lock. */
    private Optional<String> holder(String lock, List<Presence> present) {
        return outcome.missing().stream()
                .filter(other -> other.placement().locks().contains(lock))
                .sorted(Comparator.comparing(Job::number))
                .flatMap(other -> present.stream()
                        .filter(consumer -> consumer.runs(outcome.batch().id(), other.number()))
                        .map(consumer -> "job '" + other.name() + "' on " + consumer.consumer()))
                .findFirst();
    }
}
