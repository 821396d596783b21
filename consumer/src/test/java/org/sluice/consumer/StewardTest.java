package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Pill;
import org.sluice.messaging.Roster;
import org.sluice.messaging.SlotSession;

/** A steward that looks around when the test says so, at a broker of its own. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class StewardTest {
    private static final Duration GUARD = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    private EmbeddedBroker broker;
    private BrokerAddress address;
    private LinkKeeper keeper;
    private Link link;
    private final Clock clock = new Clock();
    private Crew crew;
    private Steward steward;

    /** One on which something can happen at the moment at which it is looked at. */
    private static final class Clock implements LongSupplier {
        private long now;
        private Runnable atNextLook = () -> {};

        @Override
        public long getAsLong() {
            Runnable happens = atNextLook;
            atNextLook = () -> {};
            happens.run();
            return now;
        }
    }

    @BeforeEach
    void setUp() throws Exception {
        broker = EmbeddedBroker.start(EmbeddedBroker.Options.local(temp));
        address = new BrokerAddress(List.of(broker.vmUri()));
        keeper = new LinkKeeper(address, Optional.empty(), Optional.empty(), told -> {}, notice -> {});
        link = keeper.link(() -> false).orElseThrow();
        ConsumerOptions options = Working.options(1);
        crew = new Crew(options, clock);
        Locks locks = new Locks(crew.turns, () -> {}, clock);
        Draining draining = new Draining(crew.turns, new Roster(clock), "steward", () -> {});
        steward = new Steward(
                options, crew, new Admission(crew.turns, locks, draining), new ConsumerListener() {}, clock);
    }

    @AfterEach
    void tearDown() throws Exception {
        keeper.close();
        broker.close();
    }

    private void lookAround() throws Exception {
        steward.lookAround(link, Duration.ZERO);
    }

    /** Looks for the second time after so long that it is sure by then of what it has seen. */
    private void lookAroundAgain() throws Exception {
        clock.now += Duration.ofSeconds(1).toNanos();
        lookAround();
    }

    private PostedBatch post(String id) {
        try {
            return PostedBatch.post(id, address, Optional.empty(), 1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Has another consumer do all of it, but for the end. */
    private Pill allButTheEnd(PostedBatch batch) throws Exception {
        try (PostedBatch.Holder holder = batch.hold()) {
            holder.job().acknowledge();
        }
        SlotSession slot = batch.link().slot(told -> {});
        return (Pill) slot.receive(GUARD).orElseThrow();
    }

    /**
     * The reading of the register is older than the news. A consumer that leaves by it leaves a batch that it knows, as the
     * only one that is there, perhaps.
     */
    @Test
    void whoHearsOfABatchAfterHavingReadTheRegisterReadsItAgainBeforeLeaving() throws Exception {
        try (PostedBatch a = post("a")) {
            lookAround();
            Pill pill = allButTheEnd(a);
            await().atMost(GUARD).until(() -> pill.endIfNothingIsLeft() == Pill.Fate.ENDED);
            lookAround();
            assertThat(crew.isLeaving()).as("it makes sure").isFalse();

            PostedBatch[] b = new PostedBatch[1];
            clock.atNextLook = () -> {
                // the register has been read by now, and nothing has been made of it
                b[0] = post("b");
                steward.registerChanged("b");
            };
            lookAroundAgain();
            assertThat(b[0]).as("b was posted in the middle of it").isNotNull();
            assertThat(crew.isLeaving()).isFalse();

            lookAroundAgain();
            assertThat(crew.isLeaving()).isFalse();
            Pill other = allButTheEnd(b[0]);
            await().atMost(GUARD).until(() -> other.endIfNothingIsLeft() == Pill.Fate.ENDED);
            lookAround();
            lookAroundAgain();
            assertThat(crew.isLeaving()).as("it leaves in the end").isTrue();
            b[0].close();
        }
    }

    @Test
    void whoHasEndedABatchHimselfDoesNotLeaveAnotherOneByAnOldReading() throws Exception {
        try (PostedBatch a = post("a")) {
            lookAround();
            steward.hold(allButTheEnd(a));
            PostedBatch[] b = new PostedBatch[1];
            clock.atNextLook = () -> {
                b[0] = post("b");
                steward.registerChanged("b");
            };
            lookAround();
            assertThat(a.isOpen()).as("it has ended a").isFalse();
            assertThat(b[0]).as("b was posted in the middle of it").isNotNull();
            assertThat(crew.isLeaving()).isFalse();
            b[0].close();
        }
    }

    @Test
    void whoHasEndedTheOnlyBatchThatHeKnowsLeavesAtOnce() throws Exception {
        try (PostedBatch a = post("a")) {
            lookAround();
            steward.hold(allButTheEnd(a));
            lookAround();
            assertThat(crew.isLeaving()).isTrue();
        }
    }
}
