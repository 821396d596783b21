package org.sluice.consumer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/** Runs the programs and the checks of one job in order, until its verdict is certain or the job is cut short. */
final class JobExecution implements Execution {
    /** What a shell would give for a program that was killed; for one whose end could not be waited for. */
    private static final int EXIT_WHEN_KILLED = 128 + 9;

    private final Job job;
    private final ProgramStarter starter;
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
            CapturedOutput output,
            Duration grace,
            LongSupplier nanoTime,
            Runnable atEnd) {
        this.job = job;
        this.starter = starter;
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
                .or(() -> runUntilJudged(job.judging().checks(), judge::ofCheck, runs))
                .orElse(Judgement.PASSED);
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
            killed = "the consumer was told to stop";
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
