package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.job.Verdict;

/** An execution with what it has of files: a scratch directory before it, and behind it the files that it brings back. */
final class FiledExecution implements Execution {
    private final Execution execution;
    private final JobFiles files;
    private final String consumer;
    private final RunOptions options;
    private volatile boolean killed;

    /**
     * @param execution runs the programs
     * @param consumer the name of this consumer, for remarks
     */
    FiledExecution(Execution execution, JobFiles files, String consumer, RunOptions options) {
        this.execution = execution;
        this.files = files;
        this.consumer = consumer;
        this.options = options;
    }

    @Override
    public RunOutcome run() {
        if (files.scratch().isPresent()) {
            try {
                files.scratch().get().make();
            } catch (CannotRunException e) {
                return RunOutcome.withoutRun(Verdict.ERROR, e.getMessage());
            }
        }
        RunOutcome outcome = execution.run();
        if (outcome.programs().isEmpty() || outcome.verdict() == Verdict.CANCELLED) {
            return outcome;
        }
        List<String> remarks = new ArrayList<>();
        List<Path> directories = new ArrayList<>(List.of(files.directory()));
        files.scratch().map(own -> keptOrNot(own, outcome.verdict(), remarks)).ifPresent(directories::add);
        Gathering.Found found = new Gathering(options.keepLimit(), options.scratch(), () -> killed)
                .gather(files.differing(), files.job().workspace().keep(), outcome.verdict(), directories);
        remarks.addAll(found.remarks());
        return outcome.withRemarks(remarks).withKept(found.files());
    }

    /** Returns where the scratch directory is now. */
    private Path keptOrNot(JobScratch own, Verdict verdict, List<String> remarks) {
        if (verdict.isSuccess()) {
            return own.path();
        }
        try {
            Optional<Path> kept = own.keep();
            kept.ifPresent(path -> remarks.add("its scratch directory is kept on " + consumer + " in " + path));
            return kept.orElse(own.path());
        } catch (IOException e) {
            remarks.add("its scratch directory could not be kept: " + e.getMessage());
            return own.path();
        }
    }

    @Override
    public void kill(String reason) {
        killed = true;
        execution.kill(reason);
    }

    @Override
    public void killNow(String reason) {
        killed = true;
        execution.killNow(reason);
    }

    @Override
    public boolean wasKilledAsleep() {
        return execution.wasKilledAsleep();
    }

    @Override
    public void close() {
        files.scratch().ifPresent(JobScratch::remove);
        execution.close();
    }
}
