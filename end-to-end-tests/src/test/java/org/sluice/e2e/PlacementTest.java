package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

/** Where jobs run, and beside what: by the evidence of the jobs themselves. */
@EnabledOnOs(OS.LINUX)
class PlacementTest {
    /** With 500 it is the figure of the issue; it takes some minutes then. */
    private static final int JOBS = Integer.getInteger("sluice.placement.jobs", 100);

    private static final int KILLS = Integer.getInteger("sluice.placement.kills", 2);
    private static final Duration LONG = Duration.ofMinutes(15);

    /**
     * Each job holds file locks for as long as it runs, which no two can hold that must not run at once: a shared one of its
     * consumer (alone: not shared), and one for each lock.
     */
    private static final String CASE = """
            #!/bin/sh
            share=-s
            [ "$1" = alone ] && share=-x
            exec 8>"held/consumer-$PPID"
            flock -n $share 8 || echo "$SLUICE_JOB beside another on $PPID" >> overlaps
            shift
            for lock; do
                exec 9>"held/lock-$lock"
                flock -n -x 9 || echo "$SLUICE_JOB with lock $lock on $PPID" >> overlaps
            done
            sleep "0.0$(( $(date +%N | cut -c9) ))"
            echo "$SLUICE_JOB" >> ran
            """;

    private Site site;

    @BeforeEach
    void prepare(@TempDir Path dir) throws IOException {
        site = new Site(dir);
        Files.createDirectories(site.dir().resolve("held"));
        Path script = site.dir().resolve("placed.sh");
        Files.writeString(script, CASE);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    private String write(String text) throws IOException {
        Files.writeString(site.dir().resolve("server.inp"), text);
        return "server.inp";
    }

    @Test
    void whatOnlyAnotherMachineCouldRunIsAnErrorWhereNoneCanComeAndTheRestRuns() throws Exception {
        Sluice run = site.start("run", "-j", "2", write("""
                run true
                job plain
                job other { needs vax }
                job wide { slots 3 }
                job fits { slots 2 }
                """));

        run.awaitExit(1);

        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).hasToString("{PASSED=2, ERROR=2}");
        assertThat(outcome.results().get(2).reason())
                .isEqualTo("it needs vax, which this machine does not offer (--labels); nobody else can come without"
                        + " --listen");
        assertThat(outcome.results().get(3).reason()).startsWith("it needs 3 slots, and this machine runs 2 (-j)");
    }

    @Test
    void aBatchOfWhichNothingCanRunEnds() throws Exception {
        Sluice run = site.start("run", "-j", "1", write("run true\njob other { needs vax }\n"));
        run.awaitExit(1);
        assertThat(site.outcome().counts()).hasToString("{ERROR=1}");

        Sluice able = site.start("run", "-j", "1", "--labels", "vax,gpu", "server.inp");
        able.awaitExit(0);
    }

    @Test
    void aJobThatWaitsForALabelIsExplainedAndRunsWhenSomebodyOffersIt() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Sluice plain = broker.consumer("plain", "--stay");
        Sluice producer = broker.asProducer("producer", write("run true\njob a\njob b { needs gpu }\n"));
        producer.awaitErr("1 job waits: needs gpu; 1 consumer, which does not offer it.");

        Sluice explain = broker.asProducer("explain", "b");
        explain.awaitExit(0);
        assertThat(explain.out()).contains("It waits: needs gpu; 1 consumer, which does not offer it.");

        Sluice able = broker.consumer("able", "--labels", "GPU");
        producer.awaitExit(0);
        able.awaitExit(0);
        Sluice after = broker.asProducer("explain", "2");
        after.awaitExit(0);
        assertThat(after.out()).contains("It has its verdict: passed.");
        plain.signal("TERM");
    }

    @Test
    void aCancelledBatchIsTakenOffAllItsQueues() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Sluice producer =
                broker.asProducer("producer", write("run true\njob a\njob b { needs gpu }\njob c { lock l }\n"));
        try (Queues queues = broker.queues()) {
            await("job and pill")
                    .atMost(Sluice.GUARD)
                    .until(() -> queues.browse("sluice.jobs.lock=l").size() == 2);
            producer.signal("TERM");
            producer.awaitExit(130);
            assertThat(site.outcome().counts()).hasToString("{CANCELLED=3}");
            queues.assertNothingIsLeft();
            queues.assertEmpty("sluice.jobs.needs=gpu");
            queues.assertEmpty("sluice.jobs.lock=l");
        }
    }

    @Test
    void lockAndAloneNeverOverlapWhoeverIsKilled() throws Exception {
        Random random = new Random(20_260_202);
        StringBuilder file = new StringBuilder();
        for (int i = 1; i <= JOBS; i++) {
            String name = "t" + i;
            file.append(
                    switch (random.nextInt(6)) {
                        case 0 -> "job " + name + " { run ./placed.sh alone\n alone yes }\n";
                        case 1 -> "job " + name + " { run ./placed.sh - a\n lock a }\n";
                        case 2 -> "job " + name + " { run ./placed.sh - b\n lock b }\n";
                        case 3 -> "job " + name + " { run ./placed.sh -\n slots 2 }\n";
                        default -> "job " + name + " { run ./placed.sh - }\n";
                    });
        }
        BrokerProcess broker = BrokerProcess.start(site);
        List<Sluice> consumers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            consumers.add(broker.consumer("c" + i, "-j", "2"));
        }
        long begun = System.nanoTime();
        Sluice producer = broker.asProducer("producer", write(file.toString()));
        for (int kill = 1; kill <= KILLS; kill++) {
            int many = JOBS * kill / (KILLS + 2);
            await("so many jobs: " + many).atMost(LONG).until(() -> ran() >= many || !producer.isAlive());
            int victim = random.nextInt(consumers.size());
            consumers.get(victim).kill();
            consumers.set(victim, broker.consumer("d" + kill, "-j", "2"));
            if (kill == KILLS / 2) {
                // it keeps that tokens were handed out
                broker.kill();
                broker.restart();
            }
        }
        await("the end").atMost(LONG).until(() -> !producer.isAlive());

        producer.awaitExit(0);
        for (Sluice consumer : consumers) {
            consumer.awaitExit(0);
        }
        assertThat(site.dir().resolve("overlaps")).doesNotExist();
        assertThat(site.outcome().counts()).hasToString("{PASSED=" + JOBS + "}");
        System.out.printf(
                "%d jobs, 4 consumers of 2 slots, %d of them and the broker killed: %d s, no overlap%n",
                JOBS, KILLS, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        assertThat(site.outcome().counts()).containsOnlyKeys(Verdict.PASSED);
    }

    private int ran() throws IOException {
        Path file = site.dir().resolve("ran");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }
}
