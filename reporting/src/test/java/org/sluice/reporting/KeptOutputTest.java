package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptOutputTest {
    @TempDir
    private Path directory;

    @Test
    void aShortFileIsThereAsAWhole() throws IOException {
        assertThat(KeptOutput.endOf(file("one\ntwo\n"), 8)).isEqualTo(new KeptOutput("one\ntwo\n", 0));
    }

    @Test
    void ofALongFileTheEndIsThereAndWhatWasSkippedIsCounted() throws IOException {
        KeptOutput output = KeptOutput.endOf(file("x".repeat(2000) + "end"), 3);

        assertThat(output).isEqualTo(new KeptOutput("end", 2000));
        assertThat(output.withMark()).isEqualTo("[sluice: 2,000 bytes cut here]\nend");
    }

    @Test
    void theCutDoesNotTearACharacter() throws IOException {
        assertThat(KeptOutput.endOf(file("a😀b"), 4)).isEqualTo(new KeptOutput("b", 5));
    }

    @Test
    void bytesThatAreNoTextBecomeReplacementCharacters() throws IOException {
        Path file = Files.write(directory.resolve("out"), new byte[] {'a', (byte) 0xFF, (byte) 0xC3, 'b', 0});

        assertThat(KeptOutput.endOf(file, 100).text()).isEqualTo("a\uFFFD\uFFFDb\\u0000");
    }

    @Test
    void aMissingFileIsNoOutput() {
        assertThat(KeptOutput.endOf(directory.resolve("none"), 100).isEmpty()).isTrue();
    }

    @Test
    void aFileThatCannotBeReadSaysSo() throws IOException {
        Path aDirectory = Files.createDirectory(directory.resolve("stdout"));

        assertThat(KeptOutput.endOf(aDirectory, 100).text()).startsWith("[sluice: this output cannot be read: ");
    }

    @Test
    void theLastLinesAreThoseBeforeTheEnd() throws IOException {
        KeptOutput output = KeptOutput.endOf(file("one\ntwo\n\nfour\n"), 100);

        assertThat(output.lastLines(3)).containsExactly("two", "", "four");
        assertThat(output.lastLines(9)).containsExactly("one", "two", "", "four");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("out"), text, UTF_8);
    }
}
