package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Limits;
import org.sluice.job.Placement;
import org.sluice.job.Verdict;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.Delivery;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Notice;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Pill;
import org.sluice.messaging.Presence;
import org.sluice.messaging.Roster;
import org.sluice.messaging.SlotSession;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RetriesTest {
    private static final Duration GUARD = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    private final Roster roster = new Roster(System::nanoTime);
    private final List<Working> consumers = new ArrayList<>();
    private EmbeddedBroker broker;
    private BrokerAddress address;
    private LinkKeeper keeper;
    private Link link;

    @BeforeEach
    void setUp() throws Exception {
        broker = EmbeddedBroker.start(EmbeddedBroker.Options.local(temp));
        address = new BrokerAddress(List.of(broker.vmUri()));
        keeper = new LinkKeeper(address, Optional.empty(), Optional.empty(), told -> {}, roster::heard);
        link = keeper.link(() -> false).orElseThrow();
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Working consumer : consumers) {
            consumer.end();
        }
        keeper.close();
        broker.close();
    }

    @Test
    void aRetryGoesToTheOtherOfTwoConsumersTwentyTimesOfTwenty() throws Throwable {
        start(1);
        start(1);
        for (int round = 1; round <= 20; round++) {
            try (PostedBatch batch = post("batch-" + round, job(1, 1))) {
                Begun first = next();
                assertThat(first.run().context().attempt()).isEqualTo(1);
                first.run().end(Verdict.FAILED, "solver exited 3");
                Begun second = next();
                assertThat(second.by()).as("round " + round).isNotSameAs(first.by());
                assertThat(second.run().context().attempt()).isEqualTo(2);
                assertThat(second.run().context().delivery()).as("uncounted").isEqualTo(1);
                second.run().pass();

                JobResult attempt = batch.attempt();
                assertThat(attempt.verdict()).isEqualTo(Verdict.FAILED);
                assertThat(attempt.reason()).isEqualTo("solver exited 3");
                assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
                await().atMost(GUARD).until(() -> !batch.isOpen());
            }
        }
    }

    @Test
    void whoIsAloneRunsItAgainItselfUntilNoRetryIsLeft() throws Throwable {
        Working alone = start(2);
        try (PostedBatch batch = post("batch-1", job(1, 2))) {
            for (int attempt = 1; attempt <= 3; attempt++) {
                ScriptedRunner.Run run = alone.runner.next();
                assertThat(run.context().attempt()).isEqualTo(attempt);
                run.end(Verdict.DIFFERS, "time " + attempt);
            }
            assertThat(batch.attempt().reason()).isEqualTo("time 1");
            assertThat(batch.attempt().reason()).isEqualTo("time 2");
            assertThat(batch.result().reason()).isEqualTo("time 3");
            await().atMost(GUARD).until(() -> !batch.isOpen());
        }
        assertThat(alone.runner.hasNone()).isTrue();
    }

    @Test
    void whenAllHaveTriedAJobNobodyAvoidsIt() throws Throwable {
        start(1);
        start(1);
        try (PostedBatch batch = post("batch-1", job(1, 4))) {
            for (int attempt = 1; attempt <= 5; attempt++) {
                Begun begun = next();
                assertThat(begun.run().context().attempt()).isEqualTo(attempt);
                begun.run().end(Verdict.TIMED_OUT, "it ran for longer than 1s");
            }
            assertThat(batch.result().verdict()).isEqualTo(Verdict.TIMED_OUT);
            await().atMost(GUARD).until(() -> !batch.isOpen());
        }
    }

    @Test
    void aJobThatIsLeftToAnotherIsTakenWhenThatOneGoes() throws Throwable {
        Working first = start(1);
        try (PostedBatch batch = post("batch-1", job(1, 1), job(2, 0))) {
            ScriptedRunner.Run failing = first.runner.next();
            assertThat(failing.job()).isEqualTo(1);
            Working second = start(1);
            ScriptedRunner.Run busy = second.runner.next();
            assertThat(busy.job()).isEqualTo(2);
            awaitPresent(2);

            failing.end(Verdict.FAILED, "solver exited 3");
            assertThat(batch.attempt().job()).isEqualTo(1);
            await().atMost(GUARD).until(() -> roster.attempts("batch-1", 1) == 1);
            assertThat(first.runner.hasNone()).isTrue();

            second.consumer.leave();
            ScriptedRunner.Run again = first.runner.next();
            assertThat(again.job()).isEqualTo(1);
            assertThat(again.context().attempt()).isEqualTo(2);
            again.pass();
            busy.pass();
            assertThat(List.of(batch.result().verdict(), batch.result().verdict()))
                    .containsOnly(Verdict.PASSED);
        }
    }

    @Test
    void whoJoinsLaterKnowsHowOftenAJobWasTried() throws Throwable {
        Working first = start(1);
        try (PostedBatch batch = post("batch-1", job(1, 3), job(2, 0))) {
            first.runner.next().end(Verdict.FAILED, "once");
            ScriptedRunner.Run again = first.runner.next();
            assertThat(again.context().attempt()).isEqualTo(2);
            again.end(Verdict.FAILED, "twice");
            // the same job once more; the other waits behind it
            ScriptedRunner.Run third = first.runner.next();
            assertThat(third.job()).isEqualTo(1);
            Working second = start(1);
            second.runner.next().pass();
            awaitPresent(2);

            third.end(Verdict.FAILED, "three times");
            ScriptedRunner.Run fourth = second.runner.next();
            assertThat(fourth.context().attempt()).isEqualTo(4);
            fourth.end(Verdict.FAILED, "four times");
            assertThat(batch.result().job()).isEqualTo(2);
            assertThat(batch.result().reason()).isEqualTo("four times");
        }
    }

    @Test
    void whatCannotBeRunHereIsTriedElsewhereFirst() throws Throwable {
        start(1);
        start(1);
        awaitPresent(2);
        try (PostedBatch batch = post("batch-1", job(1, 0))) {
            Begun first = next();
            first.run().end(Verdict.ERROR, "solver is not there");
            Begun second = next();
            assertThat(second.by()).isNotSameAs(first.by());
            assertThat(second.run().context().attempt())
                    .as("it uses up no retry")
                    .isEqualTo(1);
            second.run().pass();
            assertThat(batch.attempt().verdict()).isEqualTo(Verdict.ERROR);
            assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
        }
    }

    @Test
    void whatCanBeRunNowhereIsAnErrorOfTheLastOne() throws Throwable {
        start(1);
        start(1);
        awaitPresent(2);
        try (PostedBatch batch = post("batch-1", job(1, 5))) {
            next().run().end(Verdict.ERROR, "not here");
            next().run().end(Verdict.ERROR, "nor here");
            assertThat(batch.result().reason()).isEqualTo("nor here");
            assertThat(batch.attempt().reason()).isEqualTo("not here");
        }
    }

    @Test
    void whatFailedElsewhereAndCannotBeRunHereGoesBackThere() throws Throwable {
        start(1);
        start(1);
        awaitPresent(2);
        try (PostedBatch batch = post("batch-1", job(1, 1))) {
            Begun first = next();
            first.run().end(Verdict.FAILED, "once");
            Begun second = next();
            second.run().end(Verdict.ERROR, "not here");
            Begun third = next();
            assertThat(third.by()).isSameAs(first.by());
            assertThat(third.run().context().attempt()).isEqualTo(2);
            third.run().end(Verdict.FAILED, "twice");
            assertThat(batch.result().reason()).isEqualTo("twice");
        }
    }

    @Test
    void anAttemptThatEndsWhenTheBatchIsStoppedIsTheLastOne() throws Throwable {
        Working consumer = start(1);
        try (PostedBatch batch = post("batch-1", job(1, 5))) {
            ScriptedRunner.Run run = consumer.runner.next();
            batch.stop(OpenBatch.State.STOP);
            await().atMost(GUARD).until(() -> consumer.consumer.crew.state("batch-1") == OpenBatch.State.STOP);
            run.end(Verdict.FAILED, "once");
            assertThat(batch.result().reason()).isEqualTo("once");
            await().atMost(GUARD).until(() -> !batch.isOpen());
        }
    }

    @Test
    void fiveErrorsInARowTakeAConsumerOutOfServiceUntilTheBatchHasEnded() throws Throwable {
        Working consumer = start(Working.options(1));
        Job[] jobs = new Job[7];
        for (int number = 1; number <= jobs.length; number++) {
            jobs[number - 1] = job(number, 0);
        }
        try (PostedBatch batch = post("batch-1", jobs)) {
            for (int number = 1; number <= 5; number++) {
                consumer.runner.next().end(Verdict.ERROR, "solver is not there");
                assertThat(batch.result().verdict()).isEqualTo(Verdict.ERROR);
            }
            await().atMost(GUARD)
                    .until(() -> roster.present().stream()
                            .anyMatch(there -> there.state() == Presence.State.OUT_OF_SERVICE));
            String why = "5 jobs in a row could not be run here, the last one because solver is not there";
            assertThat(roster.present().get(0).why()).isEqualTo(why);
            assertThat(consumer.consumer.outOfService()).contains(why);
            assertThat(consumer.notes()).anyMatch(note -> note.contains("out of service") && note.contains(why));
            assertThat(consumer.isWorking()).isTrue();

            Working other = start(1);
            for (int number = 6; number <= 7; number++) {
                ScriptedRunner.Run run = other.runner.next();
                assertThat(run.job()).isEqualTo(number);
                run.pass();
                assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
            }
            consumer.awaitLeft();
            assertThat(consumer.runner.hasNone()).isTrue();
        }
    }

    @Test
    void aJobThatIsRunBetweenErrorsStartsTheCountAnew() throws Throwable {
        Working consumer = start(Working.staying(1).withMaxErrors(2));
        try (PostedBatch batch = post("batch-1", job(1, 0), job(2, 0), job(3, 0), job(4, 0))) {
            consumer.runner.next().end(Verdict.ERROR, "no");
            consumer.runner.next().end(Verdict.FAILED, "no");
            consumer.runner.next().end(Verdict.ERROR, "no");
            consumer.runner.next().pass();
            for (int number = 1; number <= 4; number++) {
                assertThat(batch.result().job()).isEqualTo(number);
            }
        }
        assertThat(consumer.consumer.outOfService()).isEmpty();
    }

    @Test
    void whatKeepsJobsFromBeginningMakesAConsumerPauseUntilItIsGone() throws Throwable {
        Working consumer = start(1);
        consumer.runner.obstacle(Optional.of("the disk is full"));
        try (PostedBatch batch = post("batch-1", job(1, 0))) {
            await().atMost(GUARD)
                    .until(() -> roster.present().stream().anyMatch(there -> there.state() == Presence.State.PAUSED));
            assertThat(roster.present().get(0).why()).isEqualTo("the disk is full");
            assertThat(consumer.notes()).contains("This consumer takes no jobs for now: the disk is full.");
            assertThat(consumer.runner.hasNone()).isTrue();

            consumer.runner.obstacle(Optional.empty());
            ScriptedRunner.Run run = consumer.runner.next();
            assertThat(run.context().delivery()).as("uncounted").isEqualTo(1);
            run.pass();
            assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
            assertThat(consumer.notes()).contains("This consumer takes jobs again.");
        }
    }

    @Test
    void aJobIsNotGivenUpWhileAnotherConsumerSaysThatItRunsIt() throws Throwable {
        Presence runner = new Presence(
                "other",
                "lab9",
                Working.staying(1).labels(),
                1,
                0,
                Presence.State.IN_SERVICE,
                "",
                List.of(),
                List.of(new Presence.Running("batch-1", 1)));
        try (PostedBatch batch = post("batch-1", job(1, 0))) {
            batch.hold().close();
            batch.hold().close();
            PostedBatch.Holder third = batch.hold();
            assertThat(third.job().count()).isEqualTo(3);
            Working consumer = start(1);
            try (third) {
                await().atMost(GUARD).until(() -> {
                    link.notify(runner);
                    return consumer.consumer.roster.runnerOf("batch-1", 1).isPresent();
                });
            }
            await().atMost(GUARD).until(() -> isTaken(batch));
            link.notify(Notice.settled("batch-1", 1));
            await().atMost(GUARD).until(() -> !batch.isOpen());
            assertThat(consumer.notes()).noneMatch(note -> note.contains("given up"));
            assertThat(consumer.runner.hasNone()).isTrue();
        }
    }

    /** Whether the job and the pill are both in somebody's hands. */
    private static boolean isTaken(PostedBatch batch) throws Exception {
        try (SlotSession session = batch.link().slotFor("batch-1", Placement.ANYWHERE, told -> {})) {
            Optional<Delivery> delivery = session.receive(Duration.ofSeconds(1));
            delivery.filter(Pill.class::isInstance).map(Pill.class::cast).ifPresent(Pill::close);
            return delivery.isEmpty();
        }
    }

    private record Begun(Working by, ScriptedRunner.Run run) {}

    /** The next job that begins on any consumer. */
    private Begun next() {
        AtomicReference<Begun> begun = new AtomicReference<>();
        await().atMost(GUARD).pollInterval(Duration.ofMillis(5)).until(() -> {
            for (Working consumer : consumers) {
                consumer.runner.poll().ifPresent(run -> begun.set(new Begun(consumer, run)));
                if (begun.get() != null) {
                    return true;
                }
            }
            return false;
        });
        return begun.get();
    }

    private void awaitPresent(int number) {
        await().atMost(GUARD).until(() -> roster.present().size() == number);
    }

    private static Job job(int number, int retries) {
        Job job = new Job(number, "Test " + number, List.of(Jobs.direct("true")), "", Map.of(), Optional.empty());
        return job.withLimits(new Limits(Optional.empty(), Optional.empty(), retries));
    }

    private PostedBatch post(String id, Job... jobs) throws Exception {
        return PostedBatch.post(id, address, Optional.empty(), List.of(jobs));
    }

    private Working start(int slots) {
        return start(Working.staying(slots));
    }

    private Working start(ConsumerOptions options) {
        Working consumer = Working.start(options, address, Optional.empty());
        consumers.add(consumer);
        return consumer;
    }
}
