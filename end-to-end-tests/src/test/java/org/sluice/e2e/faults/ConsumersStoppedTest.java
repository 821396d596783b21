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

/** Consumers that sleep (SIGSTOP) in the middle of their work while the world goes on, and wake up (SIGCONT). */
@EnabledOnOs(OS.LINUX)
class ConsumersStoppedTest {
    private static final int MAX_DELIVERIES = 1_000;

    @TempDir
    private Path dir;

    @Test
    void everyJobHasItsVerdict() throws Exception {
        Campaign campaign = Campaign.of("SIGSTOP of a consumer, then SIGCONT");
        int stops = campaign.figure(2, 10);
        int rounds = campaign.figure(1, 2);
        long began = System.nanoTime();
        Campaign.Counts counts = Several.atOnce(rounds, rounds, number -> round(campaign, number, stops));
        campaign.report(
                stops * rounds,
                counts,
                Duration.ofNanos(System.nanoTime() - began),
                campaign.figure(4, 120) + " s each, up to " + stops * rounds + " asleep at once, one consumer awake");
    }

    /** In odd rounds the batch is still open when they wake up, in even ones it is over. */
    private Campaign.Counts round(Campaign campaign, int number, int stops) throws Exception {
        SplittableRandom random = campaign.random("stops " + number);
        Duration asleep = Duration.ofSeconds(campaign.figure(4, 120));
        try (Ground ground = new Ground(campaign, dir.resolve("round-" + number))) {
            List<PlannedJob> planned = new ArrayList<>();
            planned.add(new PlannedJob("t0", 3, false, 0));
            planned.addAll(IntStream.rangeClosed(1, stops * 20)
                    .mapToObj(i -> PlannedJob.random("t" + i, random, 400))
                    .toList());
            if (number % 2 == 1) {
                planned.add(0, new PlannedJob("long", 0, false, (int)
                        asleep.plusSeconds(5).toMillis()));
            }
            BrokerProcess broker = ground.broker("127.0.0.1");
            Sluice awake = broker.consumer("awake", "-j", "2", "--max-deliveries", "" + MAX_DELIVERIES);
            ground.awaitBegun(awake);
            List<Sluice> sleepers = new ArrayList<>();
            for (int i = 0; i < stops; i++) {
                sleepers.add(broker.consumer("s" + i, "-j", "2", "--max-deliveries", "" + MAX_DELIVERIES));
            }
            for (Sluice sleeper : sleepers) {
                ground.awaitBegun(sleeper);
            }
            Sluice producer = broker.asProducer("producer", Records.jobFile(ground.site(), "server.inp", planned));
            // each is to have begun its work, and not to have ended it
            ground.awaitRuns(stops * 2);
            for (Sluice sleeper : sleepers) {
                Thread.sleep(random.nextInt(100));
                sleeper.signal("STOP");
            }
            Thread.sleep(asleep.toMillis());
            for (Sluice sleeper : sleepers) {
                sleeper.signal("CONT");
            }
            ground.awaitEnd(producer, 1);
            ground.awaitEnd(awake, 0);
            for (Sluice sleeper : sleepers) {
                ground.awaitEnd(sleeper, 0);
            }
            ground.check(planned, "sluice-out", MAX_DELIVERIES);
            ground.checkQueuesButPills(broker);
            broker.kill();
            ground.checkMachine();
            ground.holds();
            return ground.checker().counts();
        }
    }

    @Test
    void theLockOfASleeperIsNotHeldTwice() throws Exception {
        Campaign campaign = Campaign.of("SIGSTOP of a consumer whose job holds a lock");
        int rounds = campaign.figure(1, 10);
        long began = System.nanoTime();
        Campaign.Counts counts =
                Several.atOnce(campaign.figure(1, 5), rounds, number -> sleepWithLock(campaign, number));
        campaign.report(
                rounds,
                counts,
                Duration.ofNanos(System.nanoTime() - began),
                "asleep until another consumer has run all jobs of the lock");
    }

    private Campaign.Counts sleepWithLock(Campaign campaign, int number) throws Exception {
        try (Ground ground = new Ground(campaign, dir.resolve("locked-" + number))) {
            HeldJobs held = HeldJobs.in(ground.site());
            List<String> jobs = List.of("a1", "a2");
            BrokerProcess broker = ground.broker("127.0.0.1");
            Sluice producer = broker.asProducer("producer", held.jobFile("server.inp", jobs, "licence"));
            Sluice sleeper = broker.consumer("sleeper");
            held.awaitBegun("a1", 1, Sluice.GUARD);
            held.release("a2");
            Sluice awake = broker.consumer("awake");
            ground.awaitBegun(awake);

            sleeper.signal("STOP");
            ground.awaitEnd(producer, 0);
            ground.awaitEnd(awake, 0);
            sleeper.signal("CONT");
            ground.awaitEnd(sleeper, 0);

            ground.checker().checkNothingLeft("runs that found their lock taken", held.heldTwice());
            ground.check(HeldJobs.planned(jobs), "sluice-out", 3);
            ground.checkQueuesButPills(broker);
            broker.kill();
            ground.checkMachine();
            ground.holds();
            return ground.checker().counts();
        }
    }
}
