package org.sluice.consumer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.sluice.consumer.compare.StoppedException;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/** Runs the programs and the checks of one job in order, until its verdict is certain or the job is cut short. */
final class JobExecution implements Execution {
    /** What a shell would give for a program that was killed; for one whose end could not be waited for. */
    private static final int EXIT_WHEN_KILLED = 128 + 9;

    private static final String INTERRUPTED = "the consumer was told to stop";

    private final Job job;
    private final ProgramStarter starter;
    private final Comparing comparing;
    private final CapturedOutput output;
    private final Duration grace;
    private final LongSupplier nanoTime;
    private final Runnable atEnd;

    /** Both are guarded by this object. */
    private String killed;

    private Thread waiting;

    private long started;

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
    }

    @Override
    public RunOutcome run() {
        List<ProgramRun> runs = new ArrayList<>();
        started = nanoTime.getAsLong();
        try {
            Judgement judgement = runAndJudge(runs);
            Duration wall = runs.isEmpty() ? Duration.ZERO : since(started);
            return new RunOutcome(
                    judgement.verdict(), judgement.reason(), runs, wall, output.stdout(), output.stderr());
        } catch (IOException e) {
            return RunOutcome.withoutRun(
                    Verdict.ERROR, "the output of the job could not be read back: " + e.getMessage());
        } finally {
            output.remove();
            atEnd.run();
        }
    }

    @Override
    public synchronized void kill(String reason) {
        if (killed == null) {
            killed = reason;
            if (waiting != null) {
                waiting.interrupt();
            }
        }
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
                judgement = isCutShort() ? Optional.of(cutShort()) : compare(comparison);
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
            return comparing.judge(comparison, this::isToStop);
        } catch (StoppedException e) {
            return Optional.of(cutShort());
        }
    }

    /** As {@link #isCutShort}; besides, it takes an interrupt for an end, as a wait does. */
    private synchronized boolean isToStop() {
        if (killed == null && Thread.currentThread().isInterrupted()) {
            killed = INTERRUPTED;
        }
        return isCutShort();
    }

    /** Runs one program after the other, until the judge has seen enough; empty if he has not. */
    private Optional<Judgement> runUntilJudged(
            List<Program> programs, BiFunction<Program, Integer, Optional<Judgement>> judge, List<ProgramRun> runs) {
        for (Program program : programs) {
            if (isCutShort()) {
                return Optional.of(cutShort());
            }
            long begun = nanoTime.getAsLong();
            Process process;
            try {
                process = starter.start(program);
            } catch (CannotRunException e) {
                return Optional.of(new Judgement(Verdict.ERROR, e.getMessage()));
            }
            Optional<Judgement> cutShort = endsByItself(process) ? Optional.empty() : Optional.of(cutShort());
            if (cutShort.isPresent()) {
                new ProcessTree(process).end(grace);
            }
            int exit = process.isAlive() ? EXIT_WHEN_KILLED : process.exitValue();
            runs.add(new ProgramRun(program.display(), exit, since(begun)));
            Optional<Judgement> judgement = cutShort.isPresent() ? cutShort : judge.apply(program, exit);
            if (judgement.isPresent()) {
                return judgement;
            }
        }
        return Optional.empty();
    }

    /** Waits for the program, and no longer than the job may take and nobody kills it. */
    private boolean endsByItself(Process process) {
        if (!beginToWait()) {
            return false;
        }
        boolean foreignInterrupt = false;
        try {
            if (job.timeout().isEmpty()) {
                process.waitFor();
                return true;
            }
            return process.waitFor(nanosLeft(job.timeout().get()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            foreignInterrupt = true;
            return false;
        } finally {
            endToWait(foreignInterrupt);
        }
    }

    private synchronized boolean beginToWait() {
        if (killed == null) {
            waiting = Thread.currentThread();
        }
        return killed == null;
    }

    /** Tells the interrupt that {@link #kill} sent from one of somebody else, which the thread must keep. */
    private synchronized void endToWait(boolean interrupted) {
        waiting = null;
        if (killed != null) {
            Thread.interrupted(); // ours may have come when the wait was over already
        } else if (interrupted) {
            killed = INTERRUPTED;
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isCutShort() {
        return killed != null
                || job.timeout().filter(limit -> nanosLeft(limit) <= 0).isPresent();
    }

    /** The judgement on a job that could not go on: either of the two. */
    private synchronized Judgement cutShort() {
        return killed != null
                ? new Judgement(Verdict.CANCELLED, killed)
                : new Judgement(
                        Verdict.TIMED_OUT,
                        "ran longer than " + Durations.format(job.timeout().orElseThrow()) + " (timeout)");
    }

    private long nanosLeft(Duration timeout) {
        return timeout.toNanos() - (nanoTime.getAsLong() - started);
    }

    private Duration since(long begin) {
        return Duration.ofNanos(nanoTime.getAsLong() - begin);
    }
}
