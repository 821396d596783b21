package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Batches whose producer went away, wanted or not: collected, cancelled, resumed and reported later. */
@DisabledOnOs(OS.WINDOWS)
class DetachedBatchTest {
    @TempDir
    private Path dir;

    private Site site;
    private BrokerProcess broker;
    private String jobs;

    @BeforeEach
    void startABroker() throws Exception {
        site = new Site(dir);
        broker = BrokerProcess.start(site);
        jobs = site.jobFile("abc.inp", List.of("a", "b", "c"));
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void aDetachedBatchIsCollectedAndResumedAsOftenAsWanted() throws Exception {
        String batch = detach();
        Sluice unfinished = site.start("report", "sluice-out/latest");
        unfinished.awaitExit(3);
        assertThat(unfinished.err()).contains("3 jobs in 0.00s: 3 without a verdict");
        broker.consumer("c").awaitExit(0);

        Sluice collect = broker.asProducer("collect", "latest");
        collect.awaitExit(0);
        assertThat(collect.err()).contains("batch " + batch, "all 3 passed");

        Sluice again = broker.asProducer("collect", batch);
        again.awaitExit(0);
        assertThat(again.err()).contains("3 of them done before", "all 3 passed");
        Sluice resumed = broker.asProducer("producer", "--resume");
        resumed.awaitExit(0);
        assertThat(resumed.err()).contains("all 3 passed");
        assertThat(site.starts("a")).as("nothing was run again").hasSize(1);
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    @Test
    void aJournalInUseAndATornOneAreToldApart() throws Exception {
        site.hold("b");
        Sluice producer = broker.asProducer("producer", jobs);
        Sluice consumer = broker.consumer("c");
        site.awaitVerdicts(1);

        Sluice second = broker.asProducer("collect", "latest");
        second.awaitExit(3);
        assertThat(second.err()).contains("is in use: another process collects this batch");

        producer.kill();
        Path journal = dir.resolve("sluice-out/latest/journal.jsonl");
        Files.writeString(journal, "{\"type\":\"verdict\",\"jo", StandardOpenOption.APPEND);
        Sluice resumed = broker.asProducer("producer", "--resume");
        resumed.awaitErr("The last line of the journal was torn by a crash; 21 bytes of it were cut off.");
        site.release("b");
        resumed.awaitExit(0);
        consumer.awaitExit(0);
        assertThat(site.outcome().counts()).hasToString("{PASSED=3}");
        assertThat(journal).content().doesNotContain("\"jo{").contains("was torn by a crash");
    }

    @Test
    void aBatchIsCancelledWithoutAnyConsumer() throws Exception {
        String batch = detach();

        Sluice unknown = broker.asProducer("cancel", "20200101-000000-0000");
        unknown.awaitExit(2);
        assertThat(unknown.err()).contains("Batch 20200101-000000-0000 is not open", "open there: " + batch);

        Sluice cancel = broker.asProducer("cancel", batch);
        cancel.awaitExit(0);
        assertThat(cancel.err()).contains("3 jobs were taken off the queue. Nothing is left of it.");

        Sluice collect = broker.asProducer("collect", "latest");
        collect.awaitExit(1);
        assertThat(site.outcome().counts()).hasToString("{CANCELLED=3}");
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    @Test
    void aBatchWhoseProducerWasKilledIsCancelledWhileItRuns() throws Exception {
        site.hold("a");
        Sluice producer = broker.asProducer("producer", jobs);
        Sluice consumer = broker.consumer("c");
        site.awaitStart("a", 1);
        producer.kill();

        Sluice cancel = broker.asProducer("cancel", "latest");
        cancel.awaitExit(0);
        assertThat(cancel.err()).contains("2 jobs were taken off the queue.");
        assertThat(consumer.isAlive()).isTrue();
        site.release("a");
        consumer.awaitExit(0);

        broker.asProducer("collect", "latest").awaitExit(1);
        assertThat(site.outcome().counts()).hasToString("{PASSED=1, CANCELLED=2}");
    }

    @Test
    void cancelWithKillEndsTheRunningJobToo() throws Exception {
        site.hold("a");
        Sluice producer = broker.asProducer("producer", jobs);
        Sluice consumer = broker.consumer("c");
        site.awaitStart("a", 1);

        broker.asProducer("cancel", "--kill", "latest").awaitExit(0);

        consumer.awaitExit(0);
        producer.awaitExit(1);
        assertThat(site.outcome().counts()).hasToString("{CANCELLED=3}");
        assertThat(site.ends("a")).isEmpty();
        Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
        Ran report = Ran.run(elsewhere, Map.of(), Sluice.words(List.of("report", "../sluice-out/latest")));
        assertThat(report.exit()).isEqualTo(1);
        assertThat(report.err()).contains("3 cancelled", "cd '" + site.dir() + "' && ./case.sh a");
    }

    private String detach() throws IOException, InterruptedException {
        Sluice producer = broker.asProducer("producer", "--detach", jobs);
        producer.awaitExit(0);
        String batch = producer.out().strip();
        assertThat(dir.resolve("sluice-out").resolve(batch)).isDirectory();
        return batch;
    }
}
