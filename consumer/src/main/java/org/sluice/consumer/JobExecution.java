package org.sluice.consumer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.sluice.consumer.compare.StoppedException;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Job;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

/** Runs the programs and the checks of one job in order, until its verdict is certain or the job is cut short. */
final class JobExecution implements Execution {
    /** What a shell would give for a program that was killed; for one whose end could not be waited for. */
    private static final int EXIT_WHEN_KILLED = 128 + 9;

    private final Job job;
    private final ProgramStarter starter;
    private final Comparing comparing;
    private final CapturedOutput output;
    private final Duration grace;
    private final LongSupplier nanoTime;
    private final Runnable atEnd;
    private final Leash leash;
    private Optional<Usage> usage = Optional.empty();

    /** @param atEnd what is to be done when the job has ended, whatever came of it */
    JobExecution(
            Job job,
            ProgramStarter starter,
            Comparing comparing,
            CapturedOutput output,
            Duration grace,
            LongSupplier nanoTime,
            Runnable atEnd) {
        this.job = job;
        this.starter = starter;
        this.comparing = comparing;
        this.output = output;
        this.grace = grace;
        this.nanoTime = nanoTime;
        this.atEnd = atEnd;
        this.leash = new Leash(job.timeout(), nanoTime);
    }

    @Override
    public RunOutcome run() {
        List<ProgramRun> runs = new ArrayList<>();
        long started = leash.begin();
        try {
            Judgement judgement = runAndJudge(runs);
            Duration wall = runs.isEmpty() ? Duration.ZERO : since(started);
            RunOutcome outcome = new RunOutcome(
                    judgement.verdict(), judgement.reason(), runs, wall, output.stdout(), output.stderr());
            return outcome.withUsage(usage);
        } catch (IOException e) {
            return RunOutcome.withoutRun(
                    Verdict.ERROR, "the output of the job could not be read back: " + e.getMessage());
        } finally {
            output.remove();
            atEnd.run();
        }
    }

    @Override
    public void kill(String reason) {
        leash.kill(reason);
    }

    private Judgement runAndJudge(List<ProgramRun> runs) {
        Judge judge = new Judge(job.judging());
        return runUntilJudged(job.programs(), judge::ofProgram, runs)
                .or(judge::ofAllPrograms)
                .or(() -> check(judge, runs))
                .orElse(Judgement.PASSED);
    }

    /**
     * The first check that does not pass ends the job, but for the comparisons behind it: who has to look into it wants to
     * know all files that differ.
     */
    private Optional<Judgement> check(Judge judge, List<ProgramRun> runs) {
        Optional<Judgement> first = Optional.empty();
        int more = 0;
        for (Check check : job.judging().checks()) {
            Optional<Judgement> judgement = Optional.empty();
            if (check instanceof Comparison comparison) {
                judgement = leash.isCutShort() ? Optional.of(leash.judgement()) : compare(comparison);
            } else if (check instanceof Program program && first.isEmpty()) {
                judgement = runUntilJudged(List.of(program), judge::ofCheck, runs);
            }
            Verdict verdict = judgement.map(Judgement::verdict).orElse(Verdict.PASSED);
            if (verdict == Verdict.DIFFERS) {
                more += first.isPresent() ? 1 : 0;
                first = first.isPresent() ? first : judgement;
            } else if (verdict != Verdict.PASSED && (first.isEmpty() || verdict != Verdict.ERROR)) {
                return judgement;
            }
        }
        String rest = more == 0 ? "" : "; " + more + (more == 1 ? " more file differs" : " more files differ");
        return first.map(judgement -> new Judgement(judgement.verdict(), judgement.reason() + rest));
    }

    private Optional<Judgement> compare(Comparison comparison) {
        try {
            return comparing.judge(comparison, leash::isToStop);
        } catch (StoppedException e) {
            return Optional.of(leash.judgement());
        }
    }

    /** Runs one program after the other, until the judge has seen enough; empty if he has not. */
    private Optional<Judgement> runUntilJudged(
            List<Program> programs, BiFunction<Program, Integer, Optional<Judgement>> judge, List<ProgramRun> runs) {
        for (Program program : programs) {
            if (leash.isCutShort()) {
                return Optional.of(leash.judgement());
            }
            long begun = nanoTime.getAsLong();
            RunningProgram running;
            try {
                running = starter.start(program);
            } catch (CannotRunException e) {
                return Optional.of(new Judgement(Verdict.ERROR, e.getMessage()));
            }
            Optional<Judgement> cutShort = leash.letsEnd(running) ? Optional.empty() : Optional.of(leash.judgement());
            if (cutShort.isPresent()) {
                new ProcessTree(running).end(grace);
            }
            int exit = running.isAlive() ? EXIT_WHEN_KILLED : running.exit();
            runs.add(new ProgramRun(program.display(), exit, since(begun)));
            running.usage().ifPresent(this::add);
            Optional<Judgement> judgement = cutShort.isPresent() ? cutShort : judge.apply(program, exit);
            if (judgement.isPresent()) {
                return judgement;
            }
        }
        return Optional.empty();
    }

    private void add(Usage more) {
        usage = Optional.of(usage.map(more::and).orElse(more));
    }

    private Duration since(long begin) {
        return Duration.ofNanos(nanoTime.getAsLong() - begin);
    }
}
