package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.e2e.BrokerProcess;
import org.sluice.e2e.Queues;
import org.sluice.e2e.Sluice;

/** The message of every job is on the queue twice: still one verdict each, and later results are superseded. */
@EnabledOnOs(OS.LINUX)
class JobsDoubledTest {
    private static final int MAX_DELIVERIES = 3;

    @TempDir
    private Path dir;

    @Test
    void everyJobHasOneVerdict() throws Exception {
        Campaign campaign = Campaign.of("every job message delivered twice");
        int jobs = campaign.figure(150, 10_000);
        SplittableRandom ofJobs = campaign.random("jobs");
        List<PlannedJob> planned = IntStream.rangeClosed(1, jobs)
                .mapToObj(i -> PlannedJob.random("t" + i, ofJobs, 0))
                .toList();
        try (Ground ground = new Ground(campaign, dir)) {
            BrokerProcess broker = BrokerProcess.start(ground.site());
            ground.awaitEnd(
                    broker.asProducer("producer", "--detach", Records.jobFile(ground.site(), "server.inp", planned)),
                    0);
            int doubled;
            try (Queues queues = broker.queues()) {
                doubled = queues.doubleJobs(1);
            }
            assertThat(doubled).isEqualTo(jobs);
            List<Sluice> consumers = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                consumers.add(broker.consumer("c" + i, "-j", "2"));
            }
            ground.awaitLongEnd(broker.asProducer("collect", "latest"), 1);
            for (Sluice consumer : consumers) {
                ground.awaitEnd(consumer, 0);
            }
            ground.check(planned, "sluice-out", MAX_DELIVERIES);
            int superseded = ground.site().outcome().superseded().size();
            ground.checkQueues(broker);
            broker.kill();
            ground.checkMachine();
            ground.verify(doubled, superseded + " late results superseded and noted");
        }
    }
}
