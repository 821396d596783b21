package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.ExitCode;

/** Batches that meet on one queue, and what is left of those that are over. */
@DisabledOnOs(OS.WINDOWS)
class SeveralBatchesTest {
    private static final String PILL_OF_NO_BATCH = """
            {"sluice":1,"type":"pill","batch":"20200101-000000-0000","round":1}""";

    @TempDir
    private Path dir;

    private Site site;
    private BrokerProcess broker;

    @BeforeEach
    void startABroker() throws Exception {
        site = new Site(dir);
        broker = BrokerProcess.start(site);
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void consumersLeaveWhenBothOfTwoBatchesHaveEnded() throws Exception {
        site.hold("long2");
        Sluice longer = broker.asProducer("producer", site.jobFile("long.inp", Site.names("long", 3)), "--out", "a");
        List<Sluice> consumers = List.of(broker.consumer("c1"), broker.consumer("c2"), broker.consumer("c3"));
        site.awaitStart("long2", 1);

        Sluice shorter = broker.asProducer("producer", site.jobFile("short.inp", Site.names("short", 4)), "--out", "b");
        shorter.awaitExit(0);

        assertThat(consumers)
                .as("one of them has ended the short batch, and the long one is open")
                .anyMatch(consumer -> consumer.err().contains("has ended."))
                .allMatch(Sluice::isAlive);
        assertThat(longer.isAlive()).isTrue();

        site.release("long2");
        longer.awaitExit(0);
        for (Sluice consumer : consumers) {
            consumer.awaitExit(0);
        }
        assertThat(site.outcome("a").counts()).hasToString("{PASSED=3}");
        assertThat(site.outcome("b").counts()).hasToString("{PASSED=4}");
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    @Test
    void aConsumerThatStaysServesBatchAfterBatchUntilItIsStopped() throws Exception {
        Sluice consumer = broker.consumer("keeper", "--stay");
        broker.asProducer("producer", site.jobFile("yesterday.inp", Site.names("y", 2)))
                .awaitExit(0);
        broker.asProducer("producer", site.jobFile("today.inp", Site.names("t", 2)))
                .awaitExit(0);
        assertThat(consumer.isAlive()).isTrue();

        consumer.signal("TERM");

        consumer.awaitExit(ExitCode.INTERRUPTED.code());
        assertThat(consumer.err()).contains("Done: 4 jobs.");
    }

    @Test
    void aPillOfABatchThatIsGoneEndsNobodyAndIsThrownAway() throws Exception {
        try (Queues queues = broker.queues()) {
            queues.send(
                    Queues.JOBS, PILL_OF_NO_BATCH, Map.of("SluiceType", "pill", "SluiceBatch", "20200101-000000-0000"));
        }
        Sluice early = broker.consumer("early");
        early.awaitErr("A pill of batch 20200101-000000-0000, which had ended before, was thrown away.");

        broker.asProducer("producer", site.jobFile("next.inp", Site.names("n", 2)))
                .awaitExit(0);

        early.awaitExit(0);
        assertThat(early.err()).contains("Done: 2 jobs.");
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    @Test
    void aConsumerThatComesTooLateFindsNothingAndSaysSo() throws Exception {
        Sluice late = broker.consumer("late", "--idle-timeout", "1s");

        late.awaitExit(0);

        assertThat(late.err()).contains("There was no batch to work on within 1.0s; leaving.", "Done: 0 jobs.");
    }
}
