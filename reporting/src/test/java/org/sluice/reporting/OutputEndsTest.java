package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputEndsTest {
    @TempDir
    private Path directory;

    @Test
    void aShortOutputIsThereAsAWhole() throws IOException {
        assertThat(OutputEnds.of(file("one\ntwo\n"), 8)).isEqualTo(new OutputEnds("one\ntwo\n", 0, Optional.empty()));
    }

    @Test
    void ofALongOneAQuarterIsTheBeginAndTheRestTheEnd() throws IOException {
        assertThat(OutputEnds.of(file("0123456789abcdefghij"), 8))
                .isEqualTo(new OutputEnds("01", 12, Optional.of("efghij")));
    }

    @Test
    void noCutTearsACharacter() throws IOException {
        // 1 + 4 bytes, of which the begin may have 4
        OutputEnds ends = OutputEnds.of(file("a😀" + "x".repeat(50) + "😀b"), 16);

        assertThat(ends).isEqualTo(new OutputEnds("a", 1 + 4 + 50 + 4 + 1 - 1 - 12, Optional.of("xxxxxxx😀b")));
        assertThat(OutputEnds.of(file("é".repeat(50)), 8).head()).isEqualTo("é");
        assertThat(OutputEnds.of(file("é".repeat(50)), 12).head()).isEqualTo("é");
    }

    @Test
    void coloursAreLeftOutAndControlCharactersAreSpelledOut() throws IOException {
        assertThat(OutputEnds.of(file("\u001b[1;31mred\u001b[0m\u0007\u202e\n"), 100)
                        .head())
                .isEqualTo("red\\u0007\\u202e\n");
    }

    @Test
    void aMissingOutputIsEmpty() {
        assertThat(OutputEnds.of(directory.resolve("none"), 100).isEmpty()).isTrue();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("out"), text, UTF_8);
    }
}
