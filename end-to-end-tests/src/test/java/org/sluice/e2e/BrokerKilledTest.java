package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

/** A broker that is killed and started again with the same messages. */
class BrokerKilledTest {
    private Site site;
    private BrokerProcess broker;

    @BeforeEach
    void startBroker(@TempDir Path dir) throws IOException {
        site = new Site(dir);
        broker = BrokerProcess.start(site);
    }

    @AfterEach
    void endEverything() {
        site.close();
    }

    @Test
    void consumersThatWaitForABatchConnectAgain() throws Exception {
        Sluice a = broker.consumer("a");
        Sluice b = broker.consumer("b", "--stay");
        a.awaitErr("works for");
        b.awaitErr("works for");

        broker.kill();
        a.awaitErr("Waiting for the broker");
        b.awaitErr("Waiting for the broker");
        broker.restart();

        List<String> jobs = Site.names("t", 20);
        broker.asProducer("producer", site.jobFile("server.inp", jobs)).awaitExit(0);
        a.awaitExit(0);
        assertThat(b.isAlive()).isTrue();
        assertEachRanOnce(jobs);
        assertNothingIsLeft();
    }

    @Test
    void aJobThatEndedWhileTheBrokerWasAwayIsNotRunAgain() throws Exception {
        List<String> jobs = Site.names("t", 5);
        site.hold("t2");
        Sluice consumer = broker.consumer("a");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", jobs));
        site.awaitStart("t2", 1);

        broker.kill();
        site.release("t2");
        await().atMost(Sluice.GUARD).until(() -> !site.ends("t2").isEmpty());
        broker.restart();

        producer.awaitExit(0);
        consumer.awaitExit(0);
        assertEachRanOnce(jobs);
        assertNothingIsLeft();
    }

    /** Nobody has sent or read a result yet, so that the queue for them was empty in the broker's store. */
    @Test
    void theFirstResultOfABatchOutlivesItsBroker() throws Exception {
        List<String> jobs = Site.names("t", 3);
        site.hold("t1");
        broker.asProducer("producer", "--detach", site.jobFile("server.inp", jobs))
                .awaitExit(0);
        Sluice consumer = broker.consumer("a");
        site.awaitStart("t1", 1);

        broker.kill();
        site.release("t1");
        broker.restart();

        consumer.awaitExit(0);
        broker.asProducer("collect", "latest").awaitExit(0);
        assertEachRanOnce(jobs);
        assertNothingIsLeft();
    }

    @Test
    void aResultThatIsRefusedIsKeptWhileItsBatchIsOpen() throws Exception {
        site.hold("t1");
        broker.asProducer("producer", "--detach", site.jobFile("server.inp", List.of("t1")))
                .awaitExit(0);
        Sluice consumer = broker.consumer("a");
        site.awaitStart("t1", 1);
        try (Queues queues = broker.queues()) {
            queues.remove("sluice.results." + site.outcome().batch().id());
        }
        site.release("t1");
        consumer.awaitErr("was refused");

        broker.asProducer("collect", "latest").awaitExit(0);

        consumer.awaitExit(0);
        assertEachRanOnce(List.of("t1"));
        assertNothingIsLeft();
    }

    @Test
    void aSlotThatGetsTheCopyOfAJobOfItsOwnConsumerDoesNotRunIt() throws Exception {
        List<String> jobs = Site.names("t", 6);
        site.hold("t1");
        Sluice consumer = broker.consumer("a", "-j", "2");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", jobs));
        site.awaitVerdicts(5);

        broker.kill();
        consumer.awaitErr("it connects again");
        broker.restart();
        try (Queues queues = broker.queues()) {
            queues.awaitTaken("SluiceType = 'job'");
        }
        site.release("t1");

        producer.awaitExit(0);
        consumer.awaitExit(0);
        assertEachRanOnce(jobs);
        assertNothingIsLeft();
    }

    @Test
    void nothingIsLostOrCountedTwiceWhenSeveralConsumersRunJobs() throws Exception {
        List<String> jobs = Site.names("t", 200);
        for (String job : List.of("t40", "t41", "t120", "t121")) {
            site.hold(job);
        }
        Sluice a = broker.consumer("a", "-j", "2");
        Sluice b = broker.consumer("b", "-j", "2");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", jobs));

        site.awaitStart("t40", 1);
        broker.kill();
        broker.restart();
        site.release("t40");
        site.release("t41");
        site.awaitStart("t121", 1);
        broker.kill();
        site.release("t120");
        site.release("t121");
        broker.restart();

        producer.awaitExit(0);
        a.awaitExit(0);
        b.awaitExit(0);
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 200);
        assertThat(jobs).allSatisfy(job -> assertThat(site.starts(job)).as(job).hasSizeBetween(1, 3));
        assertNothingIsLeft();
    }

    @Test
    void aBrokerThatIsKilledWhileABatchIsPostedGetsTheRestOfIt() throws Exception {
        List<String> jobs = Site.names("t", 4_000);
        String file = site.jobFile("server.inp", jobs);
        try (CuttableProxy proxy = CuttableProxy.before(broker.uri())) {
            proxy.stallAfter(700_000);
            Sluice producer = broker.asProducerAt(proxy.uri(), "producer", file);
            proxy.awaitStalled();
            Sluice a = broker.consumer("a", "-j", "2", "--simulate");
            Sluice b = broker.consumer("b", "-j", "2", "--simulate");

            broker.kill();
            broker.restart();
            proxy.flowAgain();

            producer.awaitExit(0);
            a.awaitExit(0);
            b.awaitExit(0);
        }
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 4_000);
        assertNothingIsLeft();
    }

    private void assertEachRanOnce(List<String> jobs) throws IOException {
        assertThat(jobs).allSatisfy(job -> {
            assertThat(site.starts(job)).as(job).hasSize(1);
            assertThat(site.ends(job)).as(job).hasSize(1);
        });
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, jobs.size());
        assertThat(outcome.superseded()).isEmpty();
    }

    private void assertNothingIsLeft() throws Exception {
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }
}
