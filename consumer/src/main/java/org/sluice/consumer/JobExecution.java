package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.Job;
import org.sluice.job.ProgramRun;
import org.sluice.job.Verdict;

/** Runs one job, which is one case or has several, until its verdict is certain or it is cut short. */
final class JobExecution implements Execution {
    private final Job job;
    private final Path directory;
    private final BiFunction<Case, Supervision, CaseResult> running;
    private final CapturedOutput output;
    private final Supervision supervision;
    private final LongSupplier nanoTime;
    private final Runnable atEnd;

    /**
     * @param directory where its programs run
     * @param running runs one case of the job, or the job as the one case that it is
     * @param atEnd what is to be done when the job has ended, whatever came of it
     */
    JobExecution(
            Job job,
            Path directory,
            BiFunction<Case, Supervision, CaseResult> running,
            CapturedOutput output,
            LongSupplier nanoTime,
            Runnable atEnd) {
        this.job = job;
        this.directory = directory;
        this.running = running;
        this.output = output;
        this.supervision = new Supervision(job.timeout(), nanoTime);
        this.nanoTime = nanoTime;
        this.atEnd = atEnd;
    }

    @Override
    public RunOutcome run() {
        supervision.begin();
        long started = nanoTime.getAsLong();
        try {
            if (job.cases().isEmpty()) {
                CaseResult only = running.apply(whole(job), supervision);
                return new RunOutcome(
                        only.verdict(), only.reason(), only.programs(), only.wall(), output.stdout(), output.stderr());
            }
            return runCases(started);
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
        supervision.kill(reason);
    }

    private RunOutcome runCases(long started) throws IOException {
        CaseSequence cases = new CaseSequence(job, supervision, this::runCase);
        Judgement judgement =
                CaseExecution.obstacle(job.preparation(), directory).orElseGet(cases::run);
        List<ProgramRun> programs = new ArrayList<>();
        cases.results().forEach(result -> programs.addAll(result.programs()));
        Duration wall = programs.isEmpty() ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - started);
        return new RunOutcome(judgement.verdict(), judgement.reason(), programs, wall, output.stdout(), output.stderr())
                .withCases(cases.results());
    }

    private CaseResult runCase(Case each) {
        try {
            output.append("[sluice: case " + each.name().replaceAll("\\p{Cntrl}", " ") + "]\n");
        } catch (IOException e) {
            return new CaseResult(
                    each.name(),
                    Verdict.ERROR,
                    "its output could not be written: " + e.getMessage(),
                    Duration.ZERO,
                    List.of());
        }
        return running.apply(each, supervision);
    }

    /** Its environment is the job's own, and so is its time. */
    private static Case whole(Job job) {
        return new Case(
                job.name(),
                job.programs(),
                job.directory(),
                Map.of(),
                job.preparation(),
                Optional.empty(),
                job.judging(),
                List.of());
    }
}
