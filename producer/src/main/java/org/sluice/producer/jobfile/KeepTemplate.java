package org.sluice.producer.jobfile;

import java.nio.file.FileSystems;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.sluice.job.Workspace;

/**
 * A pattern of a keep line, read once and filled in for each job.
 *
 * @param onFail whether it is for jobs alone that did not pass
 */
record KeepTemplate(PlacedTemplate glob, boolean onFail) {
    private static final String EXPECTED =
            "a pattern of files below the job's directory: * any characters but /, ** also"
                    + " /, ? one, [a-z] one of these, {his,log} one of these";

    /** The files of a job; empty if its values make the pattern one that cannot be, which is then reported. */
    Optional<Workspace.Keep> fill(Subject subject, Complaints complaints) {
        String pattern = withoutDotSlash(glob.value().fill(subject, KeepTemplate::literally));
        String problem = problem(pattern);
        if (problem == null) {
            return Optional.of(new Workspace.Keep(pattern, onFail));
        }
        String job = glob.value().isLiteral() ? "" : " (of job " + Excerpt.quoted(subject.name()) + ")";
        complaints.add(
                glob.offset(),
                glob.length(),
                Excerpt.quoted(pattern) + problem + job,
                EXPECTED,
                Keyword.KEEP.example());
        return Optional.empty();
    }

    /** The files of any job, for a pattern without placeholders that has no mistake. */
    Workspace.Keep fixed() {
        return new Workspace.Keep(withoutDotSlash(glob.value().fill(null)), onFail);
    }

    /** The path of a file has no such beginning, so that the pattern would match none. */
    private static String withoutDotSlash(String pattern) {
        return pattern.replaceFirst("^(\\./+)+", "");
    }

    /** What stands for a job may have characters that mean something in patterns. */
    private static String literally(String value) {
        return value.replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
    }

    /** What is wrong with a pattern, to be put behind it; null for nothing. */
    private static String problem(String pattern) {
        if (pattern.isEmpty()) {
            return " names no file";
        }
        if (pattern.startsWith("/")) {
            return " is not below the job's directory";
        }
        if (Arrays.asList(pattern.split("/")).contains("..")) {
            return " leaves the job's directory";
        }
        if (pattern.endsWith("/")) {
            return " is a directory; its files are " + Excerpt.quoted(pattern + "**");
        }
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            return null;
        } catch (PatternSyntaxException e) {
            return " is no pattern: " + e.getDescription();
        }
    }
}
