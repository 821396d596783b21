package org.sluice.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * One row of the table of faults: how much is broken, by which plan, and what came of it. The same seed plans the same faults;
 * when exactly they strike is up to the machine.
 *
 * @param name the row
 * @param isLong whether it has its long length
 * @param seed of all its random choices
 */
record Campaign(String name, boolean isLong, long seed) {
    /** {@code long} for the long length. */
    static final String LENGTH = "sluice.faults";

    static final String SEED = "sluice.faults.seed";

    /** What a row tells, in the order of the table. */
    static final String HEADING = "fault\tlength\tseed\tfaults\tjobs\truns\tduplicates\tlost\tseconds\tremark";

    private static final Path TABLE = Path.of("target", "faults.tsv");

    /** The campaign as it was asked for, with a seed of its own if none is given. */
    static Campaign of(String name) {
        Long seed = Long.getLong(SEED);
        Campaign campaign = new Campaign(
                name,
                System.getProperty(LENGTH, "short").equals("long"),
                seed != null ? seed : new Random().nextInt(1_000_000));
        System.out.println("campaign '" + name + "', " + campaign.length() + ", -D" + SEED + "=" + campaign.seed);
        return campaign;
    }

    /** One figure of the plan. */
    int figure(int shortly, int atLength) {
        return isLong ? atLength : shortly;
    }

    /** The guard for whatever takes as long as the campaign. */
    Duration guard() {
        return isLong ? Duration.ofHours(2) : Duration.ofMinutes(4);
    }

    /** Choices that do not depend on how often another part of the campaign chose. */
    SplittableRandom random(String part) {
        return new SplittableRandom(seed * 31 + part.hashCode());
    }

    private String length() {
        return isLong ? "long" : "short";
    }

    /**
     * Adds the row to the table of this build.
     *
     * @param faults how many were really injected, not planned
     * @param counts of what came of the jobs
     * @param remark what else the row has to tell, or ""
     */
    void report(int faults, Counts counts, Duration took, String remark) throws IOException {
        String row = String.join(
                "\t",
                name,
                length(),
                String.valueOf(seed),
                String.valueOf(faults),
                String.valueOf(counts.jobs()),
                String.valueOf(counts.runs()),
                String.valueOf(counts.duplicates()),
                String.valueOf(counts.lost()),
                String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0),
                remark);
        System.out.println(HEADING.replace('\t', '|') + "\n" + row.replace('\t', '|'));
        Files.createDirectories(TABLE.getParent());
        // a single write: rows come from several processes
        Files.writeString(TABLE, row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * What came of the jobs of a campaign.
     *
     * @param jobs that were posted
     * @param runs that were begun, by the jobs' own records
     * @param duplicates runs beyond the first of a job
     * @param lost jobs that did not get exactly one true verdict
     */
    record Counts(int jobs, int runs, int duplicates, int lost) {
        Counts plus(Counts other) {
            return new Counts(jobs + other.jobs, runs + other.runs, duplicates + other.duplicates, lost + other.lost);
        }
    }
}
