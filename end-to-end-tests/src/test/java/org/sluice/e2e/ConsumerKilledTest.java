package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/** Consumers that die while they hold a job, the pill, or both. */
class ConsumerKilledTest {
    private Site site;
    private BrokerProcess broker;

    @BeforeEach
    void startBroker(@TempDir Path dir) throws IOException {
        site = new Site(dir);
        broker = BrokerProcess.start(site);
    }

    @AfterEach
    void endEverything() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9})
    void theJobOfADeadConsumerRunsOnAnother(int number) throws Exception {
        List<String> jobs = Site.names("t", 9);
        String victim = "t" + number;
        site.hold(victim);
        Sluice a = broker.consumer("a");
        Sluice b = broker.consumer("b");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", jobs));
        Site.Run first = site.awaitStart(victim, 1);
        if (number == 9) {
            site.awaitVerdicts(8);
        }
        Sluice dead = first.consumer() == a.pid() ? a : b;
        Sluice other = dead == a ? b : a;

        dead.kill();

        Site.Run second = site.awaitStart(victim, 2);
        assertThat(second).isEqualTo(new Site.Run(other.pid(), 2));
        site.release(victim);
        producer.awaitExit(0);
        other.awaitExit(0);
        for (String job : jobs) {
            assertThat(site.starts(job)).as(job).hasSize(job.equals(victim) ? 2 : 1);
        }
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 9);
        assertThat(outcome.superseded()).isEmpty();
        assertThat(outcome.consumers())
                .extracting(state -> state.consumer() + " " + state.slots() + " "
                        + state.kind().label())
                .contains("a 1 in service", "b 1 in service");
        assertThat(Files.readString(site.dir().resolve("sluice-out/latest/trace.json")))
                .containsOnlyOnce("\"name\":\"" + victim + "\",\"cat\":\"no result\"")
                .containsOnlyOnce("\"name\":\"silent\",\"cat\":\"consumer\"");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"the pill's holder first", "the job's consumer first"})
    void theLastOfThreeTakesOverJobAndPill(String order) throws Exception {
        site.hold("last");
        Sluice a = broker.consumer("a");
        Sluice b = broker.consumer("b");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", List.of("last")));
        Site.Run first = site.awaitStart("last", 1);
        Sluice runs = first.consumer() == a.pid() ? a : b;
        Sluice holds = runs == a ? b : a;
        try (Queues queues = broker.queues()) {
            queues.awaitTaken("SluiceType = 'pill'");
            Sluice waits = broker.consumer("c");
            waits.awaitErr("works for");

            if (order.startsWith("the pill")) {
                holds.kill();
                queues.awaitTaken("SluiceType = 'pill'");
                runs.kill();
            } else {
                runs.kill();
                site.awaitStart("last", 2);
                holds.kill();
            }

            await().atMost(Sluice.GUARD).until(() -> {
                List<Site.Run> starts = site.starts("last");
                return starts.get(starts.size() - 1).consumer() == waits.pid();
            });
            site.release("last");
            producer.awaitExit(0);
            waits.awaitExit(0);
        }
        assertThat(site.outcome().counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 1);
        assertNothingIsLeft();
    }

    /** The collector has its verdict and leaves; nobody is there to whom the copy's result could be given. */
    @Test
    void aCopyOfTheLastJobThatOutlivesTheCollectorHoldsNobodyUp() throws Exception {
        site.hold("last");
        broker.asProducer("producer", "--detach", site.jobFile("server.inp", List.of("last")))
                .awaitExit(0);
        try (Queues queues = broker.queues()) {
            assertThat(queues.doubleJobs(1)).isEqualTo(1);
        }
        Sluice a = broker.consumer("a");
        Sluice b = broker.consumer("b");
        site.awaitStart("last", 2);

        site.release("last", a);
        broker.asProducer("collect", "latest").awaitExit(0);
        site.release("last", b);

        a.awaitExit(0);
        b.awaitExit(0);
        assertThat(site.outcome().counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 1);
        assertNothingIsLeft();
    }

    @Test
    void aJobThatKillsItsConsumersIsLostAndTakesNoOtherAlong() throws Exception {
        List<String> jobs = new ArrayList<>(Site.names("t", 6));
        jobs.add(3, "deadly");
        site.makeDeadly("deadly");
        Sluice producer = broker.asProducer("producer", site.jobFile("server.inp", jobs));

        List<Sluice> consumers = restartConsumersUntilTheEnd(producer);

        producer.awaitExit(1);
        assertDeadlyWasLost(jobs);
        assertThat(consumers.subList(0, 3)).noneMatch(Sluice::isAlive);
    }

    @Test
    void theConsumersOfALostJobAreKnownToALateCollector() throws Exception {
        List<String> jobs = new ArrayList<>(Site.names("t", 6));
        jobs.add(3, "deadly");
        site.makeDeadly("deadly");
        broker.asProducer("producer", "--detach", site.jobFile("server.inp", jobs))
                .awaitExit(0);

        restartConsumersUntilTheEnd(null);

        broker.asProducer("collect", "latest").awaitExit(1);
        assertDeadlyWasLost(jobs);
    }

    /** As an init system would: whenever the consumer was killed, the next one is started. */
    private List<Sluice> restartConsumersUntilTheEnd(Sluice producer) throws Exception {
        List<Sluice> consumers = new ArrayList<>();
        int exit;
        do {
            Sluice consumer = broker.consumer("c" + (consumers.size() + 1));
            consumers.add(consumer);
            exit = consumer.awaitExit();
            assertThat(consumers).as("a job that is never given up").hasSizeLessThan(10);
        } while (exit == 128 + 9);
        assertThat(exit).isZero();
        return consumers;
    }

    private void assertDeadlyWasLost(List<String> jobs) throws Exception {
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts())
                .containsOnlyKeys(Verdict.PASSED, Verdict.LOST)
                .containsEntry(Verdict.PASSED, 6)
                .containsEntry(Verdict.LOST, 1);
        JobResult lost = outcome.results().get(jobs.indexOf("deadly") + 1);
        assertThat(lost.verdict()).isEqualTo(Verdict.LOST);
        assertThat(lost.reason()).contains("c1", "c2", "c3").doesNotContain("c4");
        assertThat(site.starts("deadly")).extracting(Site.Run::delivery).containsExactly(1, 2, 3);
        assertThat(Stream.of("t1", "t6"))
                .allSatisfy(job -> assertThat(site.starts(job)).hasSize(1));
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws Exception {
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }
}
