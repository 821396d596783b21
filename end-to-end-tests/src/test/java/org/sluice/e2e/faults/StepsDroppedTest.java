package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.e2e.BrokerProcess;
import org.sluice.e2e.Sluice;

/**
 * Every question, answer and acknowledgement that the producer or a consumer has with the broker is lost, again and again.
 * Which steps there are is not written down here: what is seen is lost.
 */
@EnabledOnOs(OS.LINUX)
class StepsDroppedTest {
    private static final int MAX_DELIVERIES = 1_000;
    /** One in so many is lost in silence: it costs a dozen seconds until somebody notices. */
    private static final int SILENT = Integer.getInteger("sluice.faults.steps.silent", 50);

    /** Some steps are rare; what is missing when this is over is told. */
    private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("sluice.faults.steps.minutes", 60));

    @TempDir
    private Path dir;

    @Test
    void everyJobHasItsVerdict() throws Exception {
        Campaign campaign = Campaign.of("reply or acknowledgement dropped at each step");
        Losses losses = new Losses(campaign.random("steps"), campaign.figure(1, 100), campaign.isLong());
        int atOnce = campaign.figure(1, 8);
        int batches = campaign.figure(1, 2_000);
        int most = campaign.figure(8, 15);
        long began = System.nanoTime();
        Campaign.Counts counts = new Campaign.Counts(0, 0, 0, 0);
        try {
            long end = began + TIME.toNanos();
            // to see which steps there are
            counts = batch(campaign, losses, 0, 0);
            for (int batch = 0; batch < batches && !losses.areAllMade() && System.nanoTime() < end; batch += atOnce) {
                int from = batch;
                counts = counts.plus(
                        Several.atOnce(atOnce, atOnce, number -> batch(campaign, losses, from + number, most)));
            }
        } finally {
            losses.tell();
        }
        campaign.report(losses.made(), counts, Duration.ofNanos(System.nanoTime() - began), losses.remark());
        assertThat(losses.made()).isGreaterThan(10);
    }

    private Campaign.Counts batch(Campaign campaign, Losses losses, int number, int most) throws Exception {
        try (Ground ground = new Ground(campaign, dir.resolve("batch-" + number))) {
            SplittableRandom ofJobs = campaign.random("jobs of " + number);
            List<PlannedJob> planned = new ArrayList<>(IntStream.rangeClosed(1, 12)
                    .mapToObj(i -> PlannedJob.random("t" + i, ofJobs, 20))
                    .toList());
            planned.add(new PlannedJob("t0", 3, false, 0));
            BrokerProcess broker = BrokerProcess.start(ground.site());
            try (StepProxy ofProducer = StepProxy.before(broker.uri(), losses.of("producer", most));
                    StepProxy ofConsumer = StepProxy.before(broker.uri(), losses.of("consumer", most))) {
                // a producer that loses steps in silence may take longer than the usual minute to open its batch
                Sluice consumer = broker.consumerAt(
                        ofConsumer.uri(),
                        "c",
                        "-j",
                        "2",
                        "--max-deliveries",
                        "" + MAX_DELIVERIES,
                        "--idle-timeout",
                        "1h");
                Sluice producer = broker.asProducerAt(
                        ofProducer.uri(), "producer", Records.jobFile(ground.site(), "server.inp", planned));
                ground.awaitEnd(producer, 1);
                ground.awaitEnd(consumer, 0);
                ground.check(planned, "sluice-out", MAX_DELIVERIES);
                losses.leftPills(ground.checkQueuesButPills(broker));
            }
            broker.kill();
            ground.checkMachine();
            ground.holds();
            return ground.checker().counts();
        }
    }

    /** Which steps were seen, and how often each was lost. */
    private static final class Losses {
        private final SplittableRandom random;
        private final int aStep;
        private final boolean isLong;
        private final Map<String, Integer> made = new TreeMap<>();
        private int sum;
        private int silent;
        private int pills;

        Losses(SplittableRandom random, int aStep, boolean isLong) {
            this.random = random;
            this.aStep = aStep;
            this.isLong = isLong;
        }

        synchronized void leftPills(int number) {
            pills += number;
        }

        /**
         * A batch loses steps of those that were lost least until then, so that the many at the beginning do not hide those that
         * come later; each once or twice, so that it comes to an end.
         *
         * @param most how many different steps
         */
        synchronized StepProxy.Plan of(String who, int most) {
            Map<String, Integer> left = new HashMap<>();
            List<String> candidates = new ArrayList<>(
                    made.keySet().stream().filter(step -> step.startsWith(who)).toList());
            for (int i = candidates.size(); i > 1; i--) {
                Collections.swap(candidates, i - 1, random.nextInt(i));
            }
            candidates.sort(Comparator.comparing(made::get));
            candidates.stream().limit(most).forEach(step -> left.put(step, isLong ? 2 : 1));
            return step -> fate(who + ": " + step, left);
        }

        private synchronized StepProxy.Fate fate(String step, Map<String, Integer> left) {
            int before = made.computeIfAbsent(step, name -> 0);
            if (left.getOrDefault(step, 0) == 0 || before >= aStep || random.nextInt(2) != 0) {
                return StepProxy.Fate.PASSES;
            }
            left.merge(step, -1, Integer::sum);
            made.put(step, before + 1);
            sum++;
            if (isLong && random.nextInt(SILENT) == 0) {
                silent++;
                return StepProxy.Fate.SWALLOWED;
            }
            return StepProxy.Fate.DROPPED;
        }

        synchronized boolean areAllMade() {
            return sum > 0 && made.values().stream().allMatch(times -> times >= aStep);
        }

        synchronized int made() {
            return sum;
        }

        synchronized String remark() {
            long complete =
                    made.values().stream().filter(times -> times >= aStep).count();
            return made.size() + " steps seen, " + complete + " of them lost " + aStep + " times, " + silent
                    + " losses in silence, " + pills + " pills left";
        }

        synchronized void tell() {
            made.forEach((step, times) -> System.out.println(times + "\t" + step));
        }
    }
}
