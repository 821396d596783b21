package org.sluice.launcher;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ExitCode;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.producer.Ledger;
import org.sluice.producer.jobfile.JobFile;
import org.sluice.reporting.BatchDirectory;

/**
 * The batch whose jobs are to be run again, if they did not pass.
 *
 * @param outcome where it stands
 * @param jobFile the job file that is to be read now
 */
record LastBatch(BatchOutcome outcome, String jobFile) {
    /** What a switch is set to in the environment and the properties file. */
    private static final String SWITCHED_ON = "true";

    /**
     * Finds it.
     *
     * @param asked {@code latest}, the id or the directory of a batch. Where no job file is given, it may as well be that:
     *     on a command line the one is easily taken for the other
     * @param file the job file; null for that of the batch
     */
    static LastBatch find(String asked, String file, OutMixin out) {
        String name = asked.equals(SWITCHED_ON) ? OutMixin.LATEST : asked;
        boolean isJobFile = file == null && !isBatch(name, out) && !name.equals(OutMixin.LATEST);
        BatchDirectory directory = isJobFile
                ? out.existing(OutMixin.LATEST)
                : isDirectoryOfBatch(name) ? new BatchDirectory(Path.of(name)) : out.existing(name);
        BatchOutcome outcome = Ledger.read(directory).outcome();
        if (isJobFile) {
            return new LastBatch(outcome, name);
        }
        return new LastBatch(outcome, file == null ? source(outcome.batch()) : file);
    }

    private static boolean isBatch(String name, OutMixin out) {
        return isDirectoryOfBatch(name)
                || (Batch.isId(name) && Files.isRegularFile(out.directory(name).journal()));
    }

    private static boolean isDirectoryOfBatch(String name) {
        try {
            return Files.isRegularFile(new BatchDirectory(Path.of(name)).journal());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String source(Batch batch) {
        if (batch.source().equals(JobFile.STANDARD_INPUT)) {
            throw new UsageException(
                    "Batch " + batch.id() + " came from standard input; its job file has to be given once more.",
                    ExitCode.USAGE);
        }
        return batch.source();
    }

    /** The names of the jobs that have no verdict, or one that is no success. */
    Set<String> notPassed() {
        Set<String> names = new LinkedHashSet<>();
        for (Job job : outcome.batch().jobs()) {
            JobResult result = outcome.results().get(job.number());
            if (result == null || !result.verdict().isSuccess()) {
                names.add(job.name());
            }
        }
        return names;
    }
}
