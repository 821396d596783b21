package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sluice.messaging.Samples.jobs;
import static org.sluice.messaging.TestBroker.GUARD;
import static org.sluice.messaging.TestBroker.SHORT_LOOK;

import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.broker.ListenAddress;
import org.sluice.broker.Role;
import org.sluice.broker.StandaloneBroker;
import org.sluice.job.Access;
import org.sluice.messaging.OpenBatch.State;

/** The jobs of a batch are posted once each, with one pill behind them, whatever happens on the way. */
class PosterTest {
    private static final String ID = "a";
    private static final int JOBS = 40;
    private static final int SIZE = 8;

    @TempDir
    Path temp;

    /** Posts what the register says is missing, as a producer does that starts or goes on. */
    private static void goOn(Link link, int jobs, int size) throws LinkBroken {
        OpenBatch batch = link.register().find(ID).orElse(Samples.batch(ID, 1, jobs));
        try (Poster poster = link.poster(batch)) {
            while (batch.posted() < jobs) {
                batch = poster.post(jobs(batch.posted() + 1, Math.min(jobs, batch.posted() + size)));
                assertThat(batch.state()).isEqualTo(State.RUN);
            }
        }
    }

    private static void assertOnce(List<Message> onQueue, int jobs) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (Message message : onQueue) {
            Fields fields = Format.open((TextMessage) message);
            types.add(fields.text("type"));
            if (fields.text("type").equals("job")) {
                numbers.add(fields.integer("number"));
            }
        }
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, jobs).boxed().toList());
        assertThat(types).hasSize(jobs + 1).last().isEqualTo("pill");
    }

    @Test
    void theRegisterTellsAfterEachTransactionHowFarThePostingHasCome() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp);
                Poster poster = broker.link().poster(Samples.batch(ID, 1, 12))) {
            assertThat(broker.registered(ID)).isEqualTo(Optional.of(Samples.batch(ID, 1, 12)));
            for (int posted = 3; posted <= 12; posted += 3) {
                OpenBatch now = poster.post(jobs(posted - 2, posted));
                assertThat(now).isEqualTo(Samples.batch(ID, 1, 12).withPosted(posted));
                assertThat(broker.registered(ID)).isEqualTo(Optional.of(now));
            }
            assertOnce(broker.drain(Destinations.JOBS), 12);
            assertThat(broker.browse(Destinations.BATCHES)).hasSize(2);
        }
    }

    @Test
    void aConnectionThatIsCutAnywhereWhilePostingGivesEachJobOnce() throws Exception {
        Random random = new Random(20_260_131);
        AtomicInteger cuts = new AtomicInteger();
        try (TestBroker broker = TestBroker.listening(temp)) {
            URI there = broker.address().uris().get(0);
            long toBroker;
            long toClient;
            try (CuttableProxy proxy = CuttableProxy.to(there)) {
                goOn(broker.link(proxy.uri()), JOBS, SIZE);
                toBroker = proxy.bytesToBroker();
                toClient = proxy.bytesToClient();
            }
            assertOnce(broker.drain(Destinations.JOBS), JOBS);
            for (int i = 0; i < 60; i++) {
                broker.drain(Destinations.BATCHES);
                try (CuttableProxy proxy = CuttableProxy.to(there)) {
                    if (i % 2 == 0) {
                        proxy.cutAfterBytesToBroker(random.nextLong(toBroker));
                    } else {
                        proxy.cutAfterBytesToClient(random.nextLong(toClient));
                    }
                    try {
                        goOn(broker.link(proxy.uri()), JOBS, SIZE);
                    } catch (LinkBroken | BrokerUnavailable e) {
                        cuts.incrementAndGet();
                    }
                    goOn(broker.link(there), JOBS, SIZE);
                }
                assertOnce(broker.drain(Destinations.JOBS), JOBS);
            }
        }
        assertThat(cuts).hasValueGreaterThan(30);
    }

    @Test
    void aBrokerThatIsStoppedAndStartedWhilePostingHasEachJobOnce() throws Exception {
        StandaloneBroker.Options options = StandaloneBroker.Options.defaults()
                .withListen(new ListenAddress("127.0.0.1", 0))
                .withData(temp.resolve("data"))
                .withAccess(temp.resolve("access"));
        int jobs = 100;
        for (int posted = 0; posted < jobs; posted += 20) {
            try (StandaloneBroker broker = StandaloneBroker.start(options);
                    Link link = link(broker)) {
                OpenBatch begin = link.register().find(ID).orElse(Samples.batch(ID, 1, jobs));
                assertThat(begin.posted()).isEqualTo(posted);
                Poster poster = link.poster(begin);
                poster.post(jobs(posted + 1, posted + 10));
                poster.post(jobs(posted + 11, posted + 20));
                // and the poster is not closed: the broker goes first
            }
        }
        try (StandaloneBroker broker = StandaloneBroker.start(options);
                Link link = link(broker);
                SlotSession slot = link.slot(told -> {})) {
            for (int number = 1; number <= jobs; number++) {
                JobDelivery job = (JobDelivery) slot.receive(GUARD).orElseThrow();
                assertThat(job.job().number()).isEqualTo(number);
                job.acknowledge();
            }
            Pill pill = (Pill) slot.receive(GUARD).orElseThrow();
            assertThat(pill.endIfNothingIsLeft()).isEqualTo(Pill.Fate.ENDED);
            assertThat(link.register().read()).isEmpty();
        }
    }

    private Link link(StandaloneBroker broker) throws Exception {
        Access access = Access.read(Role.PRODUCER.accessFile(temp.resolve("access")));
        return Link.open(new BrokerAddress(List.of(broker.listenUri())), Optional.of(access), broken -> {});
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theRegisterNeverLooksEmptyWhileABatchIsPosted(boolean tcp) throws Exception {
        try (TestBroker broker = tcp ? TestBroker.listening(temp) : TestBroker.local(temp)) {
            Link reading = broker.link(Role.CONSUMER);
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger reads = new AtomicInteger();
            List<String> wrong = new ArrayList<>();
            Thread reader = new Thread(() -> {
                try {
                    while (!done.get()) {
                        // how many are posted may be missed while the moving entry is replaced; that it is open may not
                        if (reading.register().find(ID).isEmpty()) {
                            wrong.add("not open at read " + reads.get());
                        }
                        reads.incrementAndGet();
                    }
                } catch (LinkBroken e) {
                    wrong.add(e.toString());
                }
            });
            try (Poster poster = broker.link().poster(Samples.batch(ID, 1, 250))) {
                poster.post(jobs(1, 5));
                reader.start();
                for (int from = 6; from <= 250; from += 5) {
                    poster.post(jobs(from, from + 4));
                }
                await().atMost(GUARD).until(() -> reads.get() > 10);
            } finally {
                done.set(true);
                reader.join();
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void stoppingAHalfPostedBatchPostsItsPillSoThatItEnds() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp)) {
            try (Poster poster = broker.link().poster(Samples.batch(ID, 1, 40))) {
                poster.post(jobs(1, 8));
            }
            Register register = broker.link().register();
            assertThat(register.stop(ID, State.STOP)).isTrue();
            OpenBatch stopped = register.find(ID).orElseThrow();
            assertThat(stopped.state()).isEqualTo(State.STOP);
            assertThat(stopped.posted()).isEqualTo(8);
            // killed on top of it: no second pill
            assertThat(register.stop(ID, State.KILL)).isTrue();
            assertThat(register.find(ID).orElseThrow().state()).isEqualTo(State.KILL);
            try (SlotSession slot = broker.link(Role.CONSUMER).slot(told -> {})) {
                for (int i = 0; i < 8; i++) {
                    ((JobDelivery) slot.receive(GUARD).orElseThrow()).acknowledge();
                }
                Pill pill = (Pill) slot.receive(GUARD).orElseThrow();
                await().atMost(GUARD).until(() -> pill.endIfNothingIsLeft() == Pill.Fate.ENDED);
                assertThat(slot.receive(SHORT_LOOK)).isEmpty();
            }
            assertThat(register.read()).isEmpty();
            assertThat(register.stop(ID, State.STOP)).isFalse();
        }
    }

    @Test
    void aBatchThatIsPostedWholeIsStoppedWithoutASecondPill() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp)) {
            goOn(broker.link(), JOBS, SIZE);
            assertThat(broker.link().register().stop(ID, State.STOP)).isTrue();
            assertThat(broker.registered(ID).orElseThrow().state()).isEqualTo(State.STOP);
            assertOnce(broker.drain(Destinations.JOBS), JOBS);
        }
    }

    @Test
    void aPosterThatMeetsAStopPostsNothingFurtherAndLeavesTheStopInTheRegister() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp);
                Poster poster = broker.link().poster(Samples.batch(ID, 1, 80))) {
            for (int from = 1; from <= 40; from += SIZE) {
                poster.post(jobs(from, from + SIZE - 1));
            }
            broker.link().register().stop(ID, State.STOP);
            int posted = 40;
            OpenBatch now = poster.post(jobs(41, 48));
            assertThat(now.state()).isEqualTo(State.STOP);
            assertThat(broker.registered(ID).orElseThrow().state()).isEqualTo(State.STOP);
            assertThat(broker.registered(ID).orElseThrow().posted()).isEqualTo(posted);
            assertThat(poster.post(jobs(41, 48)).state()).isEqualTo(State.STOP);
            // the pill is the last message of the batch
            assertOnce(broker.drain(Destinations.JOBS), posted);
        }
    }

    /** Nobody has died here: two producers that resume the same batch at once. */
    @Test
    void theSecondOfTwoPostersOfABatchPostsNothing() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp)) {
            try (Poster first = broker.link().poster(Samples.batch(ID, 1, JOBS))) {
                first.post(jobs(1, SIZE));
            }
            OpenBatch begin = broker.registered(ID).orElseThrow();
            try (Poster one = broker.link().poster(begin);
                    Poster other = broker.link().poster(begin)) {
                assertThat(one.post(jobs(SIZE + 1, 2 * SIZE)).posted()).isEqualTo(2 * SIZE);
                other.post(jobs(SIZE + 1, 2 * SIZE));
            }
            assertThat(broker.drain(Destinations.JOBS)).hasSize(2 * SIZE);
        }
    }
}
