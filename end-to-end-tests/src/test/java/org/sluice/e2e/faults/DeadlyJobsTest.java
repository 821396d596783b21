package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.e2e.BrokerProcess;
import org.sluice.e2e.Site;
import org.sluice.e2e.Sluice;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

/** Jobs that kill their consumers are stopped after three starts, and the jobs between them are not blamed. */
@EnabledOnOs(OS.LINUX)
class DeadlyJobsTest {
    private static final int MAX_DELIVERIES = 3;

    private static final String DEADLY = """
            #!/bin/sh
            echo "start $SLUICE_JOB $$ -" >> records && sync records || exit 99
            kill -9 "$PPID"
            """;

    @TempDir
    private Path dir;

    @Test
    void eachIsStoppedAfterThreeStarts() throws Exception {
        Campaign campaign = Campaign.of("a job that kills its consumer");
        int deadly = campaign.figure(2, 100);
        List<PlannedJob> planned = new ArrayList<>();
        for (int i = 1; i <= deadly; i++) {
            Site.names("t" + i + "-", 5).forEach(name -> planned.add(PlannedJob.passing(name)));
            planned.add(PlannedJob.passing("deadly" + i));
        }
        try (Ground ground = new Ground(campaign, dir)) {
            Path script = ground.site().dir().resolve("deadly.sh");
            Files.writeString(script, DEADLY);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            List<String> lines = planned.stream()
                    .map(job -> isDeadly(job) ? "job " + job.name() + " { run ./deadly.sh }" : job.line())
                    .toList();
            Files.write(ground.site().dir().resolve("server.inp"), lines);
            BrokerProcess broker = BrokerProcess.start(ground.site());
            Sluice producer = broker.asProducer("producer", "server.inp");

            List<Sluice> consumers = new ArrayList<>();
            int killed = 0;
            while (!producer.awaitEnd(Duration.ofMillis(50))) {
                for (Sluice consumer : List.copyOf(consumers)) {
                    if (!consumer.isAlive() && consumer.exit() != 0) {
                        consumers.remove(consumer);
                        killed++;
                    }
                }
                while (consumers.size() < 2) {
                    consumers.add(broker.consumer("c" + (consumers.size() + killed)));
                }
            }
            ground.awaitEnd(producer, 1);
            for (Sluice consumer : consumers) {
                ground.awaitEnd(consumer, 0);
            }
            ground.check(planned, "sluice-out", MAX_DELIVERIES);
            BatchOutcome outcome = ground.site().outcome();
            assertThat(outcome.counts())
                    .isEqualTo(Map.of(Verdict.PASSED, planned.size() - deadly, Verdict.LOST, deadly));
            Map<String, Records.Record> records = ground.records().read();
            assertThat(planned)
                    .filteredOn(DeadlyJobsTest::isDeadly)
                    .allSatisfy(job -> assertThat(records.get(job.name()).starts())
                            .as(job.name())
                            .isEqualTo(MAX_DELIVERIES));
            ground.checkQueues(broker);
            broker.kill();
            ground.checkMachine();
            ground.verify(killed, deadly + " of " + deadly + " stopped after 3 starts; consumers of 1 slot");
        }
    }

    private static boolean isDeadly(PlannedJob job) {
        return job.name().startsWith("deadly");
    }
}
