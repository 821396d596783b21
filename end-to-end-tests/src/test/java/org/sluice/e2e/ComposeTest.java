package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;

/** The repository's {@code docker-compose.yml}, used as docs/docker.md says. */
@RequiresDocker
class ComposeTest {
    private static final String IMAGE = "sluice-e2e-compose";

    /** A machine that vanishes is noticed after two to three times the broker's 10 seconds of patience. */
    private static final Duration GUARD = Duration.ofMinutes(3);

    @TempDir
    private Path dir;

    private Site site;
    private Path access;
    private ComposeProject project;

    @BeforeEach
    void makeASite() throws Exception {
        site = new Site(dir);
        access = site.dir().resolve("producer.access");
    }

    @AfterEach
    void removeEverything() throws Exception {
        if (project != null) {
            project.removeWhateverIsLeft();
        }
        site.close();
    }

    @AfterAll
    static void removeTheImage() throws Exception {
        Docker.removeImage(IMAGE);
    }

    @Test
    void theExampleBatchRunsOnThreeConsumersAndNothingIsLeftOfThem() throws Exception {
        project = new ComposeProject(IMAGE, Docker.ROOT);
        project.startBroker();
        project.writeProducerAccess(access);
        project.run("up", "-d", "--scale", "consumer=3", "consumer");

        try (Sluice producer = Sluice.start(
                Docker.ROOT,
                site.dir().resolve("logs/producer"),
                Map.of(),
                List.of(
                        "producer",
                        "server.inp",
                        "--broker",
                        project.broker(),
                        "--access",
                        access.toString(),
                        "--out",
                        site.dir().resolve("out").toString()))) {
            producer.awaitExit(0);
        }

        assertThat(project.awaitExits("consumer")).containsExactly("0", "0", "0");
        BatchOutcome outcome = site.outcome("out");
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, 10);
        assertThat(outcome.superseded()).isEmpty();
        project.down();
        assertThat(project.parts()).isEmpty();
    }

    @Test
    void aJobWhoseContainerLosesItsNetworkRunsInAnother() throws Exception {
        openToAll(site.dir());
        project = new ComposeProject(IMAGE, site.dir());
        project.startBroker();
        project.writeProducerAccess(access);
        List<String> jobs = Site.names("t", 6);
        site.hold("t1");
        Sluice producer = site.start(
                "producer",
                "--broker",
                project.broker(),
                "--access",
                access.toString(),
                site.jobFile("server.inp", jobs));
        project.run("up", "-d", "--scale", "consumer=2", "consumer");
        site.awaitVerdicts(5);

        String holder = holderOfTheFirstJob();
        String cutOff = project.container("consumer", holder);
        Docker.run("network", "disconnect", project.network(), cutOff);
        await("second start of t1").atMost(GUARD).until(() -> site.starts("t1").size() == 2);
        site.release("t1");

        producer.awaitExit(0);
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, jobs.size());
        assertThat(outcome.results().get(1).attempt().consumer())
                .as("who was heard of t1")
                .isNotEqualTo(holder);
        // in time to send its result too, which nobody wants any more
        Docker.run("network", "connect", project.network(), cutOff);
        assertThat(project.awaitExits("consumer")).containsExactly("0", "0");
        assertThat(jobs.subList(1, 6))
                .allSatisfy(job -> assertThat(site.starts(job)).as(job).hasSize(1));
    }

    private String holderOfTheFirstJob() throws IOException {
        return site.outcome().attempts().stream()
                .filter(attempt -> attempt.job() == 1)
                .findFirst()
                .orElseThrow()
                .consumer();
    }

    /** The user of the containers, who is not the one of the tests, runs jobs here and writes files. */
    private static void openToAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        }
    }
}
