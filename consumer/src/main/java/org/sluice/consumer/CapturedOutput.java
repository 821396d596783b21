package org.sluice.consumer;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sluice.consumer.linux.AppendedFile;
import org.sluice.consumer.linux.Linux;
import org.sluice.consumer.match.OutputSearch;
import org.sluice.job.Output;

/**
 * The two files that take what the programs of a job write. The programs hold the files themselves: nothing passes
 * through this process, and a process that outlives its job and keeps them open holds up nobody.
 */
final class CapturedOutput {
    /** A second of the fastest writer is more than many a disk has free. */
    private static final long LOOK_MILLIS = 100;

    private static final long BLOCK = 4096;
    private static final long WORTH_IT = 1 << 20;

    private final File stdout;
    private final File stderr;
    private final int limit;
    private final boolean merged;
    private final boolean whole;
    private Optional<Files> files = Optional.empty();
    private Optional<Linux> linux = Optional.empty();

    /**
     * @param directory where the files are; it exists
     * @param run what no other run's files are called: a process that a job left behind may still write to its own
     * @param limit how many bytes of each stream are kept
     * @param whole whether all of it must stay on disk until the end, for somebody who wants to read it
     * @param merged whether standard error goes to where standard output goes, so that both stand in the order in which they
     *     were written: patterns are to be found in what a person would see
     */
    CapturedOutput(Path directory, String run, int limit, boolean whole, boolean merged) {
        this.stdout = directory.resolve(run + ".stdout").toFile();
        this.stderr = directory.resolve(run + ".stderr").toFile();
        this.limit = limit;
        this.whole = whole;
        this.merged = merged;
    }

    /** Both files, open for writing at their ends. */
    record Files(AppendedFile stdout, AppendedFile stderr) {
        private void close() {
            stdout.close();
            stderr.close();
        }
    }

    /**
     * Opens the files, if they are not yet. From now on the middle of long ones is taken off the disk while they grow, where
     * the file system can do that.
     *
     * @throws IOException with the file in its message
     */
    Files open(Linux system) throws IOException {
        if (files.isEmpty()) {
            AppendedFile first = open(system, stdout);
            try {
                files = Optional.of(new Files(first, open(system, merged ? stdout : stderr)));
            } catch (IOException e) {
                first.close();
                throw e;
            }
            linux = Optional.of(system);
            if (!whole) {
                system.watch().look(this, this::shorten, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return files.get();
    }

    private static AppendedFile open(Linux system, File file) throws IOException {
        try {
            return system.append(SystemEncoding.RAW.bytes(file.toPath()));
        } catch (IOException e) {
            throw new IOException(file + " (" + e.getMessage() + ")", e);
        }
    }

    private void shorten() {
        files.ifPresent(open -> {
            boolean can = shorten(open.stdout(), stdout.length()) && shorten(open.stderr(), stderr.length());
            if (!can) {
                linux.orElseThrow().watch().forget(this);
            }
        });
    }

    private boolean shorten(AppendedFile file, long size) {
        long from = roundedUp(head());
        long to = roundedUp(size - tail()) - BLOCK;
        return file.punched() + WORTH_IT >= to || file.punch(from, to);
    }

    private static long roundedUp(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private int head() {
        return limit / 4;
    }

    private int tail() {
        return limit - head();
    }

    /**
     * Sends the output of a program to the end of the files. Always the end: then several processes that write to one file
     * do not overwrite one another.
     */
    void redirect(ProcessBuilder builder) {
        builder.redirectOutput(Redirect.appendTo(stdout));
        if (merged) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(Redirect.appendTo(stderr));
        }
    }

    /** How many bytes were written to standard output so far. */
    long size() {
        return stdout.length();
    }

    /** Looks for patterns in what was written to standard output from this place on. */
    OutputSearch search(long from, BooleanSupplier stop) {
        return new OutputSearch(stdout, from, stop);
    }

    /** Adds lines of our own to standard output, behind what the programs have written. */
    void append(String lines) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(stdout, "rw")) {
            long size = out.length();
            boolean inLine = size > 0 && read(out, size - 1, 1)[0] != '\n';
            out.seek(size);
            out.write(((inLine ? "\n" : "") + lines).getBytes(StandardCharsets.UTF_8));
        }
    }

    Output stdout() throws IOException {
        return read(stdout);
    }

    Output stderr() throws IOException {
        return read(stderr);
    }

    /** Removes the files, unless somebody still holds them on a system (Windows) that keeps them then. */
    void remove() {
        linux.ifPresent(system -> system.watch().forget(this));
        files.ifPresent(Files::close);
        stdout.delete();
        stderr.delete();
    }

    private Output read(File file) throws IOException {
        long size = file.length();
        if (size == 0) {
            return Output.NONE;
        }
        // not a channel: those close themselves when their thread is interrupted
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            if (size <= limit) {
                return Output.whole(read(in, 0, (int) size));
            }
            int head = head();
            int tail = tail();
            return Output.cut(read(in, 0, head), read(in, size - tail, tail), size - limit);
        }
    }

    private static byte[] read(RandomAccessFile in, long from, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.seek(from);
        in.readFully(bytes);
        return bytes;
    }
}
