package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.sluice.reporting.BatchDirectory;

/** Jobs that are run again: elsewhere if there is somebody else, and counted whatever dies between their attempts. */
@DisabledOnOs(OS.WINDOWS)
class RetriesTest {
    @TempDir
    private Path dir;

    private Site site;
    private BrokerProcess broker;

    @BeforeEach
    void startBroker() throws IOException {
        site = new Site(dir);
        broker = BrokerProcess.start(site);
    }

    @AfterEach
    void endEverything() {
        site.close();
    }

    @Test
    void twentyRetriesOfTwentyGoToTheOtherOfTwoConsumersAndAreFlaky() throws Exception {
        List<String> jobs = Site.names("flaky", 20);
        jobFile("retries 1", "run ./flaky.sh {name}", jobs);
        script("flaky.sh", "./case.sh \"$1\"; [ \"$SLUICE_ATTEMPT\" -ge 2 ]");
        List<Sluice> consumers = List.of(broker.consumer("a"), broker.consumer("b"));
        for (Sluice consumer : consumers) {
            consumer.awaitErr("works for");
        }

        broker.asProducer("producer", "server.inp").awaitExit(0);
        for (Sluice consumer : consumers) {
            consumer.awaitExit(0);
        }

        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).hasToString("{PASSED=20}");
        assertThat(outcome.flaky()).hasSize(20);
        for (JobResult result : outcome.results().values()) {
            JobResult before = only(outcome.earlier().get(result.job()));
            assertThat(before.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(before.attempt().consumer())
                    .as(result.name())
                    .isNotEqualTo(result.attempt().consumer());
        }
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    @Test
    void aProgramThatOneOfTwoConsumersDoesNotHavePassesOnTheOther() throws Exception {
        Path without = Files.createDirectory(dir.resolve("without"));
        Path with = Files.createDirectory(dir.resolve("with"));
        for (String root : List.of("without", "with")) {
            Files.createDirectory(dir.resolve(root).resolve("runs"));
        }
        Path solver = Files.writeString(with.resolve("solver"), "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(solver, PosixFilePermissions.fromString("rwx------"));
        jobFile("", "run ./solver {name}", Site.names("case", 3));
        Sluice poor = broker.consumer("poor", "--root", without.toString(), "--max-errors", "0");
        Sluice rich = broker.consumer("rich", "--root", with.toString());
        poor.awaitErr("works for");
        rich.awaitErr("works for");

        broker.asProducer("producer", "server.inp").awaitExit(0);
        poor.awaitExit(0);
        rich.awaitExit(0);

        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).hasToString("{PASSED=3}");
        assertThat(outcome.flaky()).isEmpty();
        assertThat(outcome.results().values())
                .extracting(result -> result.attempt().consumer())
                .containsOnly("rich");
        outcome.earlier()
                .values()
                .forEach(earlier -> assertThat(earlier)
                        .allSatisfy(result -> assertThat(result.verdict()).isEqualTo(Verdict.ERROR)));
    }

    @Test
    void attemptsOfAConsumerThatIsKilledBetweenThemAreCounted() throws Exception {
        jobFile("retries 2", "run ./fails.sh {name}", List.of("a"));
        script("fails.sh", "[ \"$SLUICE_ATTEMPT\" = 1 ] || ./case.sh \"$1\"; exit 3");
        site.hold("a");
        Sluice producer = broker.asProducer("producer", "server.inp");
        Sluice first = broker.consumer("first");
        // the second attempt, which the first one has told of nobody but the collector
        site.awaitStart("a", 1);
        first.kill();
        site.release("a");

        Sluice second = broker.consumer("second");
        producer.awaitExit(1);
        second.awaitExit(0);

        BatchOutcome outcome = site.outcome();
        assertThat(outcome.results()).hasSize(1);
        assertThat(outcome.results().get(1).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.earlier().get(1))
                .extracting(result -> result.attempt().consumer())
                .containsExactly("first", "second");
        assertThat(outcome.results().get(1).attempt().consumer()).isEqualTo("second");
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    @Test
    void attemptsSurviveAProducerThatIsKilled() throws Exception {
        jobFile("retries 3", "run ./flaky.sh {name}", List.of("a", "b"));
        script("flaky.sh", "./case.sh \"$1\"; echo \"attempt $SLUICE_ATTEMPT\"; [ \"$SLUICE_ATTEMPT\" -ge 3 ]");
        site.hold("b");
        Sluice producer = broker.asProducer("producer", "server.inp");
        Sluice consumer = broker.consumer("c");
        site.awaitVerdicts(1);
        site.awaitStart("b", 1);
        producer.kill();
        site.release("b");
        // it runs b to its end, with nobody who counts its attempts
        consumer.awaitExit(0);
        assertThat(site.outcome().results()).hasSize(1);

        broker.asProducer("collect", "latest").awaitExit(0);

        BatchOutcome outcome = site.outcome();
        assertThat(outcome.flaky()).hasSize(2);
        for (int job : List.of(1, 2)) {
            assertThat(outcome.earlier().get(job)).hasSize(2);
            assertThat(outcome.results().get(job).verdict()).isEqualTo(Verdict.PASSED);
        }
        BatchDirectory kept = new BatchDirectory(dir.resolve("sluice-out").resolve("latest"));
        assertThat(kept.stdout(2, "b", 1)).hasContent("attempt 1");
        assertThat(kept.stdout(2, "b", 2)).hasContent("attempt 2");
        assertThat(kept.stdout(2, "b")).hasContent("attempt 3");
    }

    @Test
    void aConsumerOnWhichNothingRunsGoesOutOfServiceAndTheOthersDoItsJobs() throws Exception {
        Path without = Files.createDirectory(dir.resolve("without"));
        List<String> jobs = Site.names("t", 12);
        site.jobFile("server.inp", jobs);
        Sluice poor = broker.consumer("poor", "--root", without.toString());
        Sluice rich = broker.consumer("rich");
        poor.awaitErr("works for");
        rich.awaitErr("works for");
        site.hold("t1");
        // whoever has not t1 in hand gets the others, or has t1 itself and cannot run it
        Sluice producer = broker.asProducer("producer", "server.inp");
        site.release("t1");

        producer.awaitExit(0);
        rich.awaitExit(0);
        int exit = poor.awaitExit();
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).hasToString("{PASSED=12}");
        long errors = outcome.earlier().values().stream().mapToLong(List::size).sum();
        assertThat(errors).isLessThanOrEqualTo(5);
        assertThat(exit).isEqualTo(errors == 5 ? 3 : 0);
        assertThat(poor.err().contains("out of service")).isEqualTo(errors == 5);
    }

    @Test
    void aRunWhoseOwnConsumerIsOutOfServiceIsBrokenOff() throws Exception {
        jobFile("", "run ./missing {name}", Site.names("t", 9));

        Sluice run = site.start("run", "-j", "1", "server.inp");

        run.awaitExit(3);
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts().get(Verdict.ERROR)).isEqualTo(5);
        assertThat(outcome.counts().get(Verdict.CANCELLED)).isEqualTo(4);
        assertThat(outcome.results().get(9).reason()).contains("out of service").contains("5 jobs in a row");
        assertThat(run.err()).contains("out of service");

        site.start("run", "-j", "1", "--max-errors", "0", "server.inp").awaitExit(1);
        assertThat(site.outcome().counts()).hasToString("{ERROR=9}");
    }

    @Test
    void soManyThatDoNotPassHaltARun() throws Exception {
        jobFile("", "run sh -c \"exit {#}\"", Site.names("t", 40));

        site.start("run", "-j", "1", "--halt", "soon,fail=3", "server.inp").awaitExit(1);

        BatchOutcome outcome = site.outcome();
        assertThat(outcome.results()).hasSize(40);
        assertThat(outcome.counts().get(Verdict.FAILED)).isGreaterThanOrEqualTo(3);
        assertThat(outcome.counts().get(Verdict.CANCELLED)).isGreaterThanOrEqualTo(1);
        assertThat(outcome.results().get(40).reason()).contains("did not pass (--halt soon,fail=3)");
    }

    @Test
    void untilFailRunsAJobAgainUntilItDoesNotPass() throws Exception {
        jobFile("", "run ./counts.sh {name}", List.of("a", "b"));
        script("counts.sh", "echo x >> \"count-$1\"; [ \"$1\" = b ] || [ \"$(wc -l < \"count-$1\")\" -lt 4 ]");

        site.start("run", "-j", "1", "--until-fail", "6", "server.inp").awaitExit(1);

        BatchOutcome outcome = site.outcome();
        assertThat(outcome.results().get(1).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.results().get(1).remarks()).contains("this was repetition 4 of 6");
        assertThat(outcome.results().get(2).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.results().get(2).remarks()).contains("passed 6 times in a row");
        assertThat(Files.readAllLines(dir.resolve("count-b"))).hasSize(6);
    }

    private static JobResult only(List<JobResult> results) {
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private void jobFile(String setting, String run, List<String> jobs) throws IOException {
        List<String> lines = new ArrayList<>(List.of(setting, run));
        jobs.forEach(job -> lines.add("job " + job));
        Files.write(dir.resolve("server.inp"), lines);
    }

    private void script(String name, String line) throws IOException {
        Path file = Files.writeString(dir.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
