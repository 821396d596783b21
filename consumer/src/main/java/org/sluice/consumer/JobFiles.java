package org.sluice.consumer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sluice.job.Case;
import org.sluice.job.Job;
import org.sluice.messaging.KeptFile;

/** What one execution of a job has of files beside its output. It is used by the thread of the execution. */
final class JobFiles {
    private final Job job;
    private final Path directory;
    private final Optional<JobScratch> scratch;
    private final List<KeptFile> differing = new ArrayList<>();

    /**
     * @param directory where the job runs
     * @param scratch its private directory; empty if it has none
     */
    JobFiles(Job job, Path directory, Optional<JobScratch> scratch) {
        this.job = job;
        this.directory = directory;
        this.scratch = scratch;
    }

    Job job() {
        return job;
    }

    Path directory() {
        return directory;
    }

    Optional<JobScratch> scratch() {
        return scratch;
    }

    Optional<Path> scratchPath() {
        return scratch.map(JobScratch::path);
    }

    /** The files that differ from their references, so far. */
    List<KeptFile> differing() {
        return differing;
    }

    /** What hears of such files: those of several cases are told apart by the place of the case. */
    Consumer<KeptFile> differingOf(Case each) {
        int place = job.cases().indexOf(each) + 1;
        String prefix = place == 0 ? "" : "case-" + place + "/";
        return file -> differing.add(new KeptFile(prefix + file.name(), file.path()));
    }
}
