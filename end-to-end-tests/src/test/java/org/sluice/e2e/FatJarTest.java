package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The one file that is copied to other machines, as {@code package} of the launcher made it. */
class FatJarTest {
    private static final Path JAR = Path.of("..", "launcher", "target", "sluice.jar");

    @Test
    void itIsRunByItselfAndKnowsItsVersion() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();

            assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("org.sluice.launcher.Main");
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .isNotBlank();
            assertThat(jar.isMultiRelease())
                    .as("libraries in it have classes for newer Java versions")
                    .isTrue();
        }
    }

    @Test
    void itTellsTheCommitThatItWasBuiltFrom() throws Exception {
        Ran version = Ran.run(Path.of("."), Map.of(), Sluice.words(List.of("version")));

        assertThat(version.exit()).as(version.err()).isZero();
        Matcher told = Pattern.compile("sluice \\S+, commit (\\w+) of [0-9-]{10}( with changes)?")
                .matcher(version.out().lines().findFirst().orElseThrow());
        // sources that were handed on without their repository are no checkout
        boolean known =
                Ran.run(Path.of("."), Map.of(), List.of("git", "rev-parse")).exit() == 0;
        assertThat(told.matches()).as(version.out()).isEqualTo(known);
        if (known) {
            Ran commit = Ran.run(Path.of("."), Map.of(), List.of("git", "cat-file", "-t", told.group(1)));
            assertThat(commit.out().strip()).as(commit.err()).isEqualTo("commit");
        }
    }

    @Test
    void itCarriesTheLicencesAndNoticesOfWhatItBundles() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
            assertThat(text(jar, "META-INF/NOTICE"))
                    .contains("Sluice", "Apache Software Foundation", "Jackson", "Jakarta Messaging");
            assertThat(text(jar, "META-INF/THIRD-PARTY.txt")
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.split(" +")[2]))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(text(jar, file)).isNotBlank());
        }
    }

    @Test
    void nothingInItIsSignedOrAModule() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .as("a signature, or the descriptor of one module, is wrong for all of them together")
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"))
                    .noneMatch(name -> name.endsWith("module-info.class"));
        }
    }

    private static String text(JarFile jar, String name) {
        assertThat(jar.getEntry(name)).as(name).isNotNull();
        try (var in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
