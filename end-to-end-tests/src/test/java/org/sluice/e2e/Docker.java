package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Docker's command line, as a user has it. Nothing here pulls an image. */
final class Docker {
    /** The repository's root, where the Dockerfile is. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** What the image is built on. */
    static final String JRE_IMAGE =
            Optional.ofNullable(System.getenv("JRE_IMAGE")).orElse("eclipse-temurin:17-jre");

    /** To build and to start containers takes longer than to run a command on a machine that does other things too. */
    private static final Duration GUARD = Duration.ofMinutes(5);

    /** The newer builder asks a registry about images that are here already. */
    private static final Map<String, String> ENVIRONMENT = Map.of("DOCKER_BUILDKIT", "0");

    /** What is missing to run containers, found once: the daemon does not come and go while tests run. */
    private static final class Found {
        static final String MISSING = findMissing();
        static final List<String> COMPOSE =
                succeeds("docker-compose", "version") ? List.of("docker-compose") : List.of("docker", "compose");
    }

    private Docker() {}

    /** What is missing here to run containers, and the remedy, in one sentence; empty when nothing is. */
    static String missing() {
        return Found.MISSING;
    }

    private static String findMissing() {
        if (!succeeds("docker", "info")) {
            return "no Docker daemon answers ('docker info' fails); install and start Docker.";
        }
        if (!succeeds("docker-compose", "version") && !succeeds("docker", "compose", "version")) {
            return "there is neither docker-compose nor 'docker compose'; install one of them.";
        }
        if (!succeeds("docker", "image", "inspect", JRE_IMAGE)) {
            return "the image " + JRE_IMAGE + " is not here, and tests pull none; run 'docker pull " + JRE_IMAGE
                    + "', or without a registry .ci/mkimage-jlink.sh.";
        }
        return "";
    }

    private static boolean succeeds(String... words) {
        try {
            return Ran.run(ROOT, ENVIRONMENT, List.of(words)).exit() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for Docker", e);
        }
    }

    /** Runs a command of {@code docker}, which must succeed, and returns what it printed without the last line's end. */
    static String run(String... words) throws IOException, InterruptedException {
        return run(ENVIRONMENT, List.of("docker"), List.of(words));
    }

    /** Runs a command of {@code docker-compose} in the repository's root, as above. */
    static String compose(Map<String, String> environment, List<String> words)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(ENVIRONMENT);
        all.putAll(environment);
        return run(all, Found.COMPOSE, words);
    }

    private static String run(Map<String, String> environment, List<String> program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(program);
        words.addAll(arguments);
        Ran ran = Ran.run(ROOT, environment, words, GUARD);
        assertThat(ran.exit())
                .as("exit code of %s%n%s%s", words, ran.out(), ran.err())
                .isZero();
        return ran.out().stripTrailing();
    }

    /** Builds the image from the repository's Dockerfile. */
    static void build(String image) throws IOException, InterruptedException {
        run("build", "--quiet", "--build-arg", "JRE_IMAGE=" + JRE_IMAGE, "--tag", image, ROOT.toString());
    }

    /** Removes an image, if there is one of this name. */
    static void removeImage(String image) throws IOException, InterruptedException {
        run("image", "rm", "--force", image);
    }

    /** Writes an access file, which holds a password. */
    static void writeAccess(Path file, String access) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, access);
    }
}
