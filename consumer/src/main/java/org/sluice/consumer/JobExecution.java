package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.Job;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

/** Runs one job, which is one case or has several, until its verdict is certain or it is cut short. */
final class JobExecution implements Execution {
    private final Job job;
    private final Path directory;
    private final Running running;
    private final CapturedOutput output;
    private final Leash leash;
    private final LongSupplier nanoTime;
    private final Processes.Run processes;
    private Optional<Usage> usage = Optional.empty();

    /** Runs one case; the last argument hears what each of its programs took of the machine. */
    interface Running {
        CaseResult run(Case subject, Leash leash, Consumer<Usage> used);
    }

    /**
     * @param directory where its programs run
     * @param running runs one case of the job, or the job as the one case that it is
     * @param processes what is begun and ended with the job
     */
    JobExecution(
            Job job,
            Path directory,
            Running running,
            CapturedOutput output,
            LongSupplier nanoTime,
            Processes.Run processes) {
        this.job = job;
        this.directory = directory;
        this.running = running;
        this.output = output;
        this.leash = new Leash(job.timeout(), nanoTime);
        this.nanoTime = nanoTime;
        this.processes = processes;
    }

    @Override
    public RunOutcome run() {
        long started = leash.begin();
        processes.begin(!job.placement().locks().isEmpty());
        try {
            RunOutcome outcome = job.cases().isEmpty() ? runWhole() : runCases(started);
            return outcome.withUsage(usage);
        } catch (IOException e) {
            return RunOutcome.withoutRun(
                    Verdict.ERROR, "the output of the job could not be read back: " + e.getMessage());
        } finally {
            processes.end();
            output.remove();
        }
    }

    @Override
    public void kill(String reason) {
        leash.kill(reason);
    }

    @Override
    public void killNow(String reason) {
        leash.killNow(reason);
    }

    @Override
    public boolean wasKilledAsleep() {
        return processes.wasKilledAsleep();
    }

    @Override
    public void close() {
        processes.close();
    }

    private RunOutcome runWhole() throws IOException {
        CaseResult only = running.run(whole(job), leash, this::add);
        return outcome(new Judgement(only.verdict(), only.reason()), only.programs(), only.wall());
    }

    private RunOutcome outcome(Judgement judgement, List<ProgramRun> programs, Duration wall) throws IOException {
        // first of all: they might still write
        List<String> remarks = leftBehind(processes.end());
        return new RunOutcome(judgement.verdict(), judgement.reason(), programs, wall, output.stdout(), output.stderr())
                .withRemarks(remarks);
    }

    private RunOutcome runCases(long started) throws IOException {
        CaseSequence cases = new CaseSequence(job, leash, this::runCase);
        Judgement judgement =
                CaseExecution.obstacle(job.preparation(), directory).orElseGet(cases::run);
        List<ProgramRun> programs = new ArrayList<>();
        cases.results().forEach(result -> programs.addAll(result.programs()));
        Duration wall = programs.isEmpty() ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - started);
        return outcome(judgement, programs, wall).withCases(cases.results());
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
        return running.run(each, leash, this::add);
    }

    private static List<String> leftBehind(int number) {
        return switch (number) {
            case 0 -> List.of();
            case 1 -> List.of("left 1 process behind, killed");
            default -> List.of("left " + number + " processes behind, killed");
        };
    }

    private void add(Usage more) {
        usage = Optional.of(usage.map(more::and).orElse(more));
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
