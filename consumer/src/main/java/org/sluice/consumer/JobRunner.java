package org.sluice.consumer;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.sluice.consumer.linux.Linux;
import org.sluice.job.Job;
import org.sluice.job.Matching;
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
            directory = root.resolve(job.directory());
        } catch (InvalidPathException e) {
            String why = SystemEncoding.OF_JDK
                    .fault(List.of(job.directory()), Map.of())
                    .orElse(e.getReason());
            return new FailedExecution(
                    RunOutcome.withoutRun(Verdict.ERROR, "the job's directory cannot be a path here: " + why));
        }
        Processes.Run run = processes.newRun();
        boolean isRead = !job.judging().matching().equals(Matching.NONE);
        CapturedOutput output = new CapturedOutput(scratch, run.id(), outputLimit, isRead);
        Start start = run.in(directory, environment.of(job, context, run.id()), output);
        Comparing comparing = new Comparing(directory, output);
        Duration jobsGrace = job.grace().orElse(grace);
        return new JobExecution(job, run, new ProgramStarter(start), comparing, output, jobsGrace, nanoTime);
    }

    @Override
    public void close() {
        processes.close();
    }
}
