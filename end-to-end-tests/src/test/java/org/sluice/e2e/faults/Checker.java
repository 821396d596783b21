package org.sluice.e2e.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/**
 * Holds what a batch says against what its jobs wrote down of themselves, after everything has ended. It is told only facts;
 * {@link CheckerTest} shows it forged ones.
 */
final class Checker {
    private final List<String> violations = new ArrayList<>();
    private final Set<String> blamed = new HashSet<>();
    private int jobs;
    private int runs;
    private int duplicates;

    /**
     * One batch.
     *
     * @param planned what was posted
     * @param journal what the journal says
     * @param joblog the verdict of each job by the job log, in the words of the log; one name may have several
     * @param records what the jobs wrote down
     * @param maxDeliveries how many starts without a result make a job lost
     */
    void check(
            List<PlannedJob> planned,
            BatchOutcome journal,
            List<Map.Entry<String, String>> joblog,
            Map<String, Records.Record> records,
            int maxDeliveries) {
        jobs += planned.size();
        Map<String, PlannedJob> byName = new LinkedHashMap<>();
        planned.forEach(job -> byName.put(job.name(), job));
        for (Map.Entry<String, Records.Record> record : records.entrySet()) {
            runs += record.getValue().starts();
            duplicates += Math.max(0, record.getValue().starts() - 1);
            if (!byName.containsKey(record.getKey())) {
                blame(record.getKey(), "was run and never posted");
            }
        }
        Map<String, JobResult> verdicts = verdicts(byName, journal);
        for (PlannedJob job : planned) {
            JobResult result = verdicts.get(job.name());
            if (result == null) {
                blame(job.name(), "has no verdict");
            } else {
                check(job, result, records.getOrDefault(job.name(), new Records.Record()), maxDeliveries);
            }
        }
        checkJoblog(verdicts, joblog);
    }

    private Map<String, JobResult> verdicts(Map<String, PlannedJob> planned, BatchOutcome journal) {
        Map<String, JobResult> verdicts = new HashMap<>();
        for (Job job : journal.batch().jobs()) {
            if (!planned.containsKey(job.name())) {
                blame(job.name(), "is in the journal and was never posted");
            }
        }
        for (JobResult result : journal.results().values()) {
            String name = journal.batch().jobs().get(result.job() - 1).name();
            if (!name.equals(result.name())) {
                blame(name, "has the verdict of " + result.name());
            }
            if (verdicts.put(name, result) != null) {
                blame(name, "has two verdicts");
            }
        }
        return verdicts;
    }

    private void check(PlannedJob job, JobResult result, Records.Record record, int maxDeliveries) {
        Verdict verdict = result.verdict();
        if (verdict == Verdict.LOST) {
            if (record.starts() < maxDeliveries) {
                blame(job.name(), "is lost after " + record.starts() + " starts");
            }
            return;
        }
        OptionalInt exit = record.exit();
        if (exit.isEmpty()) {
            blame(job.name(), "has the verdict " + verdict + " and no run that came to its end");
            return;
        }
        if (exit.getAsInt() != job.exit()) {
            blame(job.name(), "exited with " + exit.getAsInt() + " where " + job.exit() + " was planned");
            return;
        }
        Verdict truth = truth(exit.getAsInt(), record.check());
        if (verdict != truth) {
            blame(job.name(), "is " + verdict + " and by its own record " + truth);
        }
    }

    private static Verdict truth(int exit, OptionalInt check) {
        if (exit == 77) {
            return Verdict.SKIPPED;
        }
        if (exit != 0) {
            return Verdict.FAILED;
        }
        return check.orElse(0) == 0 ? Verdict.PASSED : Verdict.DIFFERS;
    }

    private void checkJoblog(Map<String, JobResult> verdicts, List<Map.Entry<String, String>> joblog) {
        Map<String, String> seen = new TreeMap<>();
        for (Map.Entry<String, String> line : joblog) {
            if (seen.put(line.getKey(), line.getValue()) != null) {
                blame(line.getKey(), "has two lines in the job log");
            }
        }
        verdicts.forEach((name, result) -> {
            String line = seen.remove(name);
            if (!result.verdict().label().equals(line)) {
                blame(name, "is " + result.verdict().label() + " by the journal and " + line + " by the job log");
            }
        });
        seen.keySet().forEach(name -> blame(name, "is in the job log and has no verdict"));
    }

    /** A command must have ended by itself, and like this. */
    void checkExit(String command, int expected, int actual) {
        if (expected != actual) {
            violations.add(command + " ended with exit code " + actual + " instead of " + expected);
        }
    }

    /** What is left of a kind, such as messages, processes or files, must be nothing. */
    void checkNothingLeft(String kind, List<String> left) {
        if (!left.isEmpty()) {
            violations.add(left.size() + " " + kind + " left: " + left.subList(0, Math.min(5, left.size())));
        }
    }

    private void blame(String job, String what) {
        blamed.add(job);
        violations.add("job " + job + " " + what);
    }

    /** All that is not as it must be; empty if nothing. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** What came of the jobs. */
    Campaign.Counts counts() {
        return new Campaign.Counts(jobs, runs, duplicates, blamed.size());
    }
}
