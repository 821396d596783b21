package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.reporting.BatchDirectory;
import picocli.CommandLine;

class OutMixinTest {
    @TempDir
    Path temp;

    private final OutMixin out = new OutMixin();

    @BeforeEach
    void setUp() {
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("out", CommandLine.Model.CommandSpec.forAnnotatedObject(out)))
                .parseArgs("--out", temp.toString());
    }

    @Test
    void latestIsTheBatchThatTheLinkPointsTo() throws IOException {
        batch("batch-1");
        batch("batch-2").makeLatest();

        assertThat(out.existing("latest").path()).isEqualTo(temp.resolve("batch-2"));
        assertThat(out.existing("batch-1").path()).isEqualTo(temp.resolve("batch-1"));
    }

    @Test
    void latestIsTheBatchThatTheFileNamesWhereThereAreNoLinks() throws IOException {
        batch("batch-1");
        Files.writeString(temp.resolve("latest"), "batch-1" + System.lineSeparator());

        assertThat(out.existing("latest").path()).isEqualTo(temp.resolve("batch-1"));
    }

    @Test
    void withoutAnyBatchTheErrorNamesTheDirectory() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> out.existing("latest"))
                .withMessageContaining("no batch yet in " + temp)
                .withMessageContaining("--out");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> out.existing("batch-7"))
                .withMessageContaining("no batch batch-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other", "/etc", "", "a b"})
    void whatIsNoIdOfABatchIsNotLookedForAnywhere(String text) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> out.existing(text))
                .withMessageContaining("not the id of a batch");
    }

    @Test
    void resumingTakesNoJobFileAndANewBatchNeedsOne() throws IOException {
        batch("batch-1").makeLatest();
        ResumeMixin none = resume();
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> none.open(null, new SelectionMixin(), out, List.of()))
                .withMessageContaining("No job file");

        ResumeMixin latest = resume("--resume");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> latest.open("server.inp", new SelectionMixin(), out, List.of()))
                .withMessageContaining("takes no job file");

        ResumeMixin other = resume("--resume=batch-7");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> other.open(null, new SelectionMixin(), out, List.of()))
                .withMessageContaining("no batch batch-7");
    }

    private static ResumeMixin resume(String... args) {
        ResumeMixin resume = new ResumeMixin();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("resume", CommandLine.Model.CommandSpec.forAnnotatedObject(resume)))
                .parseArgs(args);
        return resume;
    }

    private BatchDirectory batch(String id) throws IOException {
        BatchDirectory directory = BatchDirectory.of(temp, id);
        Files.createDirectories(directory.path());
        Files.writeString(directory.journal(), "");
        return directory;
    }
}
