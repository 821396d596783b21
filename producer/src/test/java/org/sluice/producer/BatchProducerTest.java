package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.sluice.producer.Batches.batch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ExitCode;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.JobDelivery;
import org.sluice.messaging.Notice;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Poster;
import org.sluice.messaging.Presence;
import org.sluice.reporting.BatchDirectory;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BatchProducerTest {
    @TempDir
    Path temp;

    private final Heard heard = new Heard();
    private final List<Ledger> ledgers = new ArrayList<>();
    private EmbeddedBroker broker;
    private BrokerAddress address;
    private BatchDirectory directory;
    private ScriptedConsumer consumer;

    @BeforeEach
    void setUp() throws Exception {
        broker = EmbeddedBroker.start(EmbeddedBroker.Options.local(temp.resolve("broker")));
        address = new BrokerAddress(List.of(broker.vmUri()));
        directory = BatchDirectory.of(temp, "batch-1");
        consumer = new ScriptedConsumer("lab1", address, Optional.empty());
    }

    @AfterEach
    void tearDown() throws Exception {
        consumer.close();
        broker.close();
        ledgers.forEach(Ledger::close);
    }

    @Test
    void postsTheJobsAndCollectsTheirVerdicts() throws Exception {
        FutureTask<BatchOutcome> run = inBackground(producer(create(3))::run);
        consumer.pass(2);
        consumer.finish(consumer.begin(), Verdict.FAILED);
        consumer.end();

        BatchOutcome outcome = outcome(run);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_PASSED);
        assertThat(outcome.attempts()).hasSize(3);
        assertThat(heard.count("verdict")).isEqualTo(3);
        assertThat(heard.lines().get(0)).isEqualTo("opened with 0");
        assertThat(heard.lines().get(heard.lines().size() - 1)).isEqualTo("closed with 3");
        assertThat(Ledger.read(directory).outcome()).isEqualTo(outcome);
    }

    @Test
    void aCrashBeforeAnythingWasPostedIsMadeUpForByPostingAll() throws Exception {
        Ledger ledger = create(2);
        ledger.beginRound(1, ledger.state().missing());
        ledger.commit();

        FutureTask<BatchOutcome> run = inBackground(producer(resume())::run);
        consumer.pass(2);
        consumer.end();

        assertThat(outcome(run).exitCode()).isEqualTo(ExitCode.PASSED);
    }

    @Test
    void aCrashInThePostingIsMadeUpForByPostingTheOthers() throws Exception {
        postHalf(4, 1);

        FutureTask<BatchOutcome> run = inBackground(producer(resume())::run);
        consumer.pass(4);
        consumer.end();

        BatchOutcome outcome = outcome(run);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.PASSED);
        assertThat(outcome.attempts()).as("each was posted once").hasSize(4);
    }

    @Test
    void jobsArePostedInTheOrderThatIsWanted() throws Exception {
        BatchProducer producer = producer(create(4));
        producer.inOrder(jobs -> List.of(jobs.get(2), jobs.get(0), jobs.get(3), jobs.get(1)));
        FutureTask<BatchOutcome> run = inBackground(producer::run);
        consumer.pass(4);
        consumer.end();

        assertThat(outcome(run).results().keySet()).containsExactly(3, 1, 4, 2);
        assertThat(outcome(run).batch().jobs()).extracting(Job::number).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whoGoesOnWithAPostingKeepsToItsOrderWhateverIsWantedNow() throws Exception {
        Ledger first = create(4);
        List<Job> order = new ArrayList<>(first.batch().jobs());
        Collections.reverse(order);
        postHalf(first, order, 2);
        BatchProducer producer = producer(resume());
        producer.inOrder(PostingOrder.OF_THE_FILE);

        FutureTask<BatchOutcome> run = inBackground(producer::run);
        consumer.pass(4);
        consumer.end();

        assertThat(outcome(run).results().keySet()).containsExactly(4, 3, 2, 1);
        assertThat(outcome(run).attempts()).as("each was posted once").hasSize(4);
    }

    @Test
    void aRandomOrderIsToldWithWhatDrawsItAgain() throws Exception {
        BatchProducer producer = producer(create(50));
        producer.inOrder(PostingOrder.random(7));
        FutureTask<BatchOutcome> run = inBackground(producer::run);
        consumer.pass(50);
        consumer.end();

        List<Integer> drawn = List.copyOf(outcome(run).results().keySet());
        assertThat(heard.count("noted The jobs are posted in a random order; --order random:7 "))
                .isEqualTo(1);
        assertThat(drawn).hasSize(50).isNotEqualTo(drawn.stream().sorted().toList());
        assertThat(PostingOrder.random(7).of(Batches.batch(50).jobs()))
                .extracting(Job::number)
                .isEqualTo(drawn);
    }

    @Test
    void collectingABatchThatIsPostedInHalfSaysWhatToDo() throws Exception {
        postHalf(4, 1);

        BatchProducer producer = producer(resume());
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(producer::collect)
                .withMessageContaining("1 of the 4 jobs")
                .withMessageContaining("--resume batch-1")
                .withMessageContaining("sluice cancel batch-1");
    }

    @Test
    void whatWasPostedAndLeftIsCollectedLater() throws Exception {
        producer(create(2)).post();

        FutureTask<BatchOutcome> collect = inBackground(producer(resume())::collect);
        consumer.pass(2);
        consumer.end();

        assertThat(outcome(collect).exitCode()).isEqualTo(ExitCode.PASSED);
    }

    @Test
    void aBatchThatHasEndedBeforeAnybodyCollectedIsCollected() throws Exception {
        producer(create(2)).post();
        consumer.pass(2);
        consumer.end();

        BatchOutcome outcome = producer(resume()).collect();

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.PASSED);
        assertThat(outcome.attempts()).hasSize(2);
    }

    @Test
    void aJobThatVanishedWithoutAResultIsMissingUntilItIsPostedAgain() throws Exception {
        producer(create(3)).post();
        consumer.pass(1);
        consumer.begin().acknowledge();
        consumer.pass(1);
        consumer.end();

        BatchOutcome first = producer(resume()).collect();
        assertThat(first.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(first.missing()).extracting(Job::number).containsExactly(2);
        assertThat(heard.lines()).anyMatch(line -> line.contains("1 job has no verdict") && line.contains("--resume"));

        FutureTask<BatchOutcome> again = inBackground(producer(resume())::run);
        consumer.pass(1);
        consumer.end();
        assertThat(outcome(again).exitCode()).isEqualTo(ExitCode.PASSED);
    }

    @Test
    void aJobThatVanishesWhileSomebodyCollectsIsMissing() throws Exception {
        FutureTask<BatchOutcome> run = inBackground(producer(create(2))::run);
        consumer.begin().acknowledge();
        consumer.pass(1);
        consumer.end();

        assertThat(outcome(run).exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    }

    @Test
    void stoppingWithoutAnyConsumerCancelsAllAndLeavesNothing() throws Exception {
        BatchProducer producer = producer(create(150));
        FutureTask<BatchOutcome> run = inBackground(producer::run);
        awaitPosted(150);

        producer.stop();

        BatchOutcome outcome = outcome(run);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(outcome.counts()).containsEntry(Verdict.CANCELLED, 150);
        assertThat(outcome.superseded()).isEmpty();
        assertThat(consumer.register().read()).isEmpty();
        assertThat(consumer.findsNothing()).isTrue();
    }

    @Test
    void stoppingLetsTheRunningJobEndAndCancelsTheOthers() throws Exception {
        BatchProducer producer = producer(create(3));
        FutureTask<BatchOutcome> run = inBackground(producer::run);
        JobDelivery running = consumer.begin();
        await().until(() -> heard.count("started") == 1);

        producer.stop();
        await().until(() -> heard.count("verdict") == 2);
        assertThat(run.isDone()).isFalse();
        assertThat(consumer.register().find("batch-1").orElseThrow().state()).isEqualTo(OpenBatch.State.STOP);
        consumer.finish(running, Verdict.PASSED);

        BatchOutcome outcome = outcome(run);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(outcome.counts()).containsEntry(Verdict.CANCELLED, 2).containsEntry(Verdict.PASSED, 1);
    }

    @Test
    void killingAfterStoppingTellsConsumersToKill() throws Exception {
        BatchProducer producer = producer(create(2));
        FutureTask<BatchOutcome> run = inBackground(producer::run);
        JobDelivery running = consumer.begin();
        await().until(() -> heard.count("started") == 1);

        producer.stop();
        producer.kill();
        await().until(() -> consumer.register().find("batch-1").orElseThrow().state() == OpenBatch.State.KILL);
        consumer.finish(running, Verdict.CANCELLED);

        assertThat(outcome(run).counts()).containsEntry(Verdict.CANCELLED, 2);
    }

    @Test
    void aKilledBatchWhoseConsumerDoesNotAnswerIsGivenUpSoon() throws Exception {
        BatchProducer producer = impatient(create(2));
        FutureTask<BatchOutcome> run = inBackground(producer::run);
        consumer.begin();
        await().until(() -> heard.count("started") == 1);

        producer.kill();

        assertThat(outcome(run).counts()).containsEntry(Verdict.CANCELLED, 2);
    }

    @Test
    void stoppingBeforeItRunsCancelsAll() throws Exception {
        BatchProducer producer = producer(create(2));
        producer.stop();

        assertThat(producer.run().counts()).containsEntry(Verdict.CANCELLED, 2);
        assertThat(consumer.register().read()).isEmpty();
        assertThat(consumer.findsNothing()).isTrue();
    }

    @Test
    void interruptingAProducerThatOnlyPostsStopsTheBatch() throws Exception {
        BatchProducer producer = producer(create(2));
        producer.stop();

        assertThat(producer.post().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(consumer.register().read()).isEmpty();
        assertThat(consumer.findsNothing()).isTrue();
    }

    @Test
    void aBatchThatIsCancelledFromElsewhereIsCollectedToItsEnd() throws Exception {
        FutureTask<BatchOutcome> run = inBackground(producer(create(3))::run);
        JobDelivery running = consumer.begin();
        awaitPosted(3);

        Cancellation.Outcome cancelled =
                Cancellation.cancel("batch-1", false, address, Optional.empty(), Optional.empty(), sentence -> {});
        assertThat(cancelled.found()).isTrue();
        assertThat(cancelled.cleared()).isEqualTo(2);
        assertThat(cancelled.ended()).isFalse();
        consumer.finish(running, Verdict.PASSED);
        consumer.end();

        BatchOutcome outcome = outcome(run);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_PASSED);
        assertThat(outcome.counts()).containsEntry(Verdict.CANCELLED, 2).containsEntry(Verdict.PASSED, 1);
    }

    @Test
    void aBatchThatIsCancelledFromElsewhereWhileItIsPostedEnds() throws Exception {
        int jobs = 30_000;
        FutureTask<BatchOutcome> run = inBackground(producer(create(jobs))::run);
        await().until(() -> !consumer.register().read().isEmpty());

        Cancellation.cancel("batch-1", false, address, Optional.empty(), Optional.empty(), sentence -> {});
        FutureTask<Void> sweep = inBackground(() -> {
            sweepUntilNothingIsOpen();
            return null;
        });

        assertThat(outcome(run).isComplete()).isTrue();
        sweep.get(1, TimeUnit.MINUTES);
        assertThat(consumer.register().read()).isEmpty();
    }

    /**
     * A commit of the producer before, of which nobody knew whether it would succeed, has posted the rest while this one was
     * about to. By the time that this one looks, all of it has been run, and the batch has ended.
     */
    @Test
    void whatHasRunBeforeItsProducerKnewThatItWasPostedIsNotCancelled() throws Exception {
        postHalf(2, 1);
        try (Entries earlier = Entries.of(broker.vmUri())) {
            earlier.hold("SluicePosted = 1");
            FutureTask<BatchOutcome> run = inBackground(producer(resume())::post);
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals("sluice-posting")));
            consumer.pass(1);
            consumer.tell(2, Verdict.PASSED);
            earlier.takeTheRest();

            BatchOutcome outcome = outcome(run);
            assertThat(outcome.results().values())
                    .extracting(JobResult::verdict)
                    .containsOnly(Verdict.PASSED);
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.PASSED);
        }
    }

    @Test
    void cancellingABatchThatIsNotThereNamesThoseThatAre() throws Exception {
        producer(create(1)).post();

        Cancellation.Outcome other =
                Cancellation.cancel("batch-2", false, address, Optional.empty(), Optional.empty(), sentence -> {});
        assertThat(other.found()).isFalse();
        assertThat(other.open()).containsOnlyKeys("batch-1");

        Cancellation.Outcome mine =
                Cancellation.cancel("batch-1", true, address, Optional.empty(), Optional.empty(), sentence -> {});
        assertThat(mine).extracting("found", "cleared", "ended").containsExactly(true, 1, true);
        assertThat(producer(resume()).collect().counts()).containsEntry(Verdict.CANCELLED, 1);
    }

    @Test
    void aHalfPostedBatchThatWasCancelledIsCollectedWithAllItsVerdicts() throws Exception {
        postHalf(4, 2);
        JobDelivery running = consumer.begin();
        Cancellation.Outcome cancelled =
                Cancellation.cancel("batch-1", false, address, Optional.empty(), Optional.empty(), sentence -> {});
        assertThat(cancelled.cleared()).isEqualTo(1);

        FutureTask<BatchOutcome> collect = inBackground(producer(resume())::collect);
        await().until(() -> heard.count("verdict") == 3);
        consumer.finish(running, Verdict.PASSED);
        consumer.end();

        assertThat(outcome(collect).counts())
                .containsEntry(Verdict.CANCELLED, 3)
                .containsEntry(Verdict.PASSED, 1);
    }

    @Test
    void killingWhileTheBrokerIsAwayGivesUpAndIsInterrupted() throws Exception {
        BatchProducer producer = impatient(create(2));
        FutureTask<BatchOutcome> run = inBackground(producer::run);
        awaitPosted(2);
        broker.close();
        await().until(() -> heard.count("noted The connection to the broker was lost") == 1);

        producer.stop();
        assertThat(run.isDone()).isFalse();
        producer.kill();

        BatchOutcome outcome = outcome(run);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(outcome.isComplete()).isFalse();
        assertThat(heard.lines()).anyMatch(line -> line.contains("sluice collect"));
    }

    @Test
    void aResultThatTheJournalCannotTakeStaysOnTheBroker() throws Exception {
        producer(create(1)).post();
        consumer.pass(1);
        consumer.end();
        closeLedgers();
        JournalFile full = new JournalFile(directory.journal(), FullDisk.open(directory.journal(), 0));
        Ledger unlucky = Ledger.resume(directory, full, Clock.systemUTC(), List.of(heard));
        ledgers.add(unlucky);

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(producer(unlucky)::collect)
                .withMessageContaining("No space left");
        assertThat(heard.count("verdict")).isZero();

        assertThat(producer(resume()).collect().exitCode()).isEqualTo(ExitCode.PASSED);
    }

    @Test
    void theJournalOfAnotherRoundIsRefused() throws Exception {
        producer(create(1)).post();
        Ledger ledger = resume();
        ledger.beginRound(2, ledger.state().missing());

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(producer(ledger)::run)
                .withMessageContaining("round 1")
                .withMessageContaining("round 2");
    }

    private void postHalf(int jobs, int posted) throws Exception {
        Ledger ledger = create(jobs);
        postHalf(ledger, ledger.batch().jobs(), posted);
    }

    private void postHalf(Ledger ledger, List<Job> order, int posted) throws Exception {
        int jobs = order.size();
        ledger.beginRound(1, order);
        ledger.commit();
        Batch batch = ledger.batch();
        OpenBatch open = new OpenBatch(batch.id(), 1, batch.source(), batch.created(), jobs, 0, OpenBatch.State.RUN);
        try (Poster poster = consumer.link().poster(open)) {
            poster.post(order.subList(0, posted));
        }
    }

    /** Takes and ends what comes, as consumers of a cancelled batch do. */
    private void sweepUntilNothingIsOpen() throws Exception {
        do {
            consumer.sweep();
        } while (!consumer.register().read().isEmpty());
    }

    private void awaitPosted(int jobs) {
        await().until(() -> consumer.register()
                .find("batch-1")
                .filter(open -> open.posted() == jobs)
                .isPresent());
    }

    private Ledger create(int jobs) {
        return add(Ledger.create(directory, temp, batch(jobs), Clock.systemUTC(), List.of(heard)));
    }

    @Test
    void soManyJobsThatDidNotPassStopTheBatch() throws Exception {
        Optional<Halt> halt = Halt.parse("soon,fail=2");
        FutureTask<BatchOutcome> run = inBackground(givingUp(create(9), new GivingUp(halt, true))::run);
        consumer.pass(2);
        consumer.finish(consumer.begin(), Verdict.FAILED);
        consumer.finish(consumer.begin(), Verdict.DIFFERS);

        BatchOutcome outcome = outcome(run);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_PASSED);
        assertThat(outcome.counts()).containsEntry(Verdict.CANCELLED, 5).containsEntry(Verdict.PASSED, 2);
        assertThat(outcome.results().get(9).reason()).isEqualTo("2 jobs did not pass (--halt soon,fail=2)");
        assertThat(outcome.interrupted()).isFalse();
        assertThat(heard.count("noted The batch is stopped: 2 jobs did not pass"))
                .isEqualTo(1);
        assertThat(Ledger.read(directory).outcome()).isEqualTo(outcome);
    }

    @Test
    void whenAllConsumersAreOutOfServiceTheBatchIsBrokenOff() throws Exception {
        FutureTask<BatchOutcome> run = inBackground(givingUp(create(3), new GivingUp(Optional.empty(), true))::run);
        consumer.pass(1);
        consumer.link().notify(presence("lab2", Presence.State.LEAVING));
        consumer.link().notify(presence("lab1", Presence.State.OUT_OF_SERVICE));

        BatchOutcome outcome = outcome(run);
        String why = "no consumer takes jobs any more: lab1 is out of service (the disk is full)";
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(outcome.brokenOff()).contains(why);
        assertThat(outcome.results().get(3).verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.results().get(3).reason()).isEqualTo(why);
        assertThat(Ledger.read(directory).outcome()).isEqualTo(outcome);
    }

    @Test
    void whoHasNoConsumersOfHisOwnSaysThatAllAreOutOfServiceAndWaits() throws Exception {
        FutureTask<BatchOutcome> run = inBackground(producer(create(2))::run);
        consumer.pass(1);
        consumer.link().notify(presence("lab1", Presence.State.OUT_OF_SERVICE));
        String note = "noted No consumer takes jobs: lab1 is out of service (the disk is full).";
        await().atMost(Duration.ofSeconds(30)).until(() -> heard.count(note) == 1);

        consumer.pass(1);
        consumer.end();
        assertThat(outcome(run).exitCode()).isEqualTo(ExitCode.PASSED);
    }

    @Test
    void theLastAttemptOfAJobIsItsVerdictAndConsumersAreTold() throws Exception {
        List<Notice> notices = new CopyOnWriteArrayList<>();
        consumer.link().onNotice(notices::add);
        FutureTask<BatchOutcome> run = inBackground(producer(create(1))::run);
        JobDelivery job = consumer.begin();
        job.attempted(Batches.finished(Batches.attempt(1, "lab1", 1), Verdict.FAILED, "it had no retries"));
        job.handBack();
        await().atMost(Duration.ofSeconds(30)).until(() -> notices.contains(Notice.settled("batch-1", 1)));

        BatchOutcome outcome = outcome(run);
        assertThat(outcome.results().get(1).reason()).isEqualTo("it had no retries");
        assertThat(outcome.earlier()).isEmpty();
    }

    private static Presence presence(String name, Presence.State state) {
        return new Presence(name + "-id", name, new TreeSet<>(), 1, 1, state, "the disk is full", List.of(), List.of());
    }

    private BatchProducer givingUp(Ledger ledger, GivingUp when) {
        return new BatchProducer(ledger, address, Optional.empty(), Optional.empty(), when);
    }

    private Ledger resume() {
        closeLedgers();
        return add(Ledger.resume(directory, Clock.systemUTC(), List.of(heard)));
    }

    private void closeLedgers() {
        ledgers.forEach(Ledger::close);
    }

    private Ledger add(Ledger ledger) {
        ledgers.add(ledger);
        return ledger;
    }

    private BatchProducer producer(Ledger ledger) {
        return new BatchProducer(ledger, address, Optional.empty(), Optional.empty());
    }

    /** One that waits for almost nothing after a kill. */
    private BatchProducer impatient(Ledger ledger) {
        return new BatchProducer(
                ledger,
                address,
                Optional.empty(),
                Optional.empty(),
                GivingUp.NEVER,
                new Stopping(Duration.ofMillis(300)));
    }

    private static <T> FutureTask<T> inBackground(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "test-background");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static BatchOutcome outcome(FutureTask<BatchOutcome> task) throws Exception {
        try {
            return task.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }
}
