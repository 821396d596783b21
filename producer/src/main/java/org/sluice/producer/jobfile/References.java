package org.sluice.producer.jobfile;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.sluice.job.Check;
import org.sluice.job.Comparison;

/** Sees to it that what a job is compared with is there before the job is posted. */
final class References {
    private final Path baseDirectory;
    private final Complaints complaints;

    /** @param baseDirectory where the directories of jobs are looked for */
    References(Path baseDirectory, Complaints complaints) {
        this.baseDirectory = baseDirectory;
        this.complaints = complaints;
    }

    /**
     * Whether all references are there. What is not is reported at its line.
     *
     * @param lines the check and compare lines that the checks came from, in the same order
     * @param checks those that can be reached
     */
    boolean areThere(List<ProgramTemplate> lines, List<Check> checks, String directory, String job) {
        boolean all = true;
        for (int i = 0; i < checks.size(); i++) {
            if (checks.get(i) instanceof Comparison comparison
                    && lines.get(i) instanceof ProgramTemplate.Compare line
                    && !isThere(comparison.reference(), line, directory, job)) {
                all = false;
            }
        }
        return all;
    }

    private boolean isThere(String reference, ProgramTemplate.Compare line, String directory, String job) {
        String what;
        try {
            Path place = baseDirectory.resolve(directory);
            Path file = place.resolve(reference);
            if (Files.isDirectory(file)) {
                what = "is a directory (in " + place + ")";
            } else if (Files.exists(file)) {
                return true;
            } else {
                what = "is not there (looked in " + place + ")";
            }
        } catch (InvalidPathException e) {
            what = "cannot be a path: " + e.getReason();
        }
        complaints.add(
                line.offset(),
                line.length(),
                "the reference " + Excerpt.quoted(reference) + " of job " + Excerpt.quoted(job) + " " + what,
                "a file that is there, relative to the job's directory",
                Keyword.COMPARE.example());
        return false;
    }
}
