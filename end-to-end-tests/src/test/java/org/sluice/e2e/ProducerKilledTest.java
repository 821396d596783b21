package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

/** A producer that is killed while it posts or collects, and what takes the batch up again. */
class ProducerKilledTest {
    private static final int MANY = 10_000;

    private Site site;

    @BeforeEach
    void makeSite(@TempDir Path dir) throws IOException {
        site = new Site(dir);
    }

    @AfterEach
    void endEverything() {
        site.close();
    }

    /** Posts until the network passes nothing on, in the middle of a transaction, and dies there. */
    private void killWhilePosting(BrokerProcess broker) throws Exception {
        String file = site.jobFile("server.inp", Site.names("t", MANY));
        try (CuttableProxy network = CuttableProxy.before(broker.uri())) {
            network.stallAfter(1_500_000);
            Sluice producer = broker.asProducerAt(network.uri(), "producer", file);
            network.awaitStalled();
            producer.kill();
        }
    }

    @Test
    void aBatchThatWasPostedInPartIsResumed() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Sluice a = broker.consumer("a", "-j", "2", "--simulate");
        Sluice b = broker.consumer("b", "-j", "2", "--simulate");
        killWhilePosting(broker);

        broker.asProducer("producer", "--resume").awaitExit(0);

        a.awaitExit(0);
        b.awaitExit(0);
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, MANY);
        assertThat(outcome.attempts().size()).as("each job was posted once").isEqualTo(MANY);
        assertNothingIsLeft(broker);
    }

    @Test
    void aBatchThatWasPostedInPartIsCancelled() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        killWhilePosting(broker);
        Sluice late = broker.consumer("late", "--simulate", "--idle-timeout", "1s");
        // it must not end by itself: the batch has no pill yet
        late.awaitErr("passed");

        Sluice cancel = broker.asProducer("cancel", "latest");
        cancel.awaitExit(0);

        late.awaitExit(0);
        assertThat(cancel.err()).contains("is cancelled");
        assertNothingIsLeft(broker);
        Sluice collect = broker.asProducer("collect", "latest");
        collect.awaitExit(3);
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED, Verdict.CANCELLED);
        assertThat(outcome.missing()).as("never posted").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"collect latest", "producer --resume"})
    void verdictsThatNobodyCollectedAreStillThere(String command) throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        List<String> jobs = Site.names("t", 60);
        site.hold("t30");
        site.hold("t31");
        Sluice a = broker.consumer("a");
        Sluice b = broker.consumer("b");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", jobs));
        site.awaitVerdicts(20);
        site.awaitStart("t31", 1);
        producer.kill();
        boolean whileJobsRun = command.startsWith("collect");
        Sluice again = null;
        if (whileJobsRun) {
            again = broker.asProducer("collect", "latest");
            site.awaitVerdicts(29);
        }
        site.release("t30");
        site.release("t31");
        a.awaitExit(0);
        b.awaitExit(0);
        if (!whileJobsRun) {
            again = broker.asProducer("producer", "--resume");
        }

        again.awaitExit(0);
        assertThat(jobs).allSatisfy(job -> assertThat(site.starts(job)).as(job).hasSize(1));
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 60);
        assertThat(outcome.superseded()).isEmpty();
        assertThat(outcome.attempts()).hasSize(60);
        assertNothingIsLeft(broker);
    }

    @Test
    void aRunThatWasKilledIsResumedWithWhatHasNoVerdict() throws Exception {
        List<String> jobs = Site.names("t", 30);
        site.hold("t15");
        site.hold("t16");
        Sluice run = site.start("run", "-j", "2", site.jobFile("server.inp", jobs));
        site.awaitVerdicts(14);
        site.awaitStart("t15", 1);
        site.awaitStart("t16", 1);
        run.kill();
        site.release("t15");
        site.release("t16");

        Sluice resumed = site.start("run", "--resume", "-j", "2");

        resumed.awaitExit(0);
        assertThat(resumed.err()).contains("30 jobs, 14 of them done before");
        assertThat(jobs)
                .allSatisfy(job -> assertThat(site.starts(job))
                        .as(job)
                        .hasSize(List.of("t15", "t16").contains(job) ? 2 : 1));
        assertThat(site.outcome().counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 30);
    }

    private static void assertNothingIsLeft(BrokerProcess broker) throws Exception {
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }
}
