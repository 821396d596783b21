package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.e2e.BrokerProcess;
import org.sluice.e2e.Site;
import org.sluice.e2e.Sluice;
import org.sluice.e2e.faults.Namespace.Cut;

/** The system's own network stack between consumers, producer and broker, cut by dropping packets. */
@EnabledOnOs(OS.LINUX)
@RequiresNamespaces
class NamespacesCutTest {
    private static final int MAX_DELIVERIES = 1_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path dir;

    @Test
    void everyJobHasItsVerdict() throws Exception {
        Campaign campaign = Campaign.of("packets dropped between namespaces");
        List<Integer> seconds = campaign.isLong() ? List.of(1, 10, 30, 60) : List.of(1, 3);
        List<Cut> ways = campaign.isLong() ? List.of(Cut.values()) : List.of(Cut.BOTH);
        int sum = seconds.stream().mapToInt(Integer::intValue).sum() * ways.size();
        try (Ground ground = new Ground(campaign, dir);
                Namespace one = Namespace.make();
                Namespace two = Namespace.make();
                Namespace three = Namespace.make()) {
            SplittableRandom ofJobs = campaign.random("jobs");
            List<PlannedJob> planned = new ArrayList<>();
            // so that there is a batch as long as there are cuts
            planned.add(new PlannedJob("long", 0, false, (sum + 2 * seconds.size() * ways.size() + 2) * 1_000));
            planned.add(new PlannedJob("t0", 3, false, 0));
            planned.addAll(IntStream.rangeClosed(1, sum * 6)
                    .mapToObj(i -> PlannedJob.random("t" + i, ofJobs, 1_000))
                    .toList());
            BrokerProcess broker = ground.broker(one.host(), "--insecure");
            URI uri = Namespace.of(broker, one);
            Sluice near = broker.consumerAt(uri, "near", "--max-deliveries", "" + MAX_DELIVERIES);
            Sluice producer = ground.site()
                    .startBy(
                            three.by(),
                            broker.producerWords(
                                    uri, "producer", Records.jobFile(ground.site(), "server.inp", planned)));
            ground.awaitRuns(1);
            List<Sluice> consumers = new ArrayList<>(List.of(near));
            for (Namespace far : List.of(one, two)) {
                consumers.add(ground.site()
                        .startBy(
                                far.by(),
                                broker.consumerWords(uri, "far", "-j", "2", "--max-deliveries", "" + MAX_DELIVERIES)));
            }
            ground.awaitRuns(3);

            int cuts = cut(List.of(one, two, three), seconds, ways, producer, campaign);

            ground.awaitLongEnd(producer, 1);
            for (Sluice consumer : consumers) {
                ground.awaitEnd(consumer, 0);
            }
            ground.check(planned, "sluice-out", MAX_DELIVERIES);
            ground.checkQueuesButPills(broker);
            broker.kill();
            ground.checkMachine();
            ground.verify(
                    cuts, "cuts of " + seconds + " s in " + ways.size() + " ways at 2 consumers and the producer");
        }
    }

    /** Cuts all cables, each at its own times; returns how many cuts began while the batch went on. */
    private static int cut(
            List<Namespace> cables, List<Integer> seconds, List<Cut> ways, Sluice producer, Campaign campaign)
            throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(cables.size());
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (Namespace cable : cables) {
                SplittableRandom random = campaign.random("cable " + running.size());
                running.add(workers.submit(() -> {
                    int cuts = 0;
                    for (Cut way : ways) {
                        for (int length : seconds) {
                            Thread.sleep(random.nextInt(2_000));
                            cuts += producer.isAlive() ? 1 : 0;
                            cable.cut(way);
                            Thread.sleep(length * 1_000L);
                            cable.mend(way);
                        }
                    }
                    return cuts;
                }));
            }
            int cuts = 0;
            for (Future<Integer> one : running) {
                cuts += one.get();
            }
            return cuts;
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void aJobOfAHostThatIsGoneRunsElsewhere() throws Exception {
        Campaign campaign = Campaign.of("hosts behind a cable that is cut, killed");
        List<String> jobs = Site.names("t", campaign.figure(2, 10));
        List<Namespace> cables = new ArrayList<>();
        try (Ground ground = new Ground(campaign, dir)) {
            HeldJobs held = HeldJobs.in(ground.site());
            for (String job : jobs) {
                cables.add(Namespace.make());
            }
            BrokerProcess broker = ground.broker(cables.get(0).host(), "--insecure");
            URI uri = Namespace.of(broker, cables.get(0));
            Sluice producer = broker.asProducerAt(uri, "producer", held.jobFile("server.inp", jobs, ""));
            List<Sluice> hosts = new ArrayList<>();
            for (Namespace cable : cables) {
                hosts.add(ground.site().startBy(cable.by(), broker.consumerWords(uri, "far")));
            }
            for (String job : jobs) {
                held.awaitBegun(job, 1, Sluice.GUARD);
            }
            Sluice other = broker.consumerAt(uri, "other", "-j", String.valueOf(jobs.size()));
            ground.awaitBegun(other);

            long first = System.nanoTime();
            long last = first;
            for (int i = 0; i < hosts.size(); i++) {
                last = System.nanoTime();
                cables.get(i).cut(Cut.BOTH);
                hosts.get(i).kill();
            }
            for (String job : jobs) {
                held.awaitBegun(job, 2, Sluice.GUARD);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - first);
            Duration cutting = Duration.ofNanos(last - first);

            ground.awaitEnd(producer, 0);
            ground.awaitEnd(other, 0);
            ground.check(HeldJobs.planned(jobs), "sluice-out", 3);
            ground.checkQueuesButPills(broker);
            broker.kill();
            ground.checkMachine();
            ground.verify(
                    hosts.size(),
                    String.format(
                            "the last job ran elsewhere %.1f s after the first cut, %.1f s after the last",
                            took.toMillis() / 1e3, took.minus(cutting).toMillis() / 1e3));
            assertThat(took).isLessThan(SOON);
        } finally {
            for (Namespace cable : cables) {
                cable.close();
            }
        }
    }
}
