package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sluice.messaging.TestBroker.GUARD;
import static org.sluice.messaging.TestBroker.SHORT_LOOK;

import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.Role;
import org.sluice.job.Placement;
import org.sluice.messaging.Pill.Fate;

class PillTest {
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

    private void post(String batch, int round, int jobs) throws Exception {
        try (Poster poster = broker.link().poster(Samples.batch(batch, round, jobs))) {
            for (int from = 1; from <= jobs; from += 1_000) {
                poster.post(Samples.jobs(from, Math.min(jobs, from + 999)));
            }
        }
    }

    private SlotSession slot() {
        return link.slot(told -> {});
    }

    private static JobDelivery job(SlotSession slot) throws LinkBroken {
        return (JobDelivery) slot.receive(GUARD).orElseThrow();
    }

    private static Pill pill(SlotSession slot) throws LinkBroken {
        return (Pill) slot.receive(GUARD).orElseThrow();
    }

    private static Fate fateWhenSure(Pill pill) {
        AtomicReference<Fate> fate = new AtomicReference<>();
        await().atMost(GUARD).until(() -> {
            fate.set(pill.endIfNothingIsLeft());
            return fate.get() != Fate.KEPT;
        });
        return fate.get();
    }

    @Test
    void thePillIsKeptWhileAJobIsInFlightAndEndsTheBatchAfterwards() throws Exception {
        post("a", 1, 2);
        List<Notice> heard = new ArrayList<>();
        broker.link(Role.CONSUMER).onNotice(heard::add);
        try (SlotSession one = slot();
                SlotSession other = slot()) {
            JobDelivery first = job(one);
            job(other).acknowledge();
            Pill pill = pill(other);
            assertThat(pill.endIfNothingIsLeft()).isEqualTo(Fate.KEPT);
            assertThat(broker.registered("a")).isPresent();
            first.finish(Samples.passed(1));

            assertThat(fateWhenSure(pill)).isEqualTo(Fate.ENDED);
            assertThat(broker.registered("a")).isEmpty();
            await().atMost(GUARD).until(() -> broker.browse(Destinations.JOBS).isEmpty());
            await().atMost(GUARD).until(() -> heard.contains(Notice.register("a")));
        }
    }

    @Test
    void thePillIsKeptWhileAJobThatCameBackWaits() throws Exception {
        post("a", 1, 1);
        Link dying = broker.link(Role.CONSUMER);
        job(dying.slot(told -> {}));
        try (SlotSession slot = slot()) {
            Pill pill = pill(slot);
            dying.close();
            assertThat(pill.endIfNothingIsLeft()).isEqualTo(Fate.KEPT);
            JobDelivery again = job(slot);
            assertThat(pill.endIfNothingIsLeft()).isEqualTo(Fate.KEPT);
            again.acknowledge();
            assertThat(fateWhenSure(pill)).isEqualTo(Fate.ENDED);
        }
    }

    @Test
    void theNextSlotGetsThePillOfAHolderThatDied() throws Exception {
        post("a", 1, 1);
        try (SlotSession slot = slot()) {
            JobDelivery job = job(slot);
            Link dying = broker.link(Role.CONSUMER);
            Pill lost = pill(dying.slot(told -> {}));
            dying.close();
            assertThat(lost.isGone()).isTrue();
            job.acknowledge();
            assertThat(fateWhenSure(pill(slot))).isEqualTo(Fate.ENDED);
        }
    }

    /** Its other entries alone would say that nothing of it is posted: to collect or cancel it would have been refused. */
    @Test
    void aBatchIsTakenOutAsAWholeOrNotAtAll() throws Exception {
        post("a", 1, 1);
        try (SlotSession slot = slot()) {
            job(slot).acknowledge();
            Pill pill = pill(slot);
            Session elsewhere = broker.link().session(true, Session.SESSION_TRANSACTED);
            String stays = Register.ofRound("a", 1) + " AND " + Destinations.POSTED_PROPERTY + " = " + Register.STAYS;
            assertThat(elsewhere
                            .createConsumer(elsewhere.createQueue(Destinations.BATCHES), stays)
                            .receive(GUARD.toMillis()))
                    .isNotNull();

            CompletableFuture<Fate> ending = CompletableFuture.supplyAsync(() -> fateWhenSure(pill));
            await().during(SHORT_LOOK.multipliedBy(4))
                    .atMost(GUARD)
                    .untilAsserted(() -> assertThat(broker.registered("a").map(OpenBatch::posted))
                            .contains(1));

            assertThat(ending).isNotDone();
            elsewhere.rollback();
            elsewhere.close();
            assertThat(ending.get(GUARD.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Fate.ENDED);
            assertThat(broker.browse(Destinations.BATCHES)).isEmpty();
        }
    }

    @Test
    void aPillWhoseBatchIsGoneIsThrownAway() throws Exception {
        post("a", 1, 1);
        try (SlotSession slot = slot()) {
            job(slot).acknowledge();
            Pill pill = pill(slot);
            link.register().remove("a", 1);
            assertThat(fateWhenSure(pill)).isEqualTo(Fate.STALE);
            assertThat(slot.receive(SHORT_LOOK)).isEmpty();
        }
    }

    @Test
    void aPillOfAnEarlierRoundDoesNotEndTheNextOne() throws Exception {
        post("a", 1, 1);
        try (SlotSession slot = slot();
                SlotSession other = slot()) {
            job(slot).acknowledge();
            Pill old = pill(slot);
            link.register().remove("a", 1);
            post("a", 2, 1);

            assertThat(fateWhenSure(old)).isEqualTo(Fate.STALE);
            assertThat(broker.registered("a").orElseThrow().round()).isEqualTo(2);
            JobDelivery job = job(slot);
            Pill fresh = pill(other);
            assertThat(fresh.endIfNothingIsLeft()).isEqualTo(Fate.KEPT);
            job.acknowledge();
            assertThat(fateWhenSure(fresh)).isEqualTo(Fate.ENDED);
        }
    }

    @Test
    void endingARoundLeavesTheEntriesOfAnotherAndOfOtherBatches() throws Exception {
        Link producer = broker.link();
        Session session = producer.session(true, Session.SESSION_TRANSACTED);
        for (OpenBatch batch : List.of(Samples.batch("a", 1, 1), Samples.batch("a", 2, 1), Samples.batch("ab", 1, 1))) {
            Register.send(producer, session, batch, Register.STAYS);
            Register.send(producer, session, batch, 0);
        }
        session.commit();
        link.register().remove("a", 1);
        assertThat(broker.registered("a").orElseThrow().round()).isEqualTo(2);
        link.register().remove("a", 2);
        assertThat(broker.registered("a")).isEmpty();
        assertThat(broker.registered("ab")).isPresent();
    }

    @Test
    void eachOfTwoBatchesEndsAloneWithThousandsOfTheOtherBeforeAndBehind() throws Exception {
        int many = 5_000;
        post("front", 1, many);
        post("mine", 1, 2);
        post("behind", 1, many);

        try (SlotSession cleaner = link.slotFor("mine", Placement.ANYWHERE, told -> {});
                SlotSession slot = slot()) {
            // first the one behind 5,000 others: a consumer with a selector does not see it, so the others come first
            for (int i = 0; i < many; i++) {
                job(slot).acknowledge();
            }
            Pill front = pill(slot);
            JobDelivery mine1 = job(slot);
            assertThat(mine1.batch()).isEqualTo("mine");
            assertThat(fateWhenSure(front)).isEqualTo(Fate.ENDED);
            assertThat(broker.registered("mine")).isPresent();

            JobDelivery mine2 = (JobDelivery) cleaner.receive(GUARD).orElseThrow();
            mine2.acknowledge();
            Pill pill = (Pill) cleaner.receive(GUARD).orElseThrow();
            assertThat(pill.batch()).isEqualTo("mine");
            assertThat(pill.endIfNothingIsLeft()).isEqualTo(Fate.KEPT);
            mine1.acknowledge();
            assertThat(fateWhenSure(pill)).isEqualTo(Fate.ENDED);

            assertThat(broker.registered("behind").map(OpenBatch::posted)).isEqualTo(Optional.of(many));
            for (int i = 0; i < many; i++) {
                job(slot).acknowledge();
            }
            assertThat(fateWhenSure(pill(slot))).isEqualTo(Fate.ENDED);
        }
        assertThat(broker.browse(Destinations.BATCHES)).isEmpty();
        await().atMost(GUARD).until(() -> broker.browse(Destinations.JOBS).isEmpty());
    }

    @Test
    void aPillThatIsGivenBackWaitsForTheNextSlot() throws Exception {
        post("a", 1, 1);
        try (SlotSession slot = slot()) {
            job(slot).acknowledge();
            Pill pill = pill(slot);
            pill.close();
            pill.close();
            assertThat(fateWhenSure(pill(slot))).isEqualTo(Fate.ENDED);
        }
    }
}
