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

/** Consumers that are killed at random moments, also in the last job and at the pill; each is replaced. */
@EnabledOnOs(OS.LINUX)
class ConsumersKilledTest {
    private static final int MAX_DELIVERIES = 1_000;

    @TempDir
    private Path dir;

    @Test
    void everyJobHasItsVerdict() throws Exception {
        Campaign campaign = Campaign.of("consumer kill -9");
        int kills = campaign.figure(12, 1_000);
        int jobsAKill = 20;
        SplittableRandom random = campaign.random("consumers");
        try (Ground ground = new Ground(campaign, dir)) {
            SplittableRandom ofJobs = campaign.random("jobs");
            List<PlannedJob> planned = IntStream.rangeClosed(1, kills * jobsAKill)
                    .mapToObj(i -> PlannedJob.random("t" + i, ofJobs, 100))
                    .toList();
            BrokerProcess broker = BrokerProcess.start(ground.site());
            Sluice producer = broker.asProducer("producer", Records.jobFile(ground.site(), "server.inp", planned));
            List<Sluice> consumers = new ArrayList<>();
            int faults = 0;
            while (producer.isAlive()) {
                consumers.removeIf(consumer -> !consumer.isAlive());
                while (consumers.size() < 3 && producer.isAlive()) {
                    consumers.add(broker.consumer(
                            "c" + random.nextInt(1_000_000),
                            "-j",
                            "2",
                            "--max-deliveries",
                            "" + MAX_DELIVERIES,
                            // the last replacement comes after the end of the batch, and waits for another one
                            "--idle-timeout",
                            "3s"));
                }
                if (producer.awaitEnd(Duration.ofMillis(random.nextInt(1_500)))) {
                    break;
                }
                if (faults < kills) {
                    consumers.remove(random.nextInt(consumers.size())).kill();
                    faults++;
                }
            }
            ground.awaitEnd(producer, 1);
            for (Sluice consumer : consumers) {
                ground.awaitEnd(consumer, 0);
            }
            ground.check(planned, "sluice-out", MAX_DELIVERIES);
            ground.checkQueues(broker);
            broker.kill();
            ground.checkMachine();
            ground.verify(faults, "3 consumers of 2 slots");
        }
    }
}
