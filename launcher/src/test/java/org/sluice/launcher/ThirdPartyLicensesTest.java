package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ThirdPartyLicensesTest {
    private static final Path CLASSES = Path.of("target", "classes");

    @Test
    void theListNamesExactlyWhatTheFatJarBundles() throws IOException {
        assertThat(listed().map(Entry::artifact))
                .as("launcher/src/main/resources/META-INF/THIRD-PARTY.txt against the runtime dependencies")
                .containsExactlyInAnyOrderElementsOf(bundled());
    }

    @Test
    void everyLicenceTextThatTheListNamesIsBundled() throws IOException {
        assertThat(listed().map(Entry::text).distinct())
                .isNotEmpty()
                .allSatisfy(text ->
                        assertThat(CLASSES.resolve(text)).isRegularFile().isNotEmptyFile());
    }

    private record Entry(String artifact, String license, String text) {}

    private static Stream<Entry> listed() throws IOException {
        return Files.readAllLines(CLASSES.resolve("META-INF/THIRD-PARTY.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +"))
                .map(words -> new Entry(words[0], words[1], words[2]));
    }

    /** As {@code dependency:list} wrote them: {@code group:artifact:type:version:scope -- module name}. */
    private static List<String> bundled() throws IOException {
        Pattern artifact = Pattern.compile("([\\w.-]+:[\\w.-]+):jar:\\S+:(?:compile|runtime)\\b.*");
        return Files.readAllLines(Path.of("target", "bundled-artifacts.txt")).stream()
                .map(line -> artifact.matcher(line.strip()))
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .filter(name -> !name.startsWith("org.sluice:"))
                .toList();
    }
}
