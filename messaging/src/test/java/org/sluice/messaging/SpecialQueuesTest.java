package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sluice.messaging.TestBroker.GUARD;
import static org.sluice.messaging.TestBroker.SHORT_LOOK;

import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.Role;
import org.sluice.job.Job;
import org.sluice.job.Placement;
import org.sluice.messaging.Pill.Fate;

/** Jobs that ask for more than others have queues of their own, and their batch ends on each of them. */
class SpecialQueuesTest {
    private static final Placement GPU = needs("gpu");
    private static final Placement TPU = needs("tpu");

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

    private static Placement needs(String... labels) {
        return new Placement(new TreeSet<>(Set.of(labels)), 1, false, new TreeSet<>());
    }

    private void post(String id, Placement... placements) throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (Placement placement : placements) {
            jobs.add(Samples.job(jobs.size() + 1).withPlacement(placement));
        }
        OpenBatch batch = Samples.batch(id, 1, jobs.size()).withQueues(new LinkedHashSet<>(List.of(placements)));
        try (Poster poster = broker.link().poster(batch)) {
            for (int from = 0; from < jobs.size(); from += 1_000) {
                poster.post(jobs.subList(from, Math.min(jobs.size(), from + 1_000)));
            }
        }
    }

    private SlotSession slot(Placement... placements) {
        return slot(link, placements);
    }

    /** One that looks at these queues in turn. */
    private static SlotSession slot(Link link, Placement... placements) {
        Iterator<Placement> next =
                Stream.generate(() -> Stream.of(placements)).flatMap(all -> all).iterator();
        return link.slot(() -> Subscription.of(next.next()).within(Duration.ofMillis(20)), told -> {});
    }

    private static JobDelivery job(SlotSession slot) throws LinkBroken {
        return (JobDelivery) slot.receive(GUARD).orElseThrow();
    }

    private static Pill pill(SlotSession slot) throws LinkBroken {
        return (Pill) slot.receive(GUARD).orElseThrow();
    }

    @Test
    void theNameOfAQueueTellsWhatItsJobsAskForAndIsSafe() {
        assertThat(Destinations.jobs(Placement.ANYWHERE)).isEqualTo("sluice.jobs");
        Placement all = new Placement(
                new TreeSet<>(Set.of("GPU", "a.b-c_d+e")), 4, false, new TreeSet<>(Set.of("licence", "disk.1")));
        assertThat(Destinations.jobs(all)).isEqualTo("sluice.jobs.needs=a/b-c_d+e:gpu;slots=4;lock=disk/1:licence");
        assertThat(Destinations.jobs(new Placement(new TreeSet<>(), 1, true, new TreeSet<>())))
                .isEqualTo("sluice.jobs.alone");
        TreeSet<String> many = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            many.add("label-" + i);
        }
        assertThat(Destinations.jobs(new Placement(many, 1, false, new TreeSet<>())))
                .hasSizeLessThan(100)
                .startsWith("sluice.jobs.sha256=");
    }

    @Test
    void aSlotWithoutTheLabelDoesNotSeeTheJobAndHasItsOwnAtOnce() throws Exception {
        Placement[] placements = new Placement[2_001];
        Arrays.fill(placements, 0, 2_000, GPU);
        placements[2_000] = Placement.ANYWHERE;
        post("a", placements);
        try (SlotSession plain = slot(Placement.ANYWHERE);
                SlotSession both = slot(GPU)) {
            JobDelivery last = job(plain);
            assertThat(last.job().number()).isEqualTo(2_001);
            last.acknowledge();
            Pill pill = pill(plain);
            assertThat(pill.endIfNothingIsLeft()).isEqualTo(Fate.DONE_HERE);
            assertThat(plain.receive(SHORT_LOOK)).isEmpty();
            assertThat(broker.registered("a").orElseThrow().queues()).containsExactly(GPU);
            assertThat(job(both).job().number()).isEqualTo(1);
        }
    }

    /** With a consumer over all of them at once, a second message was hidden behind the first now and then. */
    @Test
    void oneMessageAtATimeComesFromSeveralQueuesAndGoesBackUncounted() throws Exception {
        post("a", Placement.ANYWHERE, GPU, Placement.ANYWHERE, GPU);
        Set<Integer> seen = new TreeSet<>();
        try (SlotSession one = slot(Placement.ANYWHERE, GPU, TPU);
                SlotSession other = slot(GPU, Placement.ANYWHERE)) {
            JobDelivery held = job(one);
            seen.add(held.job().number());
            while (seen.size() < 4) {
                // one of the pills may come before the jobs of the other queue
                if (other.receive(GUARD).orElseThrow() instanceof JobDelivery next) {
                    assertThat(seen.add(next.job().number())).isTrue();
                    next.acknowledge();
                }
            }
            held.handBack();
            while (true) {
                if (one.receive(GUARD).orElseThrow() instanceof JobDelivery again) {
                    assertThat(again.job()).isEqualTo(held.job());
                    assertThat(again.count()).isEqualTo(1);
                    again.finish(Samples.passed(again.job().number()));
                    break;
                }
            }
        }
        link.check();
    }

    @Test
    void aSlotWaitsAtAQueueThatIsNotThereYetWithoutTheRightToMakeIt() throws Exception {
        try (SlotSession slot = slot(GPU)) {
            assertThat(slot.receive(SHORT_LOOK)).isEmpty();
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<JobDelivery> received = thread.submit(() -> job(slot));
                post("a", GPU);
                assertThat(received.get(GUARD.toSeconds(), TimeUnit.SECONDS)
                                .job()
                                .number())
                        .isEqualTo(1);
            } finally {
                thread.shutdown();
            }
        }
        link.check();
    }

    @Test
    void theBatchEndsWithItsLastQueueWhoeverIsLast() throws Exception {
        for (int i = 0; i < 20; i++) {
            String id = "a" + i;
            post(id, Placement.ANYWHERE, GPU, TPU);
            CountDownLatch go = new CountDownLatch(1);
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                List<Future<Fate>> fates = new ArrayList<>();
                for (Placement placement : List.of(Placement.ANYWHERE, GPU, TPU)) {
                    Link own = broker.link(Role.CONSUMER);
                    fates.add(threads.submit(() -> {
                        try (SlotSession slot = slot(own, placement)) {
                            job(slot).acknowledge();
                            Pill pill = pill(slot);
                            go.await();
                            Fate fate = pill.endIfNothingIsLeft();
                            while (fate == Fate.KEPT) {
                                fate = pill.endIfNothingIsLeft();
                            }
                            return fate;
                        } finally {
                            own.close();
                        }
                    }));
                }
                go.countDown();
                List<Fate> seen = new ArrayList<>();
                for (Future<Fate> fate : fates) {
                    seen.add(fate.get(GUARD.toSeconds(), TimeUnit.SECONDS));
                }
                assertThat(seen).contains(Fate.ENDED).isSubsetOf(Fate.ENDED, Fate.DONE_HERE);
            } finally {
                threads.shutdown();
            }
            assertThat(broker.registered(id)).isEmpty();
            await().atMost(GUARD)
                    .until(() -> broker.browse(Destinations.BATCHES).isEmpty());
        }
    }

    @Test
    void aPillOfAQueueThatItsHolderLeftInTheMiddleOfTheEndIsFinishedByTheNext() throws Exception {
        post("a", GPU, TPU);
        try (SlotSession gpu = slot(GPU);
                SlotSession tpu = slot(TPU)) {
            job(gpu).acknowledge();
            job(tpu).acknowledge();
            Link dying = broker.link(Role.CONSUMER);
            pill(slot(dying, GPU));
            // it dies when it has taken the entry out, and before it acknowledges
            assertThat(dying.register().remove("a", 1, Destinations.jobs(GPU))).isFalse();
            dying.close();
            assertThat(pill(tpu).endIfNothingIsLeft()).isEqualTo(Fate.ENDED);
            Pill leftover = pill(gpu);
            await().atMost(GUARD).until(() -> leftover.endIfNothingIsLeft() == Fate.STALE);
        }
        assertThat(broker.browse(Destinations.BATCHES)).isEmpty();
    }

    @Test
    void whatIsLeftInTheRegisterOfABatchWithoutQueuesIsSweptOut() throws Exception {
        Link producer = broker.link();
        Session session = producer.session(true, Session.SESSION_TRANSACTED);
        Register.send(producer, session, Samples.batch("over", 1, 3).withPosted(3), 3);
        Register.send(producer, session, Samples.batch("half", 1, 3), 0);
        session.commit();

        assertThat(link.register().read()).containsOnlyKeys("half");
        Set<String> over = link.register().sweep(Set.of());
        assertThat(over).containsExactly("over");
        assertThat(broker.browse(Destinations.BATCHES)).hasSize(2);

        assertThat(link.register().sweep(over)).isEmpty();
        assertThat(broker.browse(Destinations.BATCHES)).hasSize(1);
    }

    @Test
    void aHalfPostedBatchThatIsStoppedGetsAPillOnEachQueue() throws Exception {
        OpenBatch batch = Samples.batch("a", 1, 10).withQueues(new LinkedHashSet<>(List.of(Placement.ANYWHERE, GPU)));
        try (Poster poster = broker.link().poster(batch)) {
            poster.post(List.of(Samples.job(1)));
        }
        assertThat(broker.link().register().stop("a", OpenBatch.State.STOP)).isTrue();
        try (SlotSession plain = slot(Placement.ANYWHERE);
                SlotSession gpu = slot(GPU)) {
            job(plain).acknowledge();
            assertThat(pill(gpu).endIfNothingIsLeft()).isEqualTo(Fate.DONE_HERE);
            Pill pill = pill(plain);
            await().atMost(GUARD).until(() -> pill.endIfNothingIsLeft() == Fate.ENDED);
        }
        assertThat(broker.browse(Destinations.BATCHES)).isEmpty();
    }
}
