package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./sluice}, with a Java and a Maven that only tell how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherScriptTest {
    @TempDir
    private Path dir;

    private Path checkout;
    private Path jar;
    private Path jdk;
    private Path trainings;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeACheckoutAndAJdk() throws IOException {
        checkout = Files.createDirectories(dir.resolve("a checkout"));
        jar = checkout.resolve("launcher/target/sluice.jar");
        Files.copy(Path.of("..", "sluice"), checkout.resolve("sluice"));
        checkout.resolve("sluice").toFile().setExecutable(true);
        Files.createDirectories(checkout.resolve("launcher/src/main"));
        Files.createFile(checkout.resolve("pom.xml"));

        jdk = dir.resolve("a jdk");
        trainings = dir.resolve("trainings");
        program(jdk.resolve("bin/java"), "printf '%s\\n' \"$@\"");
        program(jdk.resolve("bin/javac"), "exit 0");
        javaVersion("17.0.9");
        Path tools = dir.resolve("tools");
        program(
                tools.resolve("mvn"),
                "echo \"mvn: $*\"; mkdir -p launcher/target; echo built > launcher/target/sluice.jar");
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("PATH", tools + ":" + System.getenv("PATH"));
    }

    @Test
    void theFirstRunBuildsTheJarAndTheSecondDoesNot() throws Exception {
        Ran first = sluice("check", "server.inp");
        Ran second = sluice("check", "server.inp");

        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.err()).isEqualTo("sluice: building the jar (first run; takes about a minute) …\n");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void aNewerSourceBuildsItAgain() throws Exception {
        sluice();
        Files.setLastModifiedTime(
                checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(3600)));

        assertThat(sluice().err()).isEqualTo("sluice: building the jar (the sources are newer) …\n");
    }

    @Test
    void argumentsArriveAsTheyAreAndJavaOptionsAsWords() throws Exception {
        environment.put("SLUICE_JAVA_OPTS", "-Xmx256m -Dstar=*");

        assertThat(sluice("run", "", "two words", "*", "$HOME").out().lines())
                .containsExactly(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dstar=*",
                        "-jar",
                        jar.toString(),
                        "run",
                        "",
                        "two words",
                        "*",
                        "$HOME");
    }

    @Test
    void theCLocaleIsReplacedForJavaAndRememberedForTheJobs() throws Exception {
        program(jdk.resolve("bin/java"), "printf '%s %s\\n' \"$LC_ALL\" \"${SLUICE_LC_ALL-unset}\"");

        environment.put("LC_ALL", "C");
        assertThat(sluice().out()).isEqualTo("C.UTF-8 C\n");
        environment.put("LC_ALL", "");
        environment.put("LC_CTYPE", "");
        environment.put("LANG", "");
        assertThat(sluice().out()).isEqualTo("C.UTF-8 \n");
        environment.put("LANG", "de_DE.ISO-8859-1");
        assertThat(sluice().out())
                .as("a locale that says what it wants is let be")
                .isEqualTo(" unset\n");
    }

    @Test
    void aBrokerMayUseBothCompilersForItLivesLong() throws Exception {
        assertThat(sluice("broker").out().lines())
                .containsExactly("-XX:+UseSerialGC", "-jar", jar.toString(), "broker");
    }

    @Test
    void aCollectorThatTheUserChoosesReplacesOurs() throws Exception {
        environment.put("SLUICE_JAVA_OPTS", "-XX:+UseG1GC");

        assertThat(sluice("check").out().lines())
                .as("the virtual machine refuses two")
                .containsExactly("-XX:TieredStopAtLevel=1", "-XX:+UseG1GC", "-jar", jar.toString(), "check");
    }

    @Test
    void classesAreMappedFromAnArchiveThatIsMadeOnce() throws Exception {
        javaThatMakesAnArchive();

        Ran first = sluice("check");
        Ran second = sluice("check");

        assertThat(first.err()).as("the user hears nothing of it").doesNotContain("rchive");
        assertThat(second.out()).isEqualTo(first.out()).contains("-XX:SharedArchiveFile=" + archive());
        assertThat(trainings).hasContent("x");
    }

    @Test
    void aTruncatedArchiveIsMadeAnewAndNeverUsed() throws Exception {
        javaThatMakesAnArchive();
        sluice();
        Files.writeString(archive(), "arch");

        assertThat(sluice().out()).contains("-XX:SharedArchiveFile=" + archive());
        assertThat(archive()).content().isEqualTo("archive\n");
        assertThat(trainings).hasContent("x\nx");
    }

    @Test
    void withoutAnArchiveItRunsAllTheSameAndDoesNotTryAgain() throws Exception {
        program(
                jdk.resolve("bin/java"),
                "case \"$*\" in *-XX:ArchiveClassesAtExit=*) echo x >> '" + trainings + "'; exit 1; esac; echo ran");

        assertThat(sluice().out()).isEqualTo("ran\n");
        assertThat(sluice().out()).isEqualTo("ran\n");
        assertThat(trainings).hasContent("x");
    }

    @Test
    void itIsFoundThroughSymbolicLinksAndRunsWhereTheUserIs() throws Exception {
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("a checkout/sluice"));
        Path linkToLink = Files.createSymbolicLink(checkout.resolve("launcher/again"), link);
        program(jdk.resolve("bin/java"), "pwd");

        Ran ran = Ran.run(dir, environment, List.of(linkToLink.toString()));

        assertThat(ran.out().strip()).isEqualTo(dir.toRealPath().toString());
        assertThat(jar).exists();
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLogAndLeavesNoJar() throws Exception {
        program(dir.resolve("tools/mvn"), "echo 'cannot find symbol'; echo half > launcher/target/sluice.jar; exit 1");

        Ran ran = sluice();

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).contains("cannot find symbol", "the jar could not be built", "sluice-build.log");
        assertThat(jar).doesNotExist();
        assertThat(sluice().exit()).as("it is tried again").isEqualTo(3);
    }

    @Test
    void theLockOfABuilderThatIsGoneIsTakenOver() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectories(checkout.resolve("launcher/target/sluice-build.lock"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");

        assertThat(sluice().exit()).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void twoFirstRunsBuildOnce() throws Exception {
        Path builds = dir.resolve("builds");
        Path finish = dir.resolve("finish");
        program(
                dir.resolve("tools/mvn"),
                "echo x >> '" + builds + "'; until [ -e '" + finish + "' ]; do sleep 0.05; done;"
                        + " echo built > launcher/target/sluice.jar");
        Path log = dir.resolve("log");
        Process one = start(log);
        Process other = start(log);

        try {
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(log).content().contains("waiting for another sluice"));
            Files.createFile(finish);

            assertThat(one.waitFor()).as(Files.readString(log)).isZero();
            assertThat(other.waitFor()).as(Files.readString(log)).isZero();
            assertThat(builds).hasContent("x");
        } finally {
            Files.writeString(finish, "");
            one.destroy();
            other.destroy();
        }
    }

    @Test
    void anOldJavaIsNamedTogetherWithThePackagesToInstall() throws Exception {
        javaVersion("11.0.2");

        Ran ran = sluice();

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .contains("is Java 11.0.2", "Java 17 or later", "apt install", "dnf install", "brew install");
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        environment.put("JAVA_HOME", "/nowhere");

        Ran ran = sluice();

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("JAVA_HOME is /nowhere", "apt install");
    }

    @Test
    void aMissingCompilerIsNamedOnlyWhenThereIsSomethingToBuild() throws Exception {
        sluice();
        Files.delete(jdk.resolve("bin/javac"));

        assertThat(sluice().exit()).isZero();

        Files.delete(jar);
        Ran ran = sluice();
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("takes a JDK");
    }

    private void javaThatMakesAnArchive() throws IOException {
        program(
                jdk.resolve("bin/java"),
                "for word do case $word in -XX:ArchiveClassesAtExit=*)" + " echo archive > \"${word#*=}\"; echo x >> '"
                        + trainings + "'; esac; done; printf '%s\\n' \"$@\"");
    }

    private Path archive() throws IOException {
        try (var files = Files.list(jar.getParent())) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Ran sluice(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(checkout.resolve("sluice").toString()));
        words.addAll(Arrays.asList(arguments));
        return Ran.run(dir, environment, words);
    }

    private Process start(Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(checkout.resolve("sluice").toString()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void javaVersion(String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private static void program(Path file, String line) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        file.toFile().setExecutable(true);
    }
}
