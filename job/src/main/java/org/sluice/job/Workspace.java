package org.sluice.job;

import java.util.List;

/**
 * The files of a job.
 *
 * @param scratch whether it gets a private directory, which is removed after it
 * @param keep which files are brought back beside its output
 */
public record Workspace(boolean scratch, List<Keep> keep) {
    /** For a job of which nothing is said. */
    public static final Workspace NONE = new Workspace(false, List.of());

    public Workspace {
        keep = List.copyOf(keep);
    }

    /**
     * Files to be brought back.
     *
     * @param glob a pattern relative to the job's directory, as {@link java.nio.file.FileSystem#getPathMatcher} has globs
     * @param onFail whether only those of a job that did not pass are kept
     */
    public record Keep(String glob, boolean onFail) {
        public Keep {
            if (glob.isEmpty()) {
                throw new IllegalArgumentException("a pattern of files to keep is not empty");
            }
        }
    }
}
