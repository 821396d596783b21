package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.e2e.BrokerProcess;
import org.sluice.e2e.Site;
import org.sluice.e2e.Sluice;
import org.sluice.e2e.faults.FaultyProxy.Fault;

/** Hosts that vanish in the middle of a job without a word: no FIN, no RST. Their jobs run elsewhere soon. */
@EnabledOnOs(OS.LINUX)
class HostsVanishTest {
    /** What a job without a lock may take, from the moment at which its host vanishes to its start elsewhere. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Duration AT_LAST = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    @Test
    void theirJobsRunElsewhere() throws Exception {
        Campaign campaign = Campaign.of("hosts that vanish silently");
        int hosts = campaign.figure(3, 10);
        int rounds = campaign.figure(1, 5);
        List<Duration> took = new ArrayList<>();
        long began = System.nanoTime();
        Campaign.Counts counts =
                Several.atOnce(1, rounds, number -> vanish(campaign, number, Site.names("t", hosts), took));
        long soon = took.stream().filter(one -> one.compareTo(SOON) <= 0).count();
        campaign.report(
                took.size(),
                counts,
                Duration.ofNanos(System.nanoTime() - began),
                soon + " of " + took.size() + " ran elsewhere within 20 s, after "
                        + seconds(took.stream().min(Duration::compareTo)) + " to "
                        + seconds(took.stream().max(Duration::compareTo)) + " s");
        assertThat(took)
                .hasSize(hosts * rounds)
                .allSatisfy(one -> assertThat(one).isLessThanOrEqualTo(SOON));
    }

    private static String seconds(Optional<Duration> duration) {
        return String.format("%.1f", duration.orElseThrow().toMillis() / 1000.0);
    }

    private Campaign.Counts vanish(Campaign campaign, int number, List<String> jobs, List<Duration> took)
            throws Exception {
        SplittableRandom random = campaign.random("hosts " + number);
        try (Ground ground = new Ground(campaign, dir.resolve("round-" + number))) {
            HeldJobs held = HeldJobs.in(ground.site());
            BrokerProcess broker = ground.broker("127.0.0.1");
            Map<FaultyProxy, Sluice> hosts = new LinkedHashMap<>();
            Sluice producer = broker.asProducer("producer", held.jobFile("server.inp", jobs, ""));
            for (String job : jobs) {
                FaultyProxy network = FaultyProxy.before(broker.uri());
                hosts.put(network, broker.consumerAt(network.uri(), "of-" + job));
            }
            for (String job : jobs) {
                held.awaitBegun(job, 1, Sluice.GUARD);
            }
            Sluice other = broker.consumer("other", "-j", String.valueOf(jobs.size()));
            ground.awaitBegun(other);
            // at any moment of the connection's own clock
            Thread.sleep(random.nextInt(4_000));

            long vanished = System.nanoTime();
            for (Map.Entry<FaultyProxy, Sluice> host : hosts.entrySet()) {
                host.getKey().begin(Fault.SWALLOW);
                if (random.nextBoolean()) {
                    host.getValue().kill();
                }
            }
            List<String> waiting = new ArrayList<>(jobs);
            while (!waiting.isEmpty() && System.nanoTime() - vanished < AT_LAST.toNanos()) {
                for (String job : List.copyOf(waiting)) {
                    if (held.begun(job) > 1) {
                        took.add(Duration.ofNanos(System.nanoTime() - vanished));
                        waiting.remove(job);
                    }
                }
                Thread.sleep(10);
            }

            assertThat(waiting).as("jobs that do not run elsewhere").isEmpty();
            ground.awaitEnd(producer, 0);
            ground.awaitEnd(other, 0);
            end(ground, hosts);
            ground.check(HeldJobs.planned(jobs), "sluice-out", 3);
            return counts(ground, broker);
        }
    }

    @Test
    void theLocksThatTheyHeldAreNeverHeldTwice() throws Exception {
        Campaign campaign = Campaign.of("hosts that vanish with a lock");
        int rounds = campaign.figure(2, 20);
        long began = System.nanoTime();
        List<Duration> took = new ArrayList<>();
        Campaign.Counts counts =
                Several.atOnce(campaign.figure(2, 5), rounds, number -> vanishWithLock(campaign, number, took));
        campaign.report(
                rounds,
                counts,
                Duration.ofNanos(System.nanoTime() - began),
                "a second batch waits for the same lock; it went on after "
                        + seconds(took.stream().min(Duration::compareTo)) + " to "
                        + seconds(took.stream().max(Duration::compareTo)) + " s");
    }

    private Campaign.Counts vanishWithLock(Campaign campaign, int number, List<Duration> took) throws Exception {
        try (Ground ground = new Ground(campaign, dir.resolve("locked-" + number))) {
            HeldJobs held = HeldJobs.in(ground.site());
            BrokerProcess broker = ground.broker("127.0.0.1");
            FaultyProxy network = FaultyProxy.before(broker.uri());
            List<String> first = List.of("a1");
            List<String> second = List.of("b1", "b2");
            Sluice one = broker.asProducer("producer", held.jobFile("a.inp", first, "licence"));
            Sluice host = broker.consumerAt(network.uri(), "vanishing");
            held.awaitBegun("a1", 1, Sluice.GUARD);
            for (String job : second) {
                // these end soon whenever they run
                Files.writeString(ground.site().dir().resolve("go." + job), "");
            }
            Sluice two = broker.asProducer("producer", "--out", "second-out", held.jobFile("b.inp", second, "licence"));
            Sluice other = broker.consumer("other", "-j", "2");
            ground.awaitBegun(other);

            long vanished = System.nanoTime();
            network.begin(Fault.SWALLOW);
            if (number % 2 == 0) {
                host.kill();
            }
            ground.awaitEnd(one, 0);
            ground.awaitEnd(two, 0);
            synchronized (took) {
                took.add(Duration.ofNanos(System.nanoTime() - vanished));
            }
            ground.awaitEnd(other, 0);
            end(ground, Map.of(network, host));
            ground.checker().checkNothingLeft("runs that found their lock taken", held.heldTwice());
            ground.check(Map.of("sluice-out", HeldJobs.planned(first), "second-out", HeldJobs.planned(second)), 3);
            return counts(ground, broker);
        }
    }

    /** The network is there again, too late; who has lived through it leaves by himself. */
    private static void end(Ground ground, Map<FaultyProxy, Sluice> hosts) throws Exception {
        for (Map.Entry<FaultyProxy, Sluice> host : hosts.entrySet()) {
            host.getKey().mend();
            if (host.getValue().isAlive()) {
                ground.awaitEnd(host.getValue(), 0);
            }
            host.getKey().close();
        }
    }

    private static Campaign.Counts counts(Ground ground, BrokerProcess broker) throws Exception {
        ground.checkQueuesButPills(broker);
        broker.kill();
        ground.checkMachine();
        ground.holds();
        return ground.checker().counts();
    }
}
