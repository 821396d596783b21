package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path directory;

    @Test
    void theFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(directory.resolve("report"), "old");

        AtomicFile.write(file, writer -> writer.write("new 😀 \uD83D"));

        assertThat(file).hasContent("new 😀 ?");
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        assertThat(directory.toFile().list()).containsExactly("report");
    }

    @Test
    void aReaderSeesTheOldFileUntilTheNewOneIsWhole() throws IOException {
        Path file = Files.writeString(directory.resolve("report"), "old");

        AtomicFile.write(file, writer -> {
            writer.write("new");
            writer.flush();
            assertThat(file).hasContent("old");
        });

        assertThat(file).hasContent("new");
    }

    @Test
    void whenWritingFailsTheOldFileStaysAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(directory.resolve("report"), "old");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> AtomicFile.write(file, writer -> {
                    writer.write("half");
                    throw new IOException("disk full");
                }));

        assertThat(file).hasContent("old");
        assertThat(directory.toFile().list()).containsExactly("report");
    }

    @Test
    void aMissingDirectoryIsMade() throws IOException {
        Path file = directory.resolve("a/b/report");

        AtomicFile.write(file, writer -> writer.write("text"));

        assertThat(file).hasContent("text");
    }
}
