package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    @TempDir
    Path parent;

    @Test
    void whatAKilledProcessLeftIsRemovedAndWhatIsInUseIsNot() throws IOException {
        Path left = Files.createDirectories(parent.resolve("sluice-123"));
        Files.createFile(left.resolve("in-use"));
        Files.writeString(Files.createDirectory(left.resolve("output")).resolve("1.stdout"), "x");
        Path stubborn = Files.createDirectory(left.resolve("stubborn"));
        Files.writeString(stubborn.resolve("file"), "x");
        stubborn.toFile().setWritable(false);
        Path foreign = Files.createDirectory(parent.resolve("sluice-notes"));

        try (Scratch used = Scratch.create(parent)) {
            Scratch.sweep(parent);

            assertThat(left).doesNotExist();
            assertThat(foreign).exists();
            assertThat(used.path()).exists();
        }
    }

    @Test
    void nothingIsLeftAtTheEnd() throws IOException {
        Path path;
        try (Scratch scratch = Scratch.create(parent)) {
            path = scratch.path();
            Files.writeString(path.resolve("file"), "x");
        }

        assertThat(path).doesNotExist();
    }
}
