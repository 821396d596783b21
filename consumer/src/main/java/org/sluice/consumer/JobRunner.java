package org.sluice.consumer;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.sluice.consumer.linux.Linux;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.Comparison;
import org.sluice.job.Job;
import org.sluice.job.Matching;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;
import org.sluice.job.Workspace;

/** Runs jobs as processes of this machine. */
final class JobRunner implements Runner {
    /** How long processes that are asked to end may take before they are killed, when their job does not say. */
    static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    private final RunOptions options;
    private final FreeSpace freeSpace;
    private final JobEnvironment environment;
    private final Duration grace;
    private final LongSupplier nanoTime;
    private final Processes processes;

    /** @param consumerEnvironment the environment that jobs get, without our own variables and before theirs are added */
    JobRunner(RunOptions options, Map<String, String> consumerEnvironment) {
        this(options, consumerEnvironment, DEFAULT_GRACE, System::nanoTime, processes());
    }

    /** As usual but for the limit of the output. */
    JobRunner(Path root, Path scratch, int outputLimit, Map<String, String> consumerEnvironment) {
        this(RunOptions.of(root, scratch).withOutputLimit(outputLimit), consumerEnvironment);
    }

    /** As usual but for the limit of the output and for what follows it. */
    JobRunner(
            Path root,
            Path scratch,
            int outputLimit,
            Map<String, String> consumerEnvironment,
            Duration grace,
            LongSupplier nanoTime,
            Processes processes) {
        this(
                RunOptions.of(root, scratch).withOutputLimit(outputLimit),
                consumerEnvironment,
                grace,
                nanoTime,
                processes);
    }

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param processes for this runner alone, which closes it
     */
    JobRunner(
            RunOptions options,
            Map<String, String> consumerEnvironment,
            Duration grace,
            LongSupplier nanoTime,
            Processes processes) {
        this.options = options;
        this.freeSpace = new FreeSpace(options.minFree(), options.scratch(), options.root());
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
        CapturedOutput output =
                new CapturedOutput(options.scratch(), run.id(), options.outputLimit(), isRead, hasOneOutput(job));
        JobFiles files = new JobFiles(job, directory, scratch(job, context, run.id()));
        Execution execution = new JobExecution(
                job,
                directory,
                (each, leash, used) -> run(files, each, context, run, leash, output, used),
                output,
                nanoTime,
                run);
        return hasFiles(job) ? new FiledExecution(execution, files, context.consumer(), options) : execution;
    }

    private Optional<JobScratch> scratch(Job job, JobContext context, String run) {
        if (!job.workspace().scratch()) {
            return Optional.empty();
        }
        Path path = options.scratch().resolve(run + ".scratch");
        String keptAs = "sluice.kept-" + context.batch() + "-" + job.number() + "-";
        return Optional.of(new JobScratch(path, options.keptScratch(), keptAs));
    }

    private static boolean hasFiles(Job job) {
        boolean compares = Stream.concat(
                        job.judging().checks().stream(),
                        job.cases().stream().flatMap(each -> each.judging().checks().stream()))
                .anyMatch(Comparison.class::isInstance);
        return compares || !job.workspace().equals(Workspace.NONE);
    }

    private CaseResult run(
            JobFiles files,
            Case each,
            JobContext context,
            Processes.Run run,
            Leash leash,
            CapturedOutput output,
            Consumer<Usage> used) {
        Job job = files.job();
        Path directory;
        try {
            directory = directory(each.directory());
        } catch (CannotRunException e) {
            return new CaseResult(each.name(), Verdict.ERROR, e.getMessage(), Duration.ZERO, List.of());
        }
        Map<String, String> variables = job.cases().isEmpty()
                ? environment.of(job, context, run.id(), files.scratchPath())
                : environment.of(job, each, context, run.id(), files.scratchPath());
        ProgramStarter starter = new ProgramStarter(run.in(directory, variables, output));
        return new CaseExecution(
                        each,
                        directory,
                        starter,
                        leash,
                        output,
                        job.grace().orElse(grace),
                        nanoTime,
                        used,
                        files.differingOf(each))
                .run();
    }

    private Path directory(String name) throws CannotRunException {
        try {
            return options.root().resolve(name);
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
    public Optional<String> obstacle() {
        return freeSpace.shortage();
    }

    @Override
    public void close() {
        processes.close();
    }
}
