package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.e2e.BrokerProcess;
import org.sluice.e2e.Sluice;

/** A consumer on a machine all of whose processors are busy is not taken for one that has vanished. */
@EnabledOnOs(OS.LINUX)
class BusyMachineTest {
    private static final List<String> BUSY = List.of("/bin/sh", "-c", "while :; do :; done");

    @TempDir
    private Path dir;

    @Test
    void theConsumerIsNotMissed() throws Exception {
        Campaign campaign = Campaign.of("a consumer under full load");
        int seconds = campaign.figure(4, 600);
        int slots = 2 * Runtime.getRuntime().availableProcessors();
        List<Process> hogs = new ArrayList<>();
        try (Ground ground = new Ground(campaign, dir)) {
            BrokerProcess broker = ground.broker("127.0.0.1");
            List<PlannedJob> planned = IntStream.rangeClosed(1, slots)
                    .mapToObj(i -> new PlannedJob("t" + i, 0, false, seconds * 1_000))
                    .toList();
            for (int i = 0; i < slots; i++) {
                hogs.add(new ProcessBuilder(BUSY)
                        .directory(ground.site().dir().toFile())
                        .start());
            }
            Sluice consumer = broker.consumer("busy", "-j", String.valueOf(slots));
            Sluice producer = broker.asProducer("producer", Records.jobFile(ground.site(), "server.inp", planned));
            ground.awaitLongEnd(producer, 0);
            ground.awaitEnd(consumer, 0);
            end(hogs);

            assertThat(consumer.out() + consumer.err()).doesNotContain("lost the broker", "connection was lost");
            assertThat(producer.err()).doesNotContain("Waiting for the broker");
            ground.check(planned, "sluice-out", 3);
            ground.checkQueues(broker);
            broker.kill();
            ground.checkMachine();
            assertThat(ground.checker().counts().duplicates()).isZero();
            ground.verify(
                    0, slots + " busy loops on " + slots / 2 + " processors for " + seconds + " s, no false alarm");
        } finally {
            end(hogs);
        }
    }

    private static void end(List<Process> hogs) throws InterruptedException {
        for (Process hog : hogs) {
            hog.destroyForcibly().waitFor();
        }
    }
}
