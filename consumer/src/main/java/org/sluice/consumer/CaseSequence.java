package org.sluice.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.Job;
import org.sluice.job.Verdict;

/** Runs the cases of a job in their order and draws the judgement on the job from those on them. */
final class CaseSequence {
    /** The job has the first of these that one of its cases has. */
    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.FAILED, Verdict.TIMED_OUT, Verdict.DIFFERS, Verdict.ERROR, Verdict.PASSED, Verdict.SKIPPED);

    private static final int SHOWN = 3;

    private final Job job;
    private final Leash leash;
    private final Function<Case, CaseResult> running;
    private final List<CaseResult> results = new ArrayList<>();

    /** @param running runs one case */
    CaseSequence(Job job, Leash leash, Function<Case, CaseResult> running) {
        this.job = job;
        this.leash = leash;
        this.running = running;
    }

    Judgement run() {
        for (Case each : job.cases()) {
            leash.beginCase(each.timeout());
            results.add(reasonNotToRun(each)
                    .map(reason -> new CaseResult(each.name(), Verdict.ERROR, reason, Duration.ZERO, List.of()))
                    .orElseGet(() -> running.apply(each)));
        }
        if (leash.isKilled()) {
            return leash.judgement();
        }
        Verdict worst = WORST_FIRST.stream().filter(this::has).findFirst().orElseThrow();
        return new Judgement(worst, worst == Verdict.PASSED ? "" : reason());
    }

    /** Of each case, in their order; those of cases that were not run are among them. */
    List<CaseResult> results() {
        return List.copyOf(results);
    }

    private Optional<String> reasonNotToRun(Case each) {
        if (leash.isOver()) {
            return Optional.of("not run: the job " + leash.judgement().reason());
        }
        if (each.preparation().disabled().isPresent()) {
            return Optional.empty();
        }
        return results.stream()
                .filter(before -> each.requires().contains(before.name()))
                .filter(before -> !before.verdict().isSuccess())
                .findFirst()
                .map(before -> "not run: it requires " + before.name() + ", which did not pass");
    }

    private boolean has(Verdict verdict) {
        return results.stream().anyMatch(result -> result.verdict() == verdict);
    }

    private String reason() {
        List<CaseResult> told =
                results.stream().filter(result -> !result.verdict().isSuccess()).toList();
        if (told.isEmpty()) {
            return "all " + results.size() + " cases were skipped: "
                    + results.get(0).reason();
        }
        String first = told.stream()
                .limit(SHOWN)
                .map(result -> result.name() + " " + result.verdict().label() + " (" + result.reason() + ")")
                .collect(Collectors.joining(", "));
        int more = told.size() - SHOWN;
        return told.size() + " of " + results.size() + " cases did not pass: " + first
                + (more > 0 ? " and " + more + " more" : "");
    }
}
