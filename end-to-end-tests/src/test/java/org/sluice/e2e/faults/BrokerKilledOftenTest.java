package org.sluice.e2e.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.e2e.BrokerProcess;
import org.sluice.e2e.Sluice;

/** A broker that is killed at random moments and started again with the same store. */
@EnabledOnOs(OS.LINUX)
class BrokerKilledOftenTest {
    private static final int MAX_DELIVERIES = 1_000;

    @TempDir
    private Path dir;

    @Test
    void everyJobHasItsVerdict() throws Exception {
        Campaign campaign = Campaign.of("broker kill -9 and restart, KahaDB");
        int kills = campaign.figure(3, 200);
        int jobs = campaign.figure(400, 50_000);
        SplittableRandom random = campaign.random("broker");
        SplittableRandom ofJobs = campaign.random("jobs");
        List<PlannedJob> planned = IntStream.rangeClosed(1, jobs)
                .mapToObj(i -> PlannedJob.random("t" + i, ofJobs, 0))
                .toList();
        try (Ground ground = new Ground(campaign, dir)) {
            BrokerProcess broker = BrokerProcess.start(ground.site());
            Sluice producer = broker.asProducer("producer", Records.jobFile(ground.site(), "server.inp", planned));
            List<Sluice> consumers = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                consumers.add(broker.consumer("c" + i, "-j", "2", "--max-deliveries", "" + MAX_DELIVERIES));
            }
            int faults = 0;
            while (faults < kills && !producer.awaitEnd(Duration.ofMillis(200 + random.nextInt(1_500)))) {
                broker.kill();
                broker.restart();
                faults++;
            }
            ground.awaitLongEnd(producer, 1);
            for (Sluice consumer : consumers) {
                ground.awaitEnd(consumer, 0);
            }
            ground.check(planned, "sluice-out", MAX_DELIVERIES);
            ground.checkQueues(broker);
            broker.kill();
            ground.checkMachine();
            ground.verify(faults, "2 consumers of 2 slots");
        }
    }
}
