package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.ListenAddress;
import org.sluice.broker.Role;
import org.sluice.broker.StandaloneBroker;
import org.sluice.job.Access;
import org.sluice.job.Job;
import org.sluice.job.Limits;
import org.sluice.job.Verdict;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.BrokerRefused;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.OpenBatch;

/** A consumer with an account of its role, and a broker that goes away and may come back, with all that it had. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BrokenConnectionTest {
    @TempDir
    Path temp;

    private StandaloneBroker broker;
    private int port;
    private Working working;

    @BeforeEach
    void setUp() throws Exception {
        startBroker();
    }

    @AfterEach
    void tearDown() throws Exception {
        if (working != null) {
            working.end();
        }
        broker.close();
    }

    @Test
    void aResultIsSentOverANewConnectionAndTheCopyOfTheJobIsNotRun() throws Throwable {
        ScriptedRunner.Run run;
        try (PostedBatch before = post(1)) {
            start(Working.staying(2));
            run = working.runner.next();
            assertThat(before.isOpen()).isTrue();
        }
        restartBroker();
        try (PostedBatch after = post(1)) {
            run.pass();

            assertThat(after.result().verdict()).isEqualTo(Verdict.PASSED);
            await().atMost(Duration.ofSeconds(30)).until(() -> !after.isOpen());
            assertThat(working.runner.hasNone()).as("the copy was not run").isTrue();
        }
    }

    @Test
    void anAttemptIsToldOverANewConnectionAndTheJobIsRunAgain() throws Throwable {
        ScriptedRunner.Run first;
        try (PostedBatch before = post(1)) {
            start(Working.staying(1));
            first = working.runner.next();
            assertThat(before.isOpen()).isTrue();
        }
        restartBroker();
        try (PostedBatch after = post(1)) {
            first.end(Verdict.ERROR, "nobody else is there: this is final");
            assertThat(after.result().verdict()).isEqualTo(Verdict.ERROR);
            await().atMost(Duration.ofSeconds(30)).until(() -> !after.isOpen());
        }
        Job flaky = new Job(1, "Test 1", List.of(Jobs.direct("true")));
        flaky = flaky.withLimits(Limits.NONE.withRetries(1));
        try (PostedBatch before = post(flaky)) {
            first = working.runner.next();
            assertThat(before.isOpen()).isTrue();
        }
        restartBroker();
        try (PostedBatch after = post(flaky)) {
            first.end(Verdict.FAILED, "once");
            assertThat(after.attempt().reason()).isEqualTo("once");
            ScriptedRunner.Run second = working.runner.next();
            assertThat(second.context().tried()).isEqualTo(1);
            second.pass();
            assertThat(after.result().verdict()).isEqualTo(Verdict.PASSED);
            await().atMost(Duration.ofSeconds(30)).until(() -> !after.isOpen());
        }
    }

    private PostedBatch post(Job job) throws Exception {
        return PostedBatch.post("batch-2", address(), access(Role.PRODUCER), List.of(job));
    }

    @Test
    void toldToLeaveAtOnceItDoesNotWaitForTheBrokerWithItsResult() throws Throwable {
        try (PostedBatch batch = post(1)) {
            start(Working.options(1));
            ScriptedRunner.Run run = working.runner.next();
            assertThat(batch.isOpen()).isTrue();
            broker.close();
            run.pass();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> working.notes().stream().anyMatch(note -> note.contains("over a new one")));

            working.consumer.leave();
            assertThat(working.isWorking()).isTrue();
            working.consumer.leaveAtOnce();
            working.awaitLeft();
        }
    }

    @Test
    void toldToLeaveWhileItWaitsForTheBrokerItLeaves() throws Throwable {
        broker.close();
        start(Working.options(2));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> working.notes().stream().anyMatch(note -> note.contains("Waiting for the broker")));

        working.consumer.leave();
        working.awaitLeft();
    }

    @Test
    void aBrokerThatIsAwayForTooLongIsAFailure() throws Exception {
        broker.close();
        start(new ConsumerOptions("lab1", 2, false, Duration.ofMinutes(1), 3, Optional.of(Duration.ofMillis(100))));

        assertThatExceptionOfType(BrokerUnavailable.class).isThrownBy(() -> working.awaitLeft());
        assertThat(working.runner.isClosed()).isTrue();
    }

    @Test
    void anAccountThatMayNotTakeJobsIsAFailure() throws Exception {
        working = Working.start(Working.options(2), address(), access(Role.OBSERVER));

        assertThatExceptionOfType(BrokerRefused.class)
                .isThrownBy(() -> working.awaitLeft())
                .withMessageContaining("--access");
        assertThat(working.runner.isClosed()).isTrue();
    }

    @Test
    void aResultOfAKilledBatchThatNobodyCollectsAnyMoreIsDropped() throws Throwable {
        try (PostedBatch batch = post(1, 2)) {
            start(Working.options(1));
            working.runner.next();
            batch.removeResults();
            batch.stop(OpenBatch.State.KILL);

            working.awaitLeft();
            assertThat(working.notes()).anyMatch(note -> note.contains("not wanted any more"));
            assertThat(batch.isOpen()).isFalse();
        }
    }

    @Test
    void aJobWhoseResultsNobodyCollectsAnyMoreBreaksNoConnection() throws Throwable {
        try (PostedBatch batch = post(1)) {
            try (PostedBatch.Holder holder = batch.hold()) {
                assertThat(holder.job().count()).isEqualTo(1);
                batch.removeResults();
            }
            start(Working.options(2));
            working.runner.next();
            batch.stop(OpenBatch.State.KILL);

            working.awaitLeft();
            assertThat(working.notes()).noneMatch(note -> note.contains("lost"));
            assertThat(batch.isOpen()).isFalse();
        }
    }

    private void startBroker() throws IOException {
        broker = StandaloneBroker.start(StandaloneBroker.Options.defaults()
                .withListen(new ListenAddress("127.0.0.1", port))
                .withData(temp.resolve("data"))
                .withAccess(temp.resolve("access")));
        port = broker.listenUri().getPort();
    }

    private void restartBroker() throws IOException {
        broker.close();
        startBroker();
    }

    private BrokerAddress address() {
        return new BrokerAddress(List.of(broker.listenUri()));
    }

    private Optional<Access> access(Role role) throws IOException {
        return Optional.of(Access.read(role.accessFile(temp.resolve("access"))));
    }

    /** Posts a batch; one that the broker has already is not posted again. */
    private PostedBatch post(int... jobs) throws Exception {
        return PostedBatch.post("batch-1", address(), access(Role.PRODUCER), jobs);
    }

    private void start(ConsumerOptions options) throws IOException {
        working = Working.start(options, address(), access(Role.CONSUMER));
    }
}
