package org.sluice.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sluice.job.Job;
import org.sluice.job.Output;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/** Runs jobs that end when and how a test says. */
final class ScriptedRunner implements Runner {
    private final BlockingQueue<Run> begun = new LinkedBlockingQueue<>();
    private volatile boolean closed;
    private volatile Optional<String> obstacle = Optional.empty();

    /** Waits for the next job that begins. */
    Run next() throws InterruptedException {
        Run run = begun.poll(30, TimeUnit.SECONDS);
        if (run == null) {
            throw new AssertionError("no job began");
        }
        return run;
    }

    /** The job that began, if one has. */
    Optional<Run> poll() {
        return Optional.ofNullable(begun.poll());
    }

    boolean hasNone() {
        return begun.isEmpty();
    }

    boolean isClosed() {
        return closed;
    }

    /** Why it could begin no job, from now on; empty if it can. */
    void obstacle(Optional<String> why) {
        obstacle = why;
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public Execution prepare(Job job, JobContext context) {
        return new Run(job, context);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** A job that runs. */
    final class Run implements Execution {
        private final Job job;
        private final JobContext context;
        private final CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();

        private Run(Job job, JobContext context) {
            this.job = job;
            this.context = context;
        }

        int job() {
            return job.number();
        }

        JobContext context() {
            return context;
        }

        void pass() {
            outcome.complete(passed());
        }

        /** It takes so long. */
        void passIn(Duration time) {
            outcome.completeOnTimeout(passed(), time.toNanos(), TimeUnit.NANOSECONDS);
        }

        private static RunOutcome passed() {
            return new RunOutcome(
                    Verdict.PASSED,
                    "",
                    List.of(new ProgramRun("true", 0, Duration.ZERO)),
                    Duration.ZERO,
                    Output.NONE,
                    Output.NONE);
        }

        /** Ends it otherwise than by passing. */
        void end(Verdict verdict, String reason) {
            outcome.complete(new RunOutcome(
                    verdict,
                    reason,
                    List.of(new ProgramRun("solver", 3, Duration.ZERO)),
                    Duration.ZERO,
                    Output.NONE,
                    Output.NONE));
        }

        void fail(RuntimeException e) {
            outcome.completeExceptionally(e);
        }

        boolean isKilled() {
            return outcome.isDone()
                    && !outcome.isCompletedExceptionally()
                    && outcome.join().verdict() == Verdict.CANCELLED;
        }

        @Override
        public RunOutcome run() {
            begun.add(this);
            try {
                return outcome.join();
            } catch (java.util.concurrent.CompletionException e) {
                throw (RuntimeException) e.getCause();
            }
        }

        @Override
        public void killNow(String reason) {
            kill(reason);
        }

        @Override
        public void kill(String reason) {
            outcome.complete(RunOutcome.withoutRun(Verdict.CANCELLED, reason));
        }
    }
}
