package org.sluice.e2e.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.e2e.BrokerProcess;
import org.sluice.e2e.Sluice;
import org.sluice.e2e.faults.FaultyProxy.Fault;

/** Networks that fail in all ways between a producer, two consumers and their broker, by patterns that the seed chooses. */
@EnabledOnOs(OS.LINUX)
class NetworkCutTest {
    private static final int MAX_DELIVERIES = 1_000;

    @TempDir
    private Path dir;

    @Test
    void everyJobHasItsVerdict() throws Exception {
        Campaign campaign = Campaign.of("network that fails by patterns");
        int patterns = campaign.figure(1, 20);
        AtomicInteger faults = new AtomicInteger();
        long began = System.nanoTime();
        Campaign.Counts counts =
                Several.atOnce(campaign.figure(1, 5), patterns, number -> pattern(campaign, number, faults));
        campaign.report(
                faults.get(),
                counts,
                Duration.ofNanos(System.nanoTime() - began),
                patterns + " patterns of " + campaign.figure(5, 180)
                        + " s, each of one producer and 2 consumers of 2 slots");
    }

    private Campaign.Counts pattern(Campaign campaign, int number, AtomicInteger faults) throws Exception {
        SplittableRandom random = campaign.random("pattern " + number);
        int seconds = campaign.figure(5, 180);
        try (Ground ground = new Ground(campaign, dir.resolve("pattern-" + number))) {
            List<PlannedJob> planned = new ArrayList<>(IntStream.rangeClosed(1, seconds * 4)
                    .mapToObj(i -> PlannedJob.random("t" + i, random, 1_000))
                    .toList());
            planned.add(new PlannedJob("t0", 3, false, 0));
            BrokerProcess broker = ground.broker("127.0.0.1");
            List<FaultyProxy> links = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) {
                    links.add(FaultyProxy.before(broker.uri()));
                }
                Sluice producer = broker.asProducerAt(
                        links.get(0).uri(), "producer", Records.jobFile(ground.site(), "server.inp", planned));
                List<Sluice> consumers = new ArrayList<>();
                for (int i = 1; i < 3; i++) {
                    consumers.add(broker.consumerAt(
                            links.get(i).uri(), "c" + i, "-j", "2", "--max-deliveries", "" + MAX_DELIVERIES));
                }
                faults.addAndGet(fail(links, producer, random, seconds, campaign.figure(1_000, 25_000)));
                ground.awaitLongEnd(producer, 1);
                for (Sluice consumer : consumers) {
                    ground.awaitEnd(consumer, 0);
                }
            } finally {
                for (FaultyProxy link : links) {
                    link.close();
                }
            }
            ground.check(planned, "sluice-out", MAX_DELIVERIES);
            ground.checkQueuesButPills(broker);
            broker.kill();
            ground.checkMachine();
            ground.holds();
            return ground.checker().counts();
        }
    }

    /** Fails for so long, or until the producer has ended; returns how often. */
    private static int fail(
            List<FaultyProxy> links, Sluice producer, SplittableRandom random, int seconds, int longestMillis)
            throws InterruptedException {
        Fault[] all = Fault.values();
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        int faults = 0;
        while (System.nanoTime() < end) {
            if (producer.awaitEnd(Duration.ofMillis(random.nextInt(2_000)))) {
                break;
            }
            Fault fault = all[1 + random.nextInt(all.length - 1)];
            boolean isForAll = random.nextInt(4) == 0;
            List<FaultyProxy> failing = isForAll ? links : List.of(links.get(random.nextInt(links.size())));
            // most are short
            double part = random.nextDouble();
            failing.forEach(link -> link.begin(fault));
            faults++;
            producer.awaitEnd(Duration.ofMillis(50 + (long) (part * part * longestMillis)));
            failing.forEach(FaultyProxy::mend);
        }
        return faults;
    }
}
