package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sluice.job.Batch;
import org.sluice.job.ExitCode;
import org.sluice.reporting.BatchDirectory;
import picocli.CommandLine.Option;

/** The option that says where batches are kept, and how one of them is found there. */
final class OutMixin {
    static final String LATEST = "latest";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "sluice-out",
            description = "Keeps every batch in a directory of its own below this one (default: ${DEFAULT-VALUE}).")
    private Path out;

    BatchDirectory directory(String batchId) {
        return BatchDirectory.of(out, batchId);
    }

    /** The directory of a batch that is there; {@code latest} is the last one that was begun. */
    BatchDirectory existing(String batch) {
        String id = batch.equals(LATEST) ? latest() : batch;
        if (!Batch.isId(id)) {
            throw new UsageException(
                    "'" + batch + "' is not the id of a batch, such as 20260131-120000-3f2a, or 'latest'.",
                    ExitCode.USAGE);
        }
        BatchDirectory directory = directory(id);
        if (!Files.isRegularFile(directory.journal())) {
            throw new UsageException(
                    "There is no batch " + id + " in " + out.toAbsolutePath()
                            + ". --out names the directory of all batches.",
                    ExitCode.USAGE);
        }
        return directory;
    }

    private String latest() {
        Path latest = out.resolve(LATEST);
        try {
            if (Files.isDirectory(latest)) {
                return latest.toRealPath().getFileName().toString();
            }
            return Files.readString(latest).strip();
        } catch (IOException e) {
            throw new UsageException(
                    "There is no batch yet in " + out.toAbsolutePath() + ". --out names the directory of all batches.",
                    ExitCode.USAGE,
                    e);
        }
    }
}
