package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Job;
import org.sluice.job.Placement;
import org.sluice.job.Verdict;

/** Jobs that need something go to consumers that have it, and are in nobody's way otherwise. */
class NeedsTest {
    private static final Duration GUARD = Duration.ofSeconds(30);
    private static final Placement GPU = new Placement(new TreeSet<>(Set.of("gpu")), 1, false, new TreeSet<>());

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

    private static Job job(int number, Placement placement) {
        return new Job(number, "Test " + number, List.of(Jobs.direct("true"))).withPlacement(placement);
    }

    @Test
    void tenThousandJobsThatNobodyCanRunDelayNoOther() throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (int number = 1; number <= 10_000; number++) {
            jobs.add(job(number, GPU));
        }
        jobs.add(job(10_001, Placement.ANYWHERE));
        try (PostedBatch batch = broker.post("a-1", jobs)) {
            Working plain = broker.consumer(Working.options(1));

            ScriptedRunner.Run run = plain.runner.next();
            assertThat(run.job()).isEqualTo(10_001);
            run.pass();

            assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
            // it has nothing more to do here, and the batch is not over
            plain.awaitLeftUnchecked();
            assertThat(plain.runner.hasNone()).isTrue();
            assertThat(batch.isOpen()).isTrue();
        }
    }

    @Test
    void aConsumerThatHasTheLabelRunsThemWhenItComes() throws Exception {
        try (PostedBatch batch = broker.post("a-1", List.of(job(1, GPU), job(2, GPU)))) {
            Working staying = broker.consumer(Working.staying(1));
            Working able = broker.consumer(Working.options(1).withLabels(new TreeSet<>(Set.of("GPU"))));

            able.runner.next().pass();
            able.runner.next().pass();

            assertThat(List.of(batch.result().job(), batch.result().job())).containsExactlyInAnyOrder(1, 2);
            able.awaitLeftUnchecked();
            await().atMost(GUARD).until(() -> !batch.isOpen());
            assertThat(staying.runner.hasNone()).isTrue();
        }
    }

    @Test
    void aConsumerThatWaitsAlreadyHearsOfAQueueThatOpens() throws Exception {
        Working able = broker.consumer(Working.staying(2).withLabels(new TreeSet<>(Set.of("gpu"))));
        for (String id : List.of("a-1", "b-1")) {
            try (PostedBatch batch = broker.post(id, List.of(job(1, GPU), job(2, Placement.ANYWHERE)))) {
                able.runner.next().pass();
                able.runner.next().pass();
                await().atMost(GUARD).until(() -> !batch.isOpen());
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theMachineItselfHasLabels() throws Exception {
        Placement here =
                new Placement(new TreeSet<>(Set.of("linux", System.getProperty("os.arch"))), 1, false, new TreeSet<>());
        try (PostedBatch batch = broker.post("a-1", List.of(job(1, here)))) {
            Working plain = broker.consumer(Working.options(1));
            plain.runner.next().pass();
            assertThat(batch.result().verdict()).isEqualTo(Verdict.PASSED);
            plain.awaitLeftUnchecked();
        }
    }
}
