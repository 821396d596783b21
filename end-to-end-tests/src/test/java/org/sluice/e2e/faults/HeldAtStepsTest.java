package org.sluice.e2e.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

/**
 * Networks through which nothing comes for a while, from a chosen step on: while a job runs, before its result, before its
 * acknowledgement; and of a producer before it has posted, and while it collects.
 */
@EnabledOnOs(OS.LINUX)
class HeldAtStepsTest {
    private static final int MAX_DELIVERIES = 1_000;
    /** "Started" is told without waiting for an answer: when it is held, the job runs. */
    private static final List<String> OF_CONSUMER =
            List.of("send started to results", "send result to results", "acknowledge job of jobs");

    private static final List<String> OF_PRODUCER = List.of(
            "send job to jobs", "reply to: commit", "hand out result of results", "acknowledge result of results");

    @TempDir
    private Path dir;

    @Test
    void everyJobHasItsVerdict() throws Exception {
        Campaign campaign = Campaign.of("cut during a run, before the result, before the acknowledgement");
        // the short ones are so long that the broker, which is told to be impatient, misses a client in one and not in
        // the other
        List<Integer> seconds = campaign.isLong() ? List.of(1, 10, 30, 60) : List.of(1, 3);
        AtomicInteger cuts = new AtomicInteger();
        long began = System.nanoTime();
        int both = campaign.figure(1, 2);
        Campaign.Counts counts = Several.atOnce(seconds.size() * both, seconds.size() * both, number -> {
            Duration lasts = Duration.ofSeconds(seconds.get((number - 1) % seconds.size()));
            return cut(campaign, number, lasts, number > seconds.size(), cuts);
        });
        campaign.report(
                cuts.get(),
                counts,
                Duration.ofNanos(System.nanoTime() - began),
                "cuts of " + seconds + " s at " + (OF_CONSUMER.size() + OF_PRODUCER.size())
                        + " steps, without and with another consumer");
    }

    /** @param withOther whether there is another consumer that takes the jobs meanwhile */
    private Campaign.Counts cut(Campaign campaign, int number, Duration lasts, boolean withOther, AtomicInteger cuts)
            throws Exception {
        SplittableRandom random = campaign.random("cut " + number);
        try (Ground ground = new Ground(campaign, dir.resolve("cut-" + number))) {
            int jobs = withOther ? (int) (20 + 8 * lasts.toSeconds()) : 15;
            List<PlannedJob> planned = new ArrayList<>(IntStream.rangeClosed(1, jobs)
                    .mapToObj(i -> PlannedJob.random("t" + i, random, withOther ? 1_000 : 100))
                    .toList());
            planned.add(new PlannedJob("t0", 3, false, 0));
            BrokerProcess broker = ground.broker("127.0.0.1");
            try (StepProxy ofProducer = StepProxy.before(broker.uri(), plan(OF_PRODUCER, lasts, cuts));
                    StepProxy ofConsumer = StepProxy.before(broker.uri(), plan(OF_CONSUMER, lasts, cuts))) {
                List<Sluice> consumers = new ArrayList<>();
                consumers.add(
                        broker.consumerAt(ofConsumer.uri(), "cut", "-j", "2", "--max-deliveries", "" + MAX_DELIVERIES));
                if (withOther) {
                    consumers.add(broker.consumer("other", "--max-deliveries", "" + MAX_DELIVERIES));
                }
                Sluice producer = broker.asProducerAt(
                        ofProducer.uri(), "producer", Records.jobFile(ground.site(), "server.inp", planned));
                ground.awaitLongEnd(producer, 1);
                for (Sluice consumer : consumers) {
                    ground.awaitEnd(consumer, 0);
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

    /** Each step is held once, in this order. */
    private static StepProxy.Plan plan(List<String> steps, Duration lasts, AtomicInteger cuts) {
        Deque<String> left = new ArrayDeque<>(steps);
        return step -> {
            synchronized (left) {
                if (!step.equals(left.peek())) {
                    return StepProxy.Fate.PASSES;
                }
                left.remove();
                cuts.incrementAndGet();
                return StepProxy.Fate.held(lasts);
            }
        };
    }
}
