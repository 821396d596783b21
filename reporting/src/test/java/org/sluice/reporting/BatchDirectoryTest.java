package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchDirectoryTest {
    @TempDir
    private Path out;

    @Test
    void latestPointsToTheBatchThatWasMadeLatestLast() throws IOException {
        make("b1").makeLatest();
        make("b2").makeLatest();
        make("b2").makeLatest();

        assertThat(out.resolve("latest").toRealPath())
                .isEqualTo(out.resolve("b2").toRealPath());
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("b1", "b2", "latest");
    }

    @Test
    void latestStillPointsToTheBatchWhenTheWholeDirectoryIsMoved() throws IOException {
        Path before = Files.createDirectory(out.resolve("before"));
        BatchDirectory batch = BatchDirectory.of(before, "b1");
        Files.createDirectory(batch.path());
        batch.makeLatest();

        Path after = Files.move(before, out.resolve("after"));

        assertThat(after.resolve("latest").toRealPath())
                .isEqualTo(after.resolve("b1").toRealPath());
    }

    @Test
    void aPlainFileNamedLatestIsReplaced() throws IOException {
        Files.writeString(out.resolve("latest"), "b0");

        make("b1").makeLatest();

        assertThat(out.resolve("latest").toRealPath())
                .isEqualTo(out.resolve("b1").toRealPath());
    }

    @Test
    void theNameOfAJobCannotLeaveItsDirectory() {
        BatchDirectory batch = BatchDirectory.of(out, "b1");

        for (String name : new String[] {"../../etc/passwd", "..", "a/b\\c", "nul\0", "日本", "x".repeat(300), "C:"}) {
            Path job = batch.job(7, name);
            assertThat(job.normalize()).isEqualTo(job).hasParentRaw(out.resolve("b1/jobs"));
            assertThat(job.getFileName().toString()).matches("7-[A-Za-z0-9._-]{1,60}");
        }
    }

    private BatchDirectory make(String id) throws IOException {
        BatchDirectory batch = BatchDirectory.of(out, id);
        Files.createDirectories(batch.path());
        return batch;
    }
}
