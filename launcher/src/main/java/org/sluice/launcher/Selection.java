package org.sluice.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sluice.job.Job;

/**
 * Which jobs of a job file are wanted; all conditions must hold. What CTest has an option for is decided as CTest does.
 *
 * @param name to be found in the name
 * @param notName not to be found in the name
 * @param labels each to be found in one of the job's labels at least
 * @param notLabels not all of them to be found so; none excludes nothing
 * @param oneOf names of jobs, of which it must be one
 */
record Selection(
        Optional<Pattern> name,
        Optional<Pattern> notName,
        List<Pattern> labels,
        List<Pattern> notLabels,
        Optional<Set<String>> oneOf) {

    /** The jobs that are wanted, in their order, numbered from 1 without a gap. */
    List<Job> of(List<Job> jobs) {
        List<Job> selected = new ArrayList<>();
        for (Job job : jobs) {
            if (wants(job)) {
                selected.add(job.withNumber(selected.size() + 1));
            }
        }
        return selected;
    }

    private boolean wants(Job job) {
        boolean excluded = !notLabels.isEmpty() && hasAll(notLabels, job);
        return oneOf.map(names -> names.contains(job.name())).orElse(true)
                && name.map(regex -> regex.matcher(job.name()).find()).orElse(true)
                && !notName.map(regex -> regex.matcher(job.name()).find()).orElse(false)
                && hasAll(labels, job)
                && !excluded;
    }

    private static boolean hasAll(List<Pattern> regexes, Job job) {
        return regexes.stream()
                .allMatch(regex -> job.labels().stream()
                        .anyMatch(label -> regex.matcher(label).find()));
    }
}
