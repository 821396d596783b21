package org.sluice.consumer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a consumer runs programs.
 *
 * @param root the directory that the directories of jobs are relative to
 * @param scratch an existing directory for the output of running jobs and for their own scratch directories; for this
 *     consumer alone. It is left empty, but not removed
 * @param outputLimit how many bytes of each stream are kept: the first quarter from its start, the rest from its end
 * @param keepLimit how many bytes of files a job may bring back
 * @param keptScratch where the scratch directories of jobs that did not pass are kept, in the file system of
 *     {@code scratch}; empty means that all are removed
 * @param minFree how many bytes must be free below {@code root} and {@code scratch} for a job to begin; 0 for no limit
 */
public record RunOptions(
        Path root, Path scratch, int outputLimit, long keepLimit, Optional<Path> keptScratch, long minFree) {
    /** How much of each stream of a job is kept when nothing else is said, in bytes. */
    public static final int DEFAULT_OUTPUT_LIMIT = 1 << 20;

    /** Twice as much, in Base64, is what one message of 16 MB carries, which is what brokers take. */
    public static final int MAX_OUTPUT_LIMIT = 5 << 20;

    /** How many bytes of files a job may bring back when nothing else is said. */
    public static final long DEFAULT_KEEP_LIMIT = 100L << 20;

    public RunOptions {
        if (outputLimit > MAX_OUTPUT_LIMIT) {
            throw new IllegalArgumentException("no result can have " + outputLimit + " bytes of output");
        }
        root = root.toAbsolutePath();
        scratch = scratch.toAbsolutePath();
        keptScratch = keptScratch.map(Path::toAbsolutePath);
    }

    /** All as usual. */
    public static RunOptions of(Path root, Path scratch) {
        return new RunOptions(root, scratch, DEFAULT_OUTPUT_LIMIT, DEFAULT_KEEP_LIMIT, Optional.empty(), 0);
    }

    /** The same, with another limit for the output. */
    public RunOptions withOutputLimit(int bytes) {
        return new RunOptions(root, scratch, bytes, keepLimit, keptScratch, minFree);
    }

    /** The same, with another limit for files. */
    public RunOptions withKeepLimit(long bytes) {
        return new RunOptions(root, scratch, outputLimit, bytes, keptScratch, minFree);
    }

    /** The same, with a place for scratch directories of jobs that did not pass. */
    public RunOptions withKeptScratch(Optional<Path> place) {
        return new RunOptions(root, scratch, outputLimit, keepLimit, place, minFree);
    }

    /** The same, with this much to be free. */
    public RunOptions withMinFree(long bytes) {
        return new RunOptions(root, scratch, outputLimit, keepLimit, keptScratch, bytes);
    }
}
