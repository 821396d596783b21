package org.sluice.reporting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where everything about one batch is kept: {@code sluice-out/<batch>/}.
 *
 * @param path the directory of the batch itself
 */
public record BatchDirectory(Path path) {
    /** What some file system or shell refuses in a name, or takes for something else. */
    private static final Pattern REFUSED = Pattern.compile("[^\\p{Alnum}._-]+");

    /** The directory of a batch, under the directory of all batches. */
    public static BatchDirectory of(Path out, String batchId) {
        return new BatchDirectory(out.resolve(batchId));
    }

    /** The append-only record from which everything else here is drawn. */
    public Path journal() {
        return path.resolve("journal.jsonl");
    }

    /** GNU parallel's table of jobs, with columns of ours behind. */
    public Path joblog() {
        return path.resolve("joblog");
    }

    /** The JUnit XML report. */
    public Path junitXml() {
        return path.resolve("junit.xml");
    }

    /** The report for people. */
    public Path reportHtml() {
        return path.resolve("report.html");
    }

    /** The table of all jobs for spreadsheets and scripts. */
    public Path resultsCsv() {
        return path.resolve("results.csv");
    }

    /** The timeline as Perfetto opens it. */
    public Path trace() {
        return path.resolve("trace.json");
    }

    /** The access files of a broker that this batch listens with. */
    public Path access() {
        return path.resolve("access");
    }

    /**
     * Where the output of one job is kept.
     *
     * @param name the job's name; what a file system may refuse in it is replaced
     */
    public Path job(int number, String name) {
        String safe = REFUSED.matcher(name).replaceAll("_");
        return path.resolve("jobs").resolve(number + "-" + safe.substring(0, Math.min(60, safe.length())));
    }

    /** A job's standard output, in {@link #job}. */
    public Path stdout(int number, String name) {
        return job(number, name).resolve("stdout");
    }

    /** A job's standard error, in {@link #job}. */
    public Path stderr(int number, String name) {
        return job(number, name).resolve("stderr");
    }

    /** The files that a job brought back, in {@link #job}. */
    public Path files(int number, String name) {
        return job(number, name).resolve("files");
    }

    /** Where the files of attempts that have no verdict yet arrive. */
    public Path arriving() {
        return path.resolve("arriving");
    }

    /**
     * Where the output of an attempt is kept after which the job was run again, in {@link #job}.
     *
     * @param attempt the how manieth result of the job it was, from 1
     */
    public Path attempt(int number, String name, int attempt) {
        return job(number, name).resolve("attempt-" + attempt);
    }

    /** An earlier attempt's standard output, in {@link #attempt}. */
    public Path stdout(int number, String name, int attempt) {
        return attempt(number, name, attempt).resolve("stdout");
    }

    /** An earlier attempt's standard error, in {@link #attempt}. */
    public Path stderr(int number, String name, int attempt) {
        return attempt(number, name, attempt).resolve("stderr");
    }

    /**
     * Points {@code latest}, beside the batch's directory, to it. Where the file system has no symbolic links,
     * {@code latest} is a file that holds the batch's id.
     */
    public void makeLatest() throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        Path fresh = parent.resolve(".latest-" + path.getFileName());
        Files.deleteIfExists(fresh);
        try {
            Files.createSymbolicLink(fresh, path.getFileName());
        } catch (UnsupportedOperationException | IOException e) {
            Files.writeString(fresh, path.getFileName() + System.lineSeparator());
        }
        try {
            AtomicFile.replace(fresh, parent.resolve("latest"));
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
