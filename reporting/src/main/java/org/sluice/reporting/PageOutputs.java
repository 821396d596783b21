package org.sluice.reporting;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;

/**
 * How much of what jobs wrote stands in a page. All of it together has {@link #TOTAL} bytes: three quarters are for
 * jobs to be looked at (those that did not pass, or only after a retry), and what these leave is for the others. Each stream has
 * the same limit among its like, the largest with which they all fit.
 */
final class PageOutputs {
    /** All outputs together, in bytes of the page. */
    static final int TOTAL = 5_500_000;
    /** A stream of a job to be looked at has at most so many bytes. */
    static final int MOST = 16 * 1024;
    /** A stream of another job has at most so many. */
    static final int MOST_OF_OTHERS = 4 * 1024;
    /** What stands around a text, with the name of its file. */
    private static final int FRAME = 170;
    /** What a hundred bytes of usual output are in the page, where a line break takes two. */
    private static final int GROWN = 115;

    /** So little is worth nothing. */
    private static final int LEAST = 160;

    /** The streams that share a part of the page. */
    private static final class Part {
        private final int limit;
        private long left;

        Part(long[] sizes, int most, long total) {
            int low = 0;
            int high = most;
            while (low < high) {
                int middle = (low + high + 1) / 2;
                if (used(sizes, middle) <= total) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            limit = low < LEAST ? 0 : low;
            left = total;
        }

        static long used(long[] sizes, int limit) {
            return LongStream.of(sizes)
                    .map(size -> FRAME + Math.min(size, limit) * GROWN / 100)
                    .sum();
        }
    }

    private final BatchDirectory directory;
    private final Part lookedAt;
    private final Part others;

    /** @param jobs those that are in the page */
    PageOutputs(BatchOutcome outcome, BatchDirectory directory, Collection<Job> jobs) {
        this.directory = directory;
        long most = TOTAL * 3L / 4;
        long[] sizes = sizes(outcome, jobs, true);
        lookedAt = new Part(sizes, MOST, most);
        others = new Part(
                sizes(outcome, jobs, false), MOST_OF_OTHERS, TOTAL - Math.min(most, Part.used(sizes, lookedAt.limit)));
    }

    private static long[] sizes(BatchOutcome outcome, Collection<Job> jobs, boolean lookedAt) {
        return jobs.stream()
                .filter(job -> PageSelection.isLookedAt(outcome, job) == lookedAt)
                .flatMap(job -> Stream.concat(
                        outcome.earlier().getOrDefault(job.number(), List.of()).stream(),
                        Stream.ofNullable(outcome.results().get(job.number()))))
                .flatMapToLong(PageOutputs::sizes)
                .filter(size -> size > 0)
                .toArray();
    }

    private static LongStream sizes(JobResult result) {
        return LongStream.of(result.stdoutBytes(), result.stderrBytes());
    }

    /**
     * Writes the fields {@code stdout} and {@code stderr} of an object, each if there is such an output.
     *
     * @param isLookedAt whether the job is to be looked at
     */
    void write(JsonGenerator json, boolean isLookedAt, Path stdout, Path stderr) throws IOException {
        Part part = isLookedAt ? lookedAt : others;
        write(json, "stdout", part, stdout);
        write(json, "stderr", part, stderr);
    }

    private void write(JsonGenerator json, String field, Part part, Path file) throws IOException {
        OutputEnds ends = OutputEnds.of(file, Math.max(LEAST, part.limit));
        if (ends.isEmpty()) {
            return;
        }
        String name = directory.path().relativize(file).toString();
        long size = PageJson.size(counted -> write(counted, ends, name));
        json.writeFieldName(field);
        if (part.limit == 0 || size > part.left) {
            json.writeStartObject();
            json.writeStringField("note", "It is not in this page, which would be too large; it is in " + name + ".");
            json.writeEndObject();
            return;
        }
        part.left -= size;
        write(json, ends, name);
    }

    private static void write(JsonGenerator json, OutputEnds ends, String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("head", ends.head());
        if (ends.tail().isPresent()) {
            json.writeNumberField("skipped", ends.skipped());
            json.writeStringField("tail", ends.tail().get());
            json.writeStringField("file", "All that is kept of it is in " + name + ".");
        }
        json.writeEndObject();
    }
}
