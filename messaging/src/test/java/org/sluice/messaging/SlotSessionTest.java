package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.sluice.messaging.Samples.BATCH;
import static org.sluice.messaging.TestBroker.GUARD;
import static org.sluice.messaging.TestBroker.SHORT_LOOK;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.Role;

class SlotSessionTest {
    @TempDir
    Path temp;

    private TestBroker broker;
    private Link link;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.listening(temp);
        link = broker.link(Role.CONSUMER);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private void post(int jobs) throws Exception {
        try (Poster poster = broker.link().poster(Samples.batch(BATCH, 1, jobs))) {
            poster.post(Samples.jobs(1, jobs));
        }
    }

    private SlotSession slot() {
        return link.slot(told -> {});
    }

    private static JobDelivery job(SlotSession slot) throws LinkBroken {
        return (JobDelivery) slot.receive(GUARD).orElseThrow();
    }

    @Test
    void eachSlotHoldsOneMessageAndNothingIsParkedBehindIt() throws Exception {
        post(3);
        try (SlotSession one = slot();
                SlotSession other = slot()) {
            assertThat(job(one).job().number()).isEqualTo(1);
            JobDelivery second = job(other);
            assertThat(second.job().number()).isEqualTo(2);
            second.acknowledge();
            JobDelivery third = job(other);
            assertThat(third.job().number()).isEqualTo(3);
            third.acknowledge();
        }
    }

    @Test
    void aJobThatIsHandedBackGoesToTheNextSlotUncounted() throws Exception {
        post(2);
        try (SlotSession one = slot();
                SlotSession other = slot()) {
            for (int i = 0; i < 5; i++) {
                JobDelivery held = job(one);
                assertThat(held.job().number()).isEqualTo(1);
                assertThat(held.count()).isEqualTo(1);
                held.handBack();
            }
            JobDelivery again = job(other);
            assertThat(again.job().number()).isEqualTo(1);
            assertThat(again.count()).isEqualTo(1);
        }
        link.check();
    }

    @Test
    void aSlotThatWaitsGetsAJobThatIsHandedBackElsewhere() throws Exception {
        post(1);
        try (SlotSession one = slot();
                SlotSession pillTaker = slot();
                SlotSession waiting = slot()) {
            JobDelivery held = job(one);
            assertThat(pillTaker.receive(GUARD).orElseThrow()).isInstanceOf(Pill.class);
            var received = CompletableFuture.supplyAsync(() -> {
                try {
                    return job(waiting).count();
                } catch (LinkBroken e) {
                    throw new IllegalStateException(e);
                }
            });
            held.handBack();
            assertThat(received.get(GUARD.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void aSlotThatGoesAwayWithAJobIsCounted() throws Exception {
        post(1);
        for (int count = 1; count <= 3; count++) {
            try (SlotSession slot = slot()) {
                assertThat(job(slot).count()).isEqualTo(count);
            }
        }
        Link dying = broker.link(Role.CONSUMER);
        assertThat(job(dying.slot(told -> {})).count()).isEqualTo(4);
        dying.close();
        assertThat(job(slot()).count()).isEqualTo(5);
    }

    @Test
    void aPillLeavesItsSlotFreeForTheNextJob() throws Exception {
        post(1);
        try (SlotSession slot = slot()) {
            job(slot).acknowledge();
            Pill pill = (Pill) slot.receive(GUARD).orElseThrow();
            broker.send(Destinations.JOBS, Fields.text(JobJson.write(Format.frame("job", "later-1"), Samples.job(7))));
            JobDelivery next = job(slot);
            assertThat(next.batch()).isEqualTo("later-1");
            next.acknowledge();

            // the acknowledgement was not one of the pill
            assertThat(slot.receive(SHORT_LOOK)).isEmpty();
            pill.close();
            assertThat(((Pill) slot.receive(GUARD).orElseThrow()).batch()).isEqualTo(BATCH);
        }
    }

    @Test
    void wakingEndsAReceiveThatIsUnderWayAndAllLaterOnes() throws Exception {
        SlotSession slot = slot();
        CompletableFuture<Optional<Delivery>> received = new CompletableFuture<>();
        Thread receiver = new Thread(() -> {
            try {
                received.complete(slot.receive(GUARD.multipliedBy(10)));
            } catch (LinkBroken e) {
                received.completeExceptionally(e);
            }
        });
        receiver.start();
        await().atMost(GUARD).until(() -> receiver.getState() == Thread.State.WAITING);
        slot.wake();
        assertThat(received.get(GUARD.toSeconds(), TimeUnit.SECONDS)).isEmpty();
        assertThat(slot.receive(GUARD.multipliedBy(10))).isEmpty();
        slot.wake();
        slot.close();
        slot.close();
        slot.wake();
        link.check();
    }

    @Test
    void wakingASlotThatHoldsAJobDoesNotGiveTheJobAway() throws Exception {
        post(2);
        try (SlotSession slot = slot();
                SlotSession other = slot()) {
            JobDelivery held = job(slot);
            slot.wake();
            assertThat(job(other).job().number()).isEqualTo(2);
            held.started(Samples.attempt());
            held.finish(Samples.passed(1));
            link.check();
        }
        // "opened", "started" and the result
        assertThat(broker.browse(Destinations.results(BATCH))).hasSize(3);
        // job 2 came back, and the pill is there
        assertThat(broker.drain(Destinations.JOBS)).hasSize(2);
    }

    @Test
    void aSlotThatWaitsGoesOnWithWhatIsWantedNow() throws Exception {
        post(2);
        AtomicReference<Subscription> wanted = new AtomicReference<>(Subscription.NOTHING);
        try (SlotSession slot = link.slot(wanted::get, told -> {})) {
            assertThat(slot.receive(SHORT_LOOK)).isEmpty();
            CompletableFuture<Integer> received = new CompletableFuture<>();
            Thread receiver = receiver(slot, received);
            await().atMost(GUARD).until(() -> receiver.getState() == Thread.State.TIMED_WAITING);
            wanted.set(Subscription.ANYWHERE.without(Map.of(BATCH, Set.of(1), "other-1", Set.of(2))));
            slot.refresh();
            assertThat(received.get(GUARD.toSeconds(), TimeUnit.SECONDS)).isEqualTo(2);
        }
        try (SlotSession slot = slot()) {
            JobDelivery other = job(slot);
            assertThat(other.job().number()).isEqualTo(2);
            other.acknowledge();
            JobDelivery leftOut = job(slot);
            assertThat(leftOut.job().number()).isEqualTo(1);
            assertThat(leftOut.count()).isEqualTo(1);
        }
    }

    /** Job 1 is left to others; the pill behind it is not. */
    @Test
    void aSlotThatLeavesAJobToOthersGetsItWhenItIsWantedAgain() throws Exception {
        post(1);
        AtomicReference<Subscription> wanted =
                new AtomicReference<>(Subscription.ANYWHERE.without(Map.of(BATCH, Set.of(1))));
        try (SlotSession slot = link.slot(wanted::get, told -> {})) {
            Pill pill = (Pill) slot.receive(GUARD).orElseThrow();
            CompletableFuture<Integer> received = new CompletableFuture<>();
            Thread receiver = receiver(slot, received);
            await().atMost(GUARD).until(() -> receiver.getState() == Thread.State.WAITING);
            slot.refresh();
            assertThat(received).isNotDone();
            wanted.set(Subscription.ANYWHERE);
            slot.refresh();
            assertThat(received.get(GUARD.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
            pill.close();
        }
        link.check();
    }

    @Test
    void aJobThatComesWhileTheSlotIsRefreshedIsNeitherLostNorCounted() throws Exception {
        int jobs = 300;
        post(jobs);
        AtomicReference<Subscription> wanted = new AtomicReference<>(Subscription.ANYWHERE);
        AtomicBoolean done = new AtomicBoolean();
        try (SlotSession slot = link.slot(wanted::get, told -> {})) {
            Thread refresher = new Thread(() -> {
                for (int i = 0; !done.get(); i++) {
                    wanted.set(
                            i % 2 == 0
                                    ? Subscription.NOTHING
                                    : Subscription.ANYWHERE.without(Map.of("other-1", Set.of(i))));
                    slot.refresh();
                }
            });
            refresher.start();
            try {
                for (int number = 1; number <= jobs; number++) {
                    JobDelivery job = job(slot);
                    assertThat(job.job().number()).isEqualTo(number);
                    assertThat(job.count()).isEqualTo(1);
                    job.acknowledge();
                }
            } finally {
                done.set(true);
                refresher.join();
            }
        }
        link.check();
    }

    private static Thread receiver(SlotSession slot, CompletableFuture<Integer> received) {
        Thread receiver = new Thread(() -> {
            try {
                received.complete(job(slot).job().number());
            } catch (LinkBroken | RuntimeException e) {
                received.completeExceptionally(e);
            }
        });
        receiver.start();
        return receiver;
    }

    @Test
    void aSlotWaitsInVainAndSaysSo() throws Exception {
        try (SlotSession slot = slot()) {
            assertThat(slot.receive(SHORT_LOOK)).isEmpty();
        }
    }

    /** It was deaf for the whole of the second wait; on a busy machine every fourth time, on an idle one seldom. */
    @Test
    @Timeout(90)
    void aSlotThatWaitedInVainHearsAtOnceWhatComesWhenItWaitsAgain() throws Exception {
        post(1);
        try (SlotSession slot = slot()) {
            job(slot).acknowledge();
            Pill pill = (Pill) slot.receive(GUARD).orElseThrow();
            for (int i = 0; i < 300; i++) {
                assertThat(slot.receive(Duration.ofMillis(5))).isEmpty();
                pill.close();
                pill = (Pill) slot.receive(GUARD).orElseThrow();
            }
        }
        link.check();
    }

    @Test
    void aBrokerThatIsGoneBreaksTheWait() throws Exception {
        try (SlotSession slot = slot()) {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread receiver = new Thread(() -> {
                try {
                    failure.complete(new AssertionError("received " + slot.receive(GUARD.multipliedBy(10))));
                } catch (LinkBroken e) {
                    failure.complete(e);
                }
            });
            receiver.start();
            await().atMost(GUARD).until(() -> receiver.getState() == Thread.State.WAITING);
            broker.stop();
            assertThat(failure.get(GUARD.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(LinkBroken.class);
            assertThat(link.isBroken()).isTrue();
        }
    }

    /** The queue is gone with its batch; consumers may not make it, and producers would find no one to read it. */
    @Test
    void aResultThatNobodyWantsIsRefusedAndTheLinkGoesOn() throws Exception {
        post(2);
        broker.link().removeResults(BATCH);
        try (SlotSession slot = slot()) {
            JobDelivery job = job(slot);
            assertThatExceptionOfType(BrokerRefused.class).isThrownBy(() -> job.started(Samples.attempt()));
            assertThatExceptionOfType(BrokerRefused.class)
                    .isThrownBy(() -> job.finish(Samples.passed(1)))
                    .withMessageContaining(BATCH)
                    .withMessageContaining("--access FILE");
            job.acknowledge();
            JobDelivery next = job(slot);
            assertThat(next.job().number()).isEqualTo(2);
            next.acknowledge();
        }
        // a report that could not be sent is no reason to drop the connection, and all jobs in its hands with it
        link.check();
    }

    @Test
    void aReportWhoseQueueIsRemovedMeanwhileDoesNotBreakTheLink() throws Exception {
        post(2);
        try (SlotSession slot = slot()) {
            JobDelivery job = job(slot);
            job.started(Samples.attempt());
            broker.link().removeResults(BATCH);
            job.started(Samples.attempt());
            // on the same connection: the broker has refused the report before it answers this
            assertThat(link.register().read()).containsKey(BATCH);
            job.acknowledge();
            job(slot).acknowledge();
        }
        assertThat(link.register().read()).containsKey(BATCH);
    }

    @Test
    void aConsumerCanNeitherPostJobsNorReadResults() throws Exception {
        assertThatExceptionOfType(BrokerRefused.class).isThrownBy(() -> link.poster(Samples.batch(BATCH, 1, 1)));
        assertThatExceptionOfType(BrokerRefused.class).isThrownBy(() -> link.results(BATCH, told -> {}));
        post(1);
        assertThatExceptionOfType(BrokerRefused.class)
                .isThrownBy(() -> link.register().stop(BATCH, OpenBatch.State.STOP))
                .withMessageContaining("does not allow it");
        link.check();
    }
}
