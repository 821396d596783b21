package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

/** A standalone broker, a producer, and consumers that share the jobs of its batch. */
class SeveralConsumersTest {
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

    /** @param order a c for each consumer, a p for the producer */
    @ParameterizedTest
    @ValueSource(strings = {"pccc", "cccp", "cpcc"})
    void eachJobRunsOnceWhoeverComesFirst(String order) throws Exception {
        List<String> jobs = Site.names("t", 200);
        String file = site.jobFile("server.inp", jobs);
        Sluice producer = null;
        List<Sluice> consumers = new ArrayList<>();
        for (char who : order.toCharArray()) {
            if (who == 'p') {
                producer = broker.asProducer("producer", file);
                producer.awaitErr("200 jobs, batch ");
            } else {
                Sluice consumer = broker.consumer("c" + consumers.size());
                consumer.awaitErr("works for");
                consumers.add(consumer);
            }
        }

        producer.awaitExit(0);
        for (Sluice consumer : consumers) {
            consumer.awaitExit(0);
        }
        assertThat(jobs).allSatisfy(job -> {
            assertThat(site.starts(job)).as(job).hasSize(1);
            assertThat(site.ends(job)).as(job).hasSize(1);
        });
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 200);
        assertThat(outcome.attempts()).hasSize(200);
        assertThat(outcome.superseded()).isEmpty();
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    @Test
    void noJobWaitsBehindALongOne() throws Exception {
        List<String> jobs = new ArrayList<>(List.of("long"));
        jobs.addAll(Site.names("short", 20));
        site.hold("long");
        List<Sluice> consumers = List.of(broker.consumer("a"), broker.consumer("b"));
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", jobs));

        // it is not released before: no job of the others may need that
        site.awaitVerdicts(20);

        long busy = site.awaitStart("long", 1).consumer();
        assertThat(Site.names("short", 20))
                .allSatisfy(job -> assertThat(site.starts(job))
                        .as(job)
                        .singleElement()
                        .satisfies(run -> assertThat(run.consumer()).isNotEqualTo(busy)));
        assertThat(site.ends("long")).isEmpty();
        site.release("long");
        producer.awaitExit(0);
        for (Sluice consumer : consumers) {
            consumer.awaitExit(0);
        }
        assertThat(site.outcome().counts()).containsEntry(Verdict.PASSED, 21);
    }
}
