package org.sluice.consumer;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/** A pattern of files to keep, and how much of a directory has to be looked through for it. */
final class KeepPattern {
    private static final String META = "*?[]{}\\";

    private final String glob;
    private final PathMatcher matcher;

    /** @throws IllegalArgumentException if it is no pattern */
    KeepPattern(String glob) {
        this.glob = glob;
        this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob.replaceFirst("^(\\./+)+", ""));
    }

    String glob() {
        return glob;
    }

    boolean matches(Path relative) {
        return matcher.matches(relative);
    }

    /** The directory, relative to that of the job, below which all matches are; empty for that directory itself. */
    Path start() {
        return Path.of(glob.substring(0, fixed())).normalize();
    }

    /** How deep below the {@link #start()} matches may be. */
    int depth() {
        if (glob.contains("**")) {
            return Integer.MAX_VALUE;
        }
        return 1 + (int) glob.substring(fixed()).chars().filter(c -> c == '/').count();
    }

    /** How much of the pattern is the name of a directory. */
    private int fixed() {
        int meta = 0;
        while (meta < glob.length() && META.indexOf(glob.charAt(meta)) < 0) {
            meta++;
        }
        return glob.lastIndexOf('/', meta - 1) + 1;
    }

    /** Whether it names the root, or a step up: no match can be in the directory of the job. */
    boolean leadsOut() {
        return glob.startsWith("/") || List.of(glob.split("/")).contains("..");
    }
}
