package org.sluice.reporting;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;

/**
 * The jobs that are in a page: all of them, unless what is said of them takes more than {@link #MOST_BYTES}. Then those to
 * be looked at come first, in the order of the job file, and after them the others, the longest first, until the page is full.
 *
 * @param jobs those that are in it, in the order of the job file
 */
record PageSelection(List<Job> jobs) {
    /** What the jobs take without their outputs: with outputs, lanes and script the page stays below 15 MB. */
    static final int MOST_BYTES = 8_000_000;

    /** What a bar in the lanes takes at most, beside what is said of its job. */
    private static final int BAR = 30;

    PageSelection {
        jobs = List.copyOf(jobs);
    }

    /** Makes the choice. */
    static PageSelection of(BatchOutcome outcome, PageRows rows, PageDetails details, Runs runs) throws IOException {
        List<Job> wanted = new ArrayList<>();
        List<Job> others = new ArrayList<>();
        for (Job job : outcome.batch().jobs()) {
            (isLookedAt(outcome, job) ? wanted : others).add(job);
        }
        others.sort(
                Comparator.comparing((Job job) -> wall(outcome, job)).reversed().thenComparing(Job::number));
        wanted.addAll(others);
        PageTexts texts = new PageTexts();
        long left = MOST_BYTES;
        List<Job> chosen = new ArrayList<>();
        for (Job job : wanted) {
            long known = texts.size();
            left -= PageJson.size(json -> rows.write(json, job, texts));
            left -= PageJson.size(json -> details.write(json, job));
            left -= (long) BAR * (1 + runs.count(job.number()));
            left -= texts.size() - known;
            if (left < 0) {
                break;
            }
            chosen.add(job);
        }
        chosen.sort(Comparator.comparing(Job::number));
        return new PageSelection(chosen);
    }

    /** Whether somebody who has little time wants to see it: it did not pass, has no verdict, or is flaky. */
    static boolean isLookedAt(BatchOutcome outcome, Job job) {
        JobResult result = outcome.results().get(job.number());
        return result == null || !result.verdict().isSuccess() || outcome.isFlaky(job.number());
    }

    private static Duration wall(BatchOutcome outcome, Job job) {
        return outcome.results().get(job.number()).wall();
    }

    /** By its number, the place of each job in the page. */
    Map<Integer, Integer> places() {
        Map<Integer, Integer> places = new HashMap<>();
        jobs.forEach(job -> places.put(job.number(), places.size()));
        return places;
    }
}
