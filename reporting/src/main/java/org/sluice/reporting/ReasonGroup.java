package org.sluice.reporting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/**
 * Jobs of one verdict that have the same reason; or all those of a verdict whose reasons nobody shares.
 *
 * @param verdict the verdict
 * @param reason what they have in common; {@code ""} when that is nothing
 * @param results the newest verdict first; at least one
 */
record ReasonGroup(Verdict verdict, String reason, List<JobResult> results) {
    /** What stands behind it in the reason of a difference is told of one job alone: how much differs, and where. */
    private static final String BEHIND_THE_FILES = ": ";

    /** The groups of the jobs with such verdicts, that of the newest verdict first. */
    static List<ReasonGroup> of(BatchOutcome outcome, Predicate<Verdict> verdicts) {
        List<JobResult> newest = new ArrayList<>(outcome.results().values());
        Collections.reverse(newest);
        newest.removeIf(result -> !verdicts.test(result.verdict()));
        Map<Verdict, Map<String, List<JobResult>>> shared = new EnumMap<>(Verdict.class);
        for (JobResult result : newest) {
            shared.computeIfAbsent(result.verdict(), verdict -> new LinkedHashMap<>())
                    .computeIfAbsent(kind(result), kind -> new ArrayList<>())
                    .add(result);
        }
        Map<JobResult, ReasonGroup> groups = new LinkedHashMap<>();
        shared.forEach((verdict, kinds) -> {
            List<JobResult> single = new ArrayList<>();
            kinds.forEach((kind, results) -> {
                if (results.size() == 1) {
                    single.add(results.get(0));
                } else {
                    groups.put(results.get(0), new ReasonGroup(verdict, common(kind, results), results));
                }
            });
            if (!single.isEmpty()) {
                String reason = single.size() == 1 ? single.get(0).reason() : "";
                groups.put(single.get(0), new ReasonGroup(verdict, reason, single));
            }
        });
        return newest.stream().filter(groups::containsKey).map(groups::get).toList();
    }

    /** What is to be told of this job besides the group's reason. */
    String ownReason(JobResult result) {
        if (result.reason().equals(reason)) {
            return "";
        }
        return reason.isEmpty()
                ? result.reason()
                : result.reason().substring(reason.length() + BEHIND_THE_FILES.length());
    }

    private static String common(String kind, List<JobResult> results) {
        String first = results.get(0).reason();
        return results.stream().allMatch(result -> result.reason().equals(first)) ? first : kind;
    }

    private static String kind(JobResult result) {
        String reason = result.reason();
        int behind = result.verdict() == Verdict.DIFFERS ? reason.indexOf(BEHIND_THE_FILES) : -1;
        return behind < 0 ? reason : reason.substring(0, behind);
    }
}
