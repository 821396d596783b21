package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Verdict;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image of the repository's Dockerfile as a broker, for commands that run outside of it. */
@RequiresDocker
class DockerBrokerTest {
    private static final String IMAGE = "sluice-e2e-broker";
    private static final String USER = "10001";

    private Site site;
    private URI uri;
    private GenericContainer<?> broker;

    @BeforeAll
    static void buildTheImage() throws Exception {
        Docker.build(IMAGE);
    }

    @AfterAll
    static void removeTheImage() throws Exception {
        Docker.removeImage(IMAGE);
    }

    @BeforeEach
    void startBroker(@TempDir Path dir) throws Exception {
        site = new Site(dir);
        int port = freePort();
        uri = URI.create("tcp://127.0.0.1:" + port);
        broker = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withImagePullPolicy(image -> false)
                .withCommand("broker", "--settings", "/etc/sluice/broker.properties", "--insecure")
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(Duration.ofMinutes(3)));
        // not one that Docker chooses: it would be another after the restart
        broker.setPortBindings(List.of("127.0.0.1:" + port + ":61616"));
        broker.start();
        for (String role : List.of("producer", "consumer")) {
            Docker.writeAccess(access(role), inContainer("cat", "/var/lib/sluice/access/" + role + ".access"));
        }
    }

    @AfterEach
    void endEverything() {
        broker.stop();
        site.close();
    }

    @Test
    void itRunsAsAUserWithoutPrivilegesAndKeepsItsFilesToItself() throws Exception {
        assertThat(inContainer("stat", "-c", "%u:%g", "/proc/1")).isEqualTo(USER + ":" + USER);
        assertThat(inContainer("stat", "-c", "%a %u", "/var/lib/sluice/access")).isEqualTo("700 " + USER);
        assertThat(inContainer("stat", "-c", "%a %u", "/var/lib/sluice/access/producer.access"))
                .isEqualTo("600 " + USER);
        assertThat(inContainer("stat", "-c", "%a %u", "/var/lib/sluice/data")).isEqualTo("700 " + USER);
        assertThat(broker.execInContainer("sh", "-c", "echo >> /opt/sluice/sluice.jar")
                        .getExitCode())
                .as("it may not change its own program")
                .isNotZero();
    }

    @Test
    void aBatchEndsRightWhoseBrokerIsKilledAndStartedAgain() throws Exception {
        List<String> jobs = Site.names("t", 20);
        site.hold("t10");
        Sluice consumer = start("consumer", "-j", "1");
        Sluice producer = start("producer", site.jobFile("server.inp", jobs));
        site.awaitStart("t10", 1);

        Docker.run("kill", broker.getContainerId());
        site.release("t10");
        await().atMost(Sluice.GUARD).until(() -> !site.ends("t10").isEmpty());
        Docker.run("start", broker.getContainerId());

        producer.awaitExit(0);
        consumer.awaitExit(0);
        assertThat(jobs).allSatisfy(job -> assertThat(site.starts(job)).as(job).hasSize(1));
        BatchOutcome outcome = site.outcome();
        assertThat(outcome.counts()).containsOnlyKeys(Verdict.PASSED).containsEntry(Verdict.PASSED, jobs.size());
        assertThat(outcome.superseded()).isEmpty();
        try (Queues queues = Queues.connect(uri, access("producer"))) {
            queues.assertNothingIsLeft();
        }
    }

    /** Starts a command outside of the container with the account of this role, which has the command's name. */
    private Sluice start(String command, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(command, "--broker", uri.toString(), "--access"));
        words.add(access(command).toString());
        words.addAll(List.of(more));
        return site.start(words.toArray(String[]::new));
    }

    private Path access(String role) {
        return site.dir().resolve(role + ".access");
    }

    private String inContainer(String... words) throws IOException, InterruptedException {
        var result = broker.execInContainer(words);
        assertThat(result.getExitCode())
                .as("%s: %s", List.of(words), result.getStderr())
                .isZero();
        return result.getStdout().strip();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
