package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sluice.consumer.RunOptions;
import org.sluice.job.ByteSizes;
import org.sluice.job.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options about the files of jobs that run on this machine. */
final class FilesMixin {
    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description =
                    "Keeps what running jobs need for a while below this directory: their output and their scratch"
                            + " directories (default: the system's directory for temporary files).")
    private Path scratch;

    @Option(
            names = "--keep-scratch",
            fallbackValue = "true",
            description = "Keeps the scratch directory of a job that did not pass; its result says where.")
    private boolean keepScratch;

    @Option(
            names = "--keep-limit",
            paramLabel = "SIZE",
            defaultValue = "100 MB",
            converter = SizeConverter.class,
            description = "Brings back at most so much of the files that a job keeps (default: ${DEFAULT-VALUE}).")
    private long keepLimit;

    @Option(
            names = "--output-limit",
            paramLabel = "SIZE",
            defaultValue = "1 MB",
            converter = SizeConverter.class,
            description =
                    "Keeps so much of what a job writes to each of its two streams, the beginning and the end; at most"
                            + " 5 MB (default: ${DEFAULT-VALUE}).")
    private long outputLimit;

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Begins no job while less is free on the disk of the jobs or of --scratch; they go to other"
                    + " consumers, or wait.")
    private Long minFree;

    /** @throws UsageException if there is no such directory, or a size is out of its range */
    void check() {
        if (outputLimit > RunOptions.MAX_OUTPUT_LIMIT) {
            throw new UsageException(
                    "--output-limit is " + ByteSizes.format(outputLimit) + ", and a message can carry "
                            + ByteSizes.format(RunOptions.MAX_OUTPUT_LIMIT)
                            + " of each stream. Let the job write to a file, and keep that.",
                    ExitCode.USAGE);
        }
        if (scratch != null && !(Files.isDirectory(scratch) && Files.isWritable(scratch))) {
            throw new UsageException(
                    "--scratch " + scratch + " is not a directory that can be written. Make it, or name another one.",
                    ExitCode.USAGE);
        }
    }

    /** A directory for this process alone, which is removed at its end. */
    Scratch open() throws IOException {
        return Scratch.create(place());
    }

    private Path place() {
        return scratch == null ? Path.of(System.getProperty("java.io.tmpdir")) : scratch;
    }

    /**
     * How jobs are run.
     *
     * @param own an existing directory for the consumer alone
     */
    RunOptions runOptions(Path root, Path own) {
        return RunOptions.of(root, own)
                .withOutputLimit((int) outputLimit)
                .withKeepLimit(keepLimit)
                .withMinFree(minFree == null ? 0 : minFree)
                .withKeptScratch(keepScratch ? Optional.of(place()) : Optional.empty());
    }

    /** Reads a size. */
    static final class SizeConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return ByteSizes.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
