package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Job;
import org.sluice.job.Placement;
import org.sluice.job.Verdict;

/** Jobs that take several slots, all of them, or a lock never run beside what they must not run beside. */
@Timeout(120)
class RoomTest {
    private static final Duration GUARD = Duration.ofSeconds(30);
    private static final Placement ALONE = new Placement(new TreeSet<>(), 1, true, new TreeSet<>());

    @TempDir
    Path temp;

    private LocalBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = LocalBroker.start(temp);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private Working consumer(int slots) {
        return broker.consumer(Working.options(slots));
    }

    private static Placement slots(int width) {
        return new Placement(new TreeSet<>(), width, false, new TreeSet<>());
    }

    private static Placement lock(String... names) {
        return new Placement(new TreeSet<>(), 1, false, new TreeSet<>(Set.of(names)));
    }

    private PostedBatch post(Placement... placements) throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (Placement placement : placements) {
            int number = jobs.size() + 1;
            jobs.add(new Job(number, "Test " + number, List.of(Jobs.direct("true"))).withPlacement(placement));
        }
        return broker.post("a-1", jobs);
    }

    @Test
    void anIdleConsumerTakesAJobOfSeveralSlotsAtOnceAndNothingBesideIt() throws Exception {
        Working consumer = consumer(4);
        try (PostedBatch batch = post(slots(3))) {
            ScriptedRunner.Run wide = consumer.runner.next();
            assertThat(wide.job()).isEqualTo(1);
            wide.pass();
            assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
            consumer.awaitLeftUnchecked();
        }
    }

    @Test
    void aJobThatIsWiderThanTheConsumerIsNotTaken() throws Exception {
        try (PostedBatch batch = post(slots(3), Placement.ANYWHERE)) {
            Working consumer = consumer(2);
            ScriptedRunner.Run small = consumer.runner.next();
            assertThat(small.job()).isEqualTo(2);
            small.pass();
            consumer.awaitLeftUnchecked();
            assertThat(consumer.runner.hasNone()).isTrue();
            assertThat(batch.isOpen()).isTrue();
        }
    }

    /** Without draining the small ones would go on until none is left, and the wide one would be the last. */
    @Test
    void smallJobsDoNotKeepAWideOneWaiting() throws Exception {
        Placement[] placements = new Placement[201];
        Arrays.fill(placements, Placement.ANYWHERE);
        placements[200] = slots(2);
        try (PostedBatch batch = post(placements)) {
            Working consumer = consumer(2);
            int before = 0;
            while (true) {
                ScriptedRunner.Run run = consumer.runner.next();
                if (run.job() == 201) {
                    // those that ran have all been passed, and none begins beside it
                    assertThat(consumer.runner.hasNone()).isTrue();
                    run.pass();
                    break;
                }
                before++;
                run.passIn(Duration.ofMillis(10));
            }
            assertThat(before).isLessThan(195);
            for (int i = before; i < 200; i++) {
                consumer.runner.next().pass();
            }
            assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
            consumer.awaitLeftUnchecked();
        }
    }

    @Test
    void aLockIsHeldByOneJobAtATimeOverAllConsumersAndBatches() throws Exception {
        int jobs = 30;
        Placement[] placements = new Placement[jobs];
        for (int i = 0; i < jobs; i++) {
            placements[i] = i % 3 == 0 ? lock("a") : i % 3 == 1 ? lock("a", "b.c") : lock("b.c");
        }
        List<Working> all = List.of(consumer(2), consumer(2), consumer(2));
        List<Placement> placed = List.of(placements);
        try (PostedBatch batch = post(placements)) {
            runAll(all, placed, new Random(1));
            for (int i = 0; i < jobs; i++) {
                assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
            }
            all.forEach(Working::awaitLeftUnchecked);
        }
    }

    @Test
    void randomMixturesNeverOverlap() throws Exception {
        Random random = new Random(20_260_201);
        for (int round = 0; round < 2; round++) {
            List<Placement> placed = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                placed.add(
                        switch (random.nextInt(6)) {
                            case 0 -> ALONE;
                            case 1 -> slots(2);
                            case 2 -> lock("a");
                            case 3 -> new Placement(new TreeSet<>(), 3, false, new TreeSet<>(Set.of("a", "b")));
                            default -> Placement.ANYWHERE;
                        });
            }
            List<Working> all = List.of(consumer(3), consumer(4));
            try (PostedBatch batch = post(placed.toArray(Placement[]::new))) {
                runAll(all, placed, random);
                all.forEach(Working::awaitLeftUnchecked);
                await().atMost(GUARD).until(() -> !batch.isOpen());
            }
        }
    }

    /** Lets jobs end in random order, and looks at each begin who runs beside whom. */
    private static void runAll(List<Working> all, List<Placement> placed, Random random) throws Exception {
        Map<Working, List<ScriptedRunner.Run>> running = new HashMap<>();
        all.forEach(consumer -> running.put(consumer, new ArrayList<>()));
        int ended = 0;
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (ended < placed.size()) {
            assertThat(System.nanoTime()).as("time, after " + ended + " jobs").isLessThan(end);
            for (Working consumer : all) {
                while (!consumer.runner.hasNone()) {
                    running.get(consumer).add(consumer.runner.next());
                    check(running, placed);
                }
            }
            List<ScriptedRunner.Run> some = running.get(all.get(random.nextInt(all.size())));
            if (!some.isEmpty()) {
                some.remove(random.nextInt(some.size())).pass();
                ended++;
            }
            // some begin meanwhile
            LockSupport.parkNanos(random.nextInt(8_000_000));
        }
    }

    private static void check(Map<Working, List<ScriptedRunner.Run>> running, List<Placement> placed) {
        List<String> locks = new ArrayList<>();
        running.forEach((consumer, runs) -> {
            int width = 0;
            boolean alone = false;
            for (ScriptedRunner.Run run : runs) {
                Placement placement = placed.get(run.job() - 1);
                width += placement.slots();
                alone |= placement.alone();
                locks.addAll(placement.locks());
            }
            assertThat(width).isLessThanOrEqualTo(consumer.slots());
            if (alone) {
                assertThat(runs).hasSize(1);
            }
        });
        assertThat(locks).doesNotHaveDuplicates();
    }
}
