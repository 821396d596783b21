package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Notice;
import org.sluice.messaging.Presence;
import org.sluice.messaging.Roster;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PresenceTest {
    private static final Duration GUARD = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    private final Roster roster = new Roster(System::nanoTime);
    private EmbeddedBroker broker;
    private BrokerAddress address;
    private LinkKeeper keeper;
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
        if (keeper != null) {
            keeper.close();
        }
        broker.close();
    }

    @Test
    void whoWasThereFirstHearsOfTheConsumerUntilItLeaves() throws Throwable {
        listen();
        start(Working.staying(3).withLabels(new TreeSet<>(List.of("gpu"))));
        await().atMost(GUARD).until(() -> !roster.present().isEmpty());

        Presence consumer = roster.present().get(0);
        assertThat(consumer.consumer()).isEqualTo("lab1");
        assertThat(consumer.labels()).contains("gpu").containsAll(MachineLabels.with(new TreeSet<>()));
        assertThat(consumer.slots()).isEqualTo(3);
        assertThat(consumer.free()).isEqualTo(3);
        assertThat(consumer.state()).isEqualTo(Presence.State.IN_SERVICE);

        working.consumer.leave();
        await().atMost(GUARD).until(() -> roster.present().isEmpty());
    }

    @Test
    void whoComesLaterAsksWhoIsThere() throws Throwable {
        start(Working.staying(1));
        Link link = listen();
        // it may not have connected yet, but then it announces itself
        link.notify(new Notice.WhoIsThere());
        await().atMost(GUARD).until(() -> !roster.present().isEmpty());
    }

    @Test
    void whatItRunsIsTold() throws Throwable {
        listen();
        start(Working.staying(2));
        try (PostedBatch batch = PostedBatch.post("batch-1", address, Optional.empty(), 7)) {
            ScriptedRunner.Run run = working.runner.next();
            await().atMost(GUARD).until(() -> roster.runnerOf("batch-1", 7).isPresent());
            assertThat(roster.present().get(0).free()).isEqualTo(1);

            working.consumer.leave();
            await().atMost(GUARD)
                    .until(() -> roster.runnerOf("batch-1", 7)
                            .filter(consumer -> consumer.state() == Presence.State.LEAVING)
                            .isPresent());
            run.pass();
            batch.result();
            await().atMost(GUARD).until(() -> roster.present().isEmpty());
        }
    }

    private Link listen() throws Exception {
        keeper = new LinkKeeper(address, Optional.empty(), Optional.empty(), told -> {}, roster::heard);
        return keeper.link(() -> false).orElseThrow();
    }

    private void start(ConsumerOptions options) {
        working = Working.start(options, address, Optional.empty());
    }
}
