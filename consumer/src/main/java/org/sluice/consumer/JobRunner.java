package org.sluice.consumer;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sluice.consumer.linux.Linux;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.Job;
import org.sluice.job.Matching;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

/** Runs jobs as processes of this machine. */
final class JobRunner implements Runner {
    /** How much of each stream of a job is kept when nothing else is said, in bytes. */
    static final int DEFAULT_OUTPUT_LIMIT = 256 * 1024;

    /** How long processes that are asked to end may take before they are killed, when their job does not say. */
    static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    private final Path root;
    private final Path scratch;
    private final int outputLimit;
    private final JobEnvironment environment;
    private final Duration grace;
    private final LongSupplier nanoTime;
    private final Processes processes;

    /**
     * @param root the directory that the directories of jobs are relative to
     * @param scratch an existing directory for the output of running jobs, for this runner alone; it is left empty, but
     *     not removed
     * @param outputLimit how many bytes of each stream are kept: the first quarter from its start, the rest from its end
     * @param consumerEnvironment the environment that jobs get, without our own variables and before theirs are added
     */
    JobRunner(Path root, Path scratch, int outputLimit, Map<String, String> consumerEnvironment) {
        this(root, scratch, outputLimit, consumerEnvironment, DEFAULT_GRACE, System::nanoTime, processes());
    }

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param processes for this runner alone, which closes it
     */
    JobRunner(
            Path root,
            Path scratch,
            int outputLimit,
            Map<String, String> consumerEnvironment,
            Duration grace,
            LongSupplier nanoTime,
            Processes processes) {
        this.root = root.toAbsolutePath();
        this.scratch = scratch.toAbsolutePath();
        this.outputLimit = outputLimit;
        this.environment = new JobEnvironment(consumerEnvironment);
        this.grace = grace;
        this.nanoTime = nanoTime;
        this.processes = processes;
    }

    /** The best that there is here. */
    static Processes processes() {
        return Linux.here()
                .filter(linux -> linux.orphans().areAdopted())
                .<Processes>map(LinuxProcesses::new)
                .orElseGet(JdkProcesses::new);
    }

    @Override
    public Execution prepare(Job job, JobContext context) {
        Path directory;
        try {
            directory = directory(job.directory());
        } catch (CannotRunException e) {
            return new FailedExecution(RunOutcome.withoutRun(Verdict.ERROR, e.getMessage()));
        }
        Processes.Run run = processes.newRun();
        boolean isRead = !job.judging().matching().equals(Matching.NONE)
                || job.cases().stream()
                        .anyMatch(each -> !each.judging().matching().equals(Matching.NONE));
        CapturedOutput output = new CapturedOutput(scratch, run.id(), outputLimit, isRead, hasOneOutput(job));
        return new JobExecution(
                job,
                directory,
                (each, leash, used) -> run(job, each, context, run, leash, output, used),
                output,
                nanoTime,
                run);
    }

    private CaseResult run(
            Job job,
            Case each,
            JobContext context,
            Processes.Run run,
            Leash leash,
            CapturedOutput output,
            Consumer<Usage> used) {
        Path directory;
        try {
            directory = directory(each.directory());
        } catch (CannotRunException e) {
            return new CaseResult(each.name(), Verdict.ERROR, e.getMessage(), Duration.ZERO, List.of());
        }
        Map<String, String> variables = job.cases().isEmpty()
                ? environment.of(job, context, run.id())
                : environment.of(job, each, context, run.id());
        ProgramStarter starter = new ProgramStarter(run.in(directory, variables, output));
        return new CaseExecution(
                        each, directory, starter, leash, output, job.grace().orElse(grace), nanoTime, used)
                .run();
    }

    private Path directory(String name) throws CannotRunException {
        try {
            return root.resolve(name);
        } catch (InvalidPathException e) {
            String why = SystemEncoding.OF_JDK.fault(List.of(name), Map.of()).orElse(e.getReason());
            throw new CannotRunException("the job's directory cannot be a path here: " + why, e);
        }
    }

    /** A log of cases is read from top to bottom, and a pattern is to be found in what a person would see. */
    private static boolean hasOneOutput(Job job) {
        return !job.cases().isEmpty() || !job.judging().matching().equals(Matching.NONE);
    }

    @Override
    public void close() {
        processes.close();
    }
}
