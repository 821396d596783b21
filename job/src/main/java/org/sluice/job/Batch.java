package org.sluice.job;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * All jobs of one job file, posted at once.
 *
 * @param id unique among the batches of a broker; letters, digits, {@code -} and {@code _} alone, so that it can be part
 *     of a queue's name and of a path
 * @param source the job file, as the user named it; {@code -} for standard input
 * @param created when the batch was made from the job file
 * @param jobs in the order of the job file, numbered from 1 without a gap
 */
public record Batch(String id, String source, Instant created, List<Job> jobs) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    public Batch {
        if (!isId(id)) {
            throw new IllegalArgumentException("not the id of a batch: '" + id + "'");
        }
        jobs = List.copyOf(jobs);
        for (int i = 0; i < jobs.size(); i++) {
            if (jobs.get(i).number() != i + 1) {
                throw new IllegalArgumentException(
                        "job at place " + (i + 1) + " has number " + jobs.get(i).number());
            }
        }
    }

    /** Whether the text can be the id of a batch. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * The job with this number.
     *
     * @throws IndexOutOfBoundsException if the batch has none
     */
    public Job job(int number) {
        return jobs.get(number - 1);
    }
}
