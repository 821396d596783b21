package org.sluice.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The repository's {@code docker-compose.yml} as a project of its own, beside whatever else runs here. After
 * {@link #removeWhateverIsLeft} there is nothing left of it.
 */
final class ComposeProject {
    /** Docker asks for the health every 5 seconds. */
    private static final Duration GUARD = Duration.ofMinutes(3);

    private final String name;
    private final int port;
    private final Map<String, String> environment;

    /**
     * A project that nothing is started of yet.
     *
     * @param image the name that its image gets
     * @param cases where its jobs run
     */
    ComposeProject(String image, Path cases) throws IOException {
        name = "sluice-e2e-" + UUID.randomUUID().toString().substring(0, 8);
        port = DockerBrokerTest.freePort();
        environment = Map.of(
                "SLUICE_IMAGE",
                image,
                "SLUICE_PORT",
                String.valueOf(port),
                "SLUICE_CASES",
                cases.toString(),
                "SLUICE_CONSUMER_OPTIONS",
                "-j 1",
                "JRE_IMAGE",
                Docker.JRE_IMAGE);
    }

    /** Where commands outside of the containers find the broker. */
    String broker() {
        return "127.0.0.1:" + port;
    }

    /** The network of the containers. */
    String network() {
        return name + "_default";
    }

    /** Runs a command of {@code docker-compose}, which must succeed, and returns what it printed. */
    String run(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-p", name));
        all.addAll(List.of(words));
        return Docker.compose(environment, all);
    }

    /** Builds the image, starts the broker and returns when it is healthy. */
    void startBroker() throws IOException, InterruptedException {
        run("up", "-d", "--build", "broker");
        String id = containers("broker").get(0);
        await("health of the broker")
                .atMost(GUARD)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> Docker.run("inspect", "-f", "{{.State.Health.Status}}", id)
                        .equals("healthy"));
    }

    /** Writes the producer's access file, got as docs/docker.md says. */
    void writeProducerAccess(Path file) throws IOException, InterruptedException {
        Docker.writeAccess(file, run("exec", "-T", "broker", "cat", "/var/lib/sluice/access/producer.access"));
    }

    /** The ids of the containers of a service, those that have ended too. */
    List<String> containers(String service) throws IOException, InterruptedException {
        return Docker.run(
                        "ps",
                        "-a",
                        "-q",
                        "--filter",
                        label(),
                        "--filter",
                        "label=com.docker.compose.service=" + service)
                .lines()
                .toList();
    }

    /** The container of a service in which this consumer is. */
    String container(String service, String consumer) throws IOException, InterruptedException {
        return containers(service).stream()
                .filter(consumer::startsWith)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no container has the name of the consumer " + consumer));
    }

    /** Waits until each container of a service has ended, and returns their exit codes. */
    List<String> awaitExits(String service) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("wait"));
        words.addAll(containers(service));
        return Docker.run(words.toArray(String[]::new)).lines().toList();
    }

    /** Removes everything of the project, as a user does it. */
    void down() throws IOException, InterruptedException {
        run("down", "-v");
    }

    /** The containers, volumes and networks that there are of this project. */
    List<String> parts() throws IOException, InterruptedException {
        List<String> parts = new ArrayList<>();
        Docker.run("ps", "-a", "-q", "--filter", label()).lines().forEach(parts::add);
        Docker.run("volume", "ls", "-q", "--filter", label()).lines().forEach(parts::add);
        Docker.run("network", "ls", "-q", "--filter", label()).lines().forEach(parts::add);
        return parts;
    }

    private String label() {
        return "label=com.docker.compose.project=" + name;
    }

    /** Removes what a test that failed left of the project; without a part nothing is done. */
    void removeWhateverIsLeft() throws IOException, InterruptedException {
        run("down", "-v", "--remove-orphans", "-t", "0");
    }
}
