package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.Notice;
import org.sluice.messaging.OpenBatch;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JobConsumerTest {
    @TempDir
    Path temp;

    private EmbeddedBroker broker;
    private BrokerAddress address;
    private Working working;

    @BeforeEach
    void setUp() throws Exception {
        broker = EmbeddedBroker.start(EmbeddedBroker.Options.local(temp));
        address = new BrokerAddress(List.of(broker.vmUri()));
    }

    @AfterEach
    void tearDown() throws Exception {
        if (working != null) {
            working.end();
        }
        broker.close();
    }

    @Test
    void runsTheJobsOfABatchAndLeavesWhenItHasEnded() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1, 2)) {
            start(Working.options(1));
            working.runner.next().pass();
            working.runner.next().pass();

            assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
            assertThat(batch.result().attempt().consumer()).isEqualTo("lab1");
            working.awaitLeft();
            assertThat(batch.isOpen()).isFalse();
        }
    }

    @Test
    void waitsAtThePillAndTakesOverTheJobOfAConsumerThatGoesAway() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1, 2)) {
            PostedBatch.Holder other = batch.hold();
            start(Working.options(1));
            working.runner.next().pass();
            assertThat(batch.result().job()).isEqualTo(2);
            assertThat(batch.isOpen()).isTrue();

            other.close();
            ScriptedRunner.Run again = working.runner.next();
            assertThat(again.job()).isEqualTo(1);
            assertThat(again.context().delivery()).isEqualTo(2);
            again.pass();

            assertThat(batch.result().job()).isEqualTo(1);
            working.awaitLeft();
            assertThat(batch.isOpen()).isFalse();
        }
    }

    @Test
    void holdsThePillsOfTwoBatchesAndEndsEachInItsTime() throws Throwable {
        try (PostedBatch one = post("batch-1", 1);
                PostedBatch.Holder ofOne = one.hold();
                PostedBatch two = post("batch-2", 1);
                PostedBatch.Holder ofTwo = two.hold()) {
            start(Working.options(1));

            ofTwo.job().acknowledge();
            await().atMost(Duration.ofSeconds(30)).until(() -> !two.isOpen());
            assertThat(one.isOpen()).isTrue();
            assertThat(working.isWorking()).isTrue();

            ofOne.job().acknowledge();
            working.awaitLeft();
            assertThat(one.isOpen()).isFalse();
        }
    }

    @Test
    void servesBatchAfterBatchWhenItIsToStay() throws Throwable {
        start(Working.staying(1));
        for (String id : new String[] {"batch-1", "batch-2"}) {
            try (PostedBatch batch = post(id, 1)) {
                working.runner.next().pass();
                assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
                await().atMost(Duration.ofSeconds(30)).until(() -> !batch.isOpen());
            }
        }
        assertThat(working.isWorking()).isTrue();

        working.consumer.leave();
        working.awaitLeft();
    }

    @Test
    void saysThatThereWasNoBatchAndLeaves() throws Throwable {
        start(new ConsumerOptions("lab1", 2, false, Duration.ofMillis(50), 3, Optional.empty()));
        working.awaitLeft();

        assertThat(working.notes()).anyMatch(note -> note.contains("no batch"));
    }

    @Test
    void toldToLeaveItEndsTheRunningJobAndTakesNoOther() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1, 2)) {
            start(Working.options(1));
            ScriptedRunner.Run run = working.runner.next();

            working.consumer.leave();
            working.consumer.leave();
            assertThat(run.isKilled()).isFalse();
            run.pass();

            working.awaitLeft();
            assertThat(batch.result().job()).isEqualTo(1);
            assertThat(working.runner.hasNone()).isTrue();
            try (PostedBatch.Holder next = batch.hold()) {
                assertThat(next.job().job().number()).isEqualTo(2);
                assertThat(next.job().count()).isEqualTo(1);
            }
        }
    }

    @Test
    void toldToLeaveAtOnceItHandsTheJobBackWithoutCountingIt() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1)) {
            start(Working.options(1));
            ScriptedRunner.Run run = working.runner.next();

            working.consumer.leave();
            working.consumer.leaveAtOnce();
            working.awaitLeft();

            assertThat(run.isKilled()).isTrue();
            try (PostedBatch.Holder next = batch.hold()) {
                assertThat(next.job().job().number()).isEqualTo(1);
                assertThat(next.job().count()).isEqualTo(1);
            }
            assertThat(batch.isOpen()).isTrue();
        }
    }

    @Test
    void toldToLeaveWhileItWaitsForAJobItLeaves() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1);
                PostedBatch.Holder other = batch.hold()) {
            start(Working.options(2));
            await().atMost(Duration.ofSeconds(30)).until(() -> batch.isOpen() && working.isWorking());

            working.consumer.leave();
            working.awaitLeft();

            assertThat(batch.isOpen()).as("the pill is not lost").isTrue();
            other.job().acknowledge();
            start(Working.options(1));
            working.awaitLeft();
            assertThat(batch.isOpen()).isFalse();
        }
    }

    @Test
    void toldToLeaveBeforeItWorksItDoesNothing() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1)) {
            JobConsumer consumer = new JobConsumer(
                    Working.options(2),
                    address,
                    Optional.empty(),
                    new ScriptedRunner(),
                    new ConsumerListener() {},
                    java.time.Clock.systemUTC());
            consumer.leave();
            consumer.run();

            assertThat(batch.isOpen()).isTrue();
        }
    }

    @Test
    void interruptedItHandsTheJobBackAndLeavesNoThreadBehind() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1)) {
            start(Working.options(2));
            ScriptedRunner.Run run = working.runner.next();

            working.interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> working.awaitLeft());

            assertThat(run.isKilled()).isTrue();
            assertThat(working.runner.isClosed()).isTrue();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.matches("sluice-(slot-\\d|steward)"));
            try (PostedBatch.Holder next = batch.hold()) {
                assertThat(next.job().count()).isEqualTo(1);
            }
        }
    }

    @Test
    void stopsAndAcknowledgesAJobThatAnotherConsumerHasSettled() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1)) {
            start(Working.options(1));
            ScriptedRunner.Run run = working.runner.next();

            batch.link().notify(Notice.settled("batch-1", 1));
            await().atMost(Duration.ofSeconds(30)).until(run::isKilled);

            working.awaitLeft();
            assertThat(batch.isOpen()).isFalse();
        }
    }

    @Test
    void aCopyOfAJobThatRunsHereAlreadyIsNotRunAgain() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1, 1, 2)) {
            start(Working.options(2));
            ScriptedRunner.Run run = working.runner.next();
            assertThat(run.job()).isEqualTo(1);
            // nothing outside tells that the other slot has the copy and waits for the end of the run
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Thread.getAllStackTraces().values().stream()
                            .flatMap(Arrays::stream)
                            .anyMatch(frame -> frame.getMethodName().equals("awaitOwn")));
            run.pass();

            ScriptedRunner.Run second = working.runner.next();
            assertThat(second.job()).isEqualTo(2);
            second.pass();

            working.awaitLeft();
            assertThat(batch.isOpen()).isFalse();
        }
    }

    @Test
    void killsTheJobsOfABatchThatIsKilledAndCancelsTheOthers() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1, 2, 3)) {
            start(Working.options(1));
            ScriptedRunner.Run run = working.runner.next();

            batch.stop(OpenBatch.State.KILL);

            for (int job = 1; job <= 3; job++) {
                JobResult result = batch.result();
                assertThat(result.job()).isEqualTo(job);
                assertThat(result.verdict()).isEqualTo(Verdict.CANCELLED);
            }
            assertThat(run.isKilled()).isTrue();
            assertThat(working.runner.hasNone()).isTrue();
            working.awaitLeft();
            assertThat(batch.isOpen()).isFalse();
        }
    }

    @Test
    void aJobThatTookTooManyConsumersWithItIsLost() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1, 2)) {
            for (int death = 1; death <= 3; death++) {
                try (PostedBatch.Holder holder = batch.hold()) {
                    assertThat(holder.job().count()).isEqualTo(death);
                }
            }
            start(Working.options(1));
            ScriptedRunner.Run other = working.runner.next();
            assertThat(other.job()).isEqualTo(2);
            other.pass();

            JobResult lost = batch.result();
            assertThat(lost.job()).isEqualTo(1);
            assertThat(lost.verdict()).isEqualTo(Verdict.LOST);
            assertThat(lost.reason()).startsWith("3 times a consumer");
            assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
            working.awaitLeft();
        }
    }

    @Test
    void aRunnerThatThrowsMakesTheJobAnErrorAndTheConsumerGoesOn() throws Throwable {
        try (PostedBatch batch = post("batch-1", 1, 2)) {
            start(Working.options(1));
            working.runner.next().fail(new IllegalArgumentException("no such encoding\nin detail"));
            JobResult error = batch.result();
            assertThat(error.verdict()).isEqualTo(Verdict.ERROR);
            assertThat(error.reason()).contains("no such encoding").doesNotContain("\n");

            working.runner.next().pass();
            working.awaitLeft();
        }
    }

    private PostedBatch post(String id, int... jobs) throws Exception {
        return PostedBatch.post(id, address, Optional.empty(), jobs);
    }

    private void start(ConsumerOptions options) {
        working = Working.start(options, address, Optional.empty());
    }
}
