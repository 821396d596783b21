package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

/** A consumer whose connection breaks in the middle of a job, while broker and consumer live on. */
class ConnectionCutTest {
    private Site site;
    private BrokerProcess broker;
    private CuttableProxy network;

    @BeforeEach
    void startBroker(@TempDir Path dir) throws IOException {
        site = new Site(dir);
        broker = BrokerProcess.start(site);
        network = CuttableProxy.before(broker.uri());
    }

    @AfterEach
    void endEverything() throws IOException {
        network.close();
        site.close();
    }

    @Test
    void theResultArrivesOverANewConnectionAndTheJobIsNotRunAgain() throws Exception {
        site.hold("t1");
        Sluice a = broker.consumerAt(network.uri(), "a");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", Site.names("t", 3)));
        site.awaitStart("t1", 1);

        network.cut();
        site.release("t1");
        awaitEnd("t1");
        network.mend();

        producer.awaitExit(0);
        a.awaitExit(0);
        assertRuns(1, 1, 1);
        assertEachPassedOnce(3);
    }

    @Test
    void anotherSlotOfTheSameConsumerHoldsTheCopyUntilTheJobEnds() throws Exception {
        site.hold("t1");
        Sluice a = broker.consumerAt(network.uri(), "a", "-j", "2");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", Site.names("t", 3)));
        site.awaitVerdicts(2);

        network.cut();
        network.mend();
        try (Queues queues = broker.queues()) {
            queues.awaitTaken("SluiceType = 'job'");
        }
        site.release("t1");

        producer.awaitExit(0);
        a.awaitExit(0);
        assertRuns(1, 1, 1);
        assertEachPassedOnce(3);
    }

    @Test
    void aCopyThatAnotherConsumerRunsIsStoppedWhenTheResultIsThere() throws Exception {
        site.hold("t1");
        Sluice a = broker.consumerAt(network.uri(), "a");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", Site.names("t", 3)));
        site.awaitStart("t1", 1);
        network.cut();
        Sluice b = broker.consumer("b");
        assertThat(site.awaitStart("t1", 2)).isEqualTo(new Site.Run(b.pid(), 2));

        site.release("t1", a);
        awaitEnd("t1");
        network.mend();

        producer.awaitExit(0);
        a.awaitExit(0);
        b.awaitExit(0);
        assertThat(site.ends("t1")).extracting(Site.Run::consumer).containsExactly(a.pid());
        assertThat(site.outcome().results().get(1).attempt().consumer()).isEqualTo("a");
        assertRuns(2, 1, 1);
        assertEachPassedOnce(3);
    }

    @Test
    void aRunIsStoppedWhenAnotherConsumerHasFinishedTheCopy() throws Exception {
        site.hold("t1");
        Sluice a = broker.consumerAt(network.uri(), "a");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", Site.names("t", 3)));
        site.awaitStart("t1", 1);
        network.cut();
        Sluice b = broker.consumer("b");
        site.awaitStart("t1", 2);
        a.awaitErr("Waiting for the broker");
        network.mend();
        a.awaitErr("is there.");

        site.release("t1", b);

        producer.awaitExit(0);
        a.awaitExit(0);
        b.awaitExit(0);
        assertThat(site.ends("t1")).extracting(Site.Run::consumer).containsExactly(b.pid());
        assertRuns(2, 1, 1);
        assertEachPassedOnce(3);
    }

    @Test
    void aRunIsStoppedWhenItsBatchHasEndedWithoutIt() throws Exception {
        site.hold("t1");
        Sluice a = broker.consumerAt(network.uri(), "a");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", Site.names("t", 3)));
        site.awaitStart("t1", 1);
        network.cut();
        Sluice b = broker.consumer("b");
        site.awaitStart("t1", 2);
        site.release("t1", b);
        producer.awaitExit(0);
        b.awaitExit(0);
        assertThat(a.isAlive()).isTrue();

        network.mend();

        a.awaitExit(0);
        assertThat(site.ends("t1")).extracting(Site.Run::consumer).containsExactly(b.pid());
        assertEachPassedOnce(3);
    }

    @Test
    void theFirstResultWinsAndALaterOneIsNoted() throws Exception {
        site.hold("t1");
        site.hold("t2");
        Sluice a = broker.consumerAt(network.uri(), "a");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", Site.names("t", 3)));
        site.awaitStart("t1", 1);
        network.cut();
        Sluice b = broker.consumer("b");
        site.awaitStart("t1", 2);
        site.release("t1", b);
        site.awaitVerdicts(1);
        site.awaitStart("t2", 1);

        network.mend();
        site.release("t1", a);

        await().atMost(Sluice.GUARD).until(() -> !site.outcome().superseded().isEmpty());
        site.release("t2");
        producer.awaitExit(0);
        a.awaitExit(0);
        b.awaitExit(0);
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 3);
        assertThat(outcome.results().get(1).attempt().consumer()).isEqualTo("b");
        assertThat(outcome.superseded())
                .singleElement()
                .satisfies(late -> assertThat(late.attempt().consumer()).isEqualTo("a"));
        assertThat(producer.err()).contains("a late result of t1 from a (passed) does not count");
        assertNothingIsLeft();
    }

    private void awaitEnd(String job) {
        await().atMost(Sluice.GUARD).until(() -> !site.ends(job).isEmpty());
    }

    private void assertRuns(int... times) {
        for (int i = 0; i < times.length; i++) {
            assertThat(site.starts("t" + (i + 1))).as("t%s", i + 1).hasSize(times[i]);
        }
    }

    private void assertEachPassedOnce(int jobs) throws Exception {
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, jobs);
        assertThat(outcome.superseded()).isEmpty();
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws Exception {
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }
}
