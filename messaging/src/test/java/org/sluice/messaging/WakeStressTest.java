package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sluice.messaging.Samples.BATCH;
import static org.sluice.messaging.TestBroker.GUARD;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.broker.Role;

/** Slots that are woken at any moment, also that in which a message comes, lose none and get none twice. */
class WakeStressTest {
    private static final int JOBS = 2_000;
    private static final int SLOTS = 4;

    @TempDir
    Path temp;

    private final AtomicReferenceArray<SlotSession> waiting = new AtomicReferenceArray<>(SLOTS);
    private final ConcurrentLinkedQueue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> counted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean done = new AtomicBoolean();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachMessageIsProcessedOnceHoweverOftenSlotsAreWoken(boolean tcp) throws Exception {
        try (TestBroker broker = tcp ? TestBroker.listening(temp) : TestBroker.local(temp)) {
            Link link = broker.link(Role.CONSUMER);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < SLOTS; i++) {
                int number = i;
                threads.add(new Thread(() -> work(link, number)));
            }
            threads.add(new Thread(this::wakeAtRandom));
            threads.forEach(Thread::start);
            try (Poster poster = broker.link().poster(Samples.batch(BATCH, 1, JOBS))) {
                // small transactions, so that slots often wait when a job comes
                for (int from = 1; from <= JOBS; from += 10) {
                    poster.post(Samples.jobs(from, from + 9));
                }
                await().atMost(GUARD)
                        .untilAsserted(() -> assertThat(acknowledged)
                                .as("acknowledged; %s", counted)
                                .hasSizeGreaterThanOrEqualTo(JOBS));
            } finally {
                done.set(true);
                for (int i = 0; i < SLOTS; i++) {
                    Optional.ofNullable(waiting.get(i)).ifPresent(SlotSession::wake);
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            List<Integer> sorted = new ArrayList<>(acknowledged);
            Collections.sort(sorted);
            assertThat(sorted).isEqualTo(IntStream.rangeClosed(1, JOBS).boxed().toList());
            assertThat(counted)
                    .as("jobs whose delivery was counted though no slot had them")
                    .isEmpty();
            link.check();
            // the acknowledgements are sent and not waited for, but before the connection ends
            link.close();
            assertThat(broker.drain(Destinations.JOBS)).as("the pill").hasSize(1);
        }
    }

    private void work(Link link, int number) {
        while (!done.get()) {
            try (SlotSession session = link.slot(told -> {})) {
                waiting.set(number, session);
                Optional<Delivery> delivery = session.receive(GUARD);
                while (delivery.isPresent()) {
                    if (delivery.get() instanceof JobDelivery job) {
                        if (job.count() > 1) {
                            counted.add("job " + job.job().number() + ", delivery " + job.count());
                        }
                        job.acknowledge();
                        acknowledged.add(job.job().number());
                    } else if (delivery.get() instanceof Pill pill) {
                        pill.close();
                    }
                    delivery = session.receive(GUARD);
                }
            } catch (LinkBroken e) {
                counted.add(e.toString());
                return;
            }
        }
    }

    private void wakeAtRandom() {
        Random random = new Random(7);
        while (!done.get()) {
            SlotSession session = waiting.get(random.nextInt(SLOTS));
            if (session != null) {
                session.wake();
            }
            for (int spins = random.nextInt(2_000); spins > 0; spins--) {
                Thread.onSpinWait();
            }
        }
    }
}
