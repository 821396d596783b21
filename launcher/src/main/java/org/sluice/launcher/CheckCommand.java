package org.sluice.launcher;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.Program;
import org.sluice.producer.jobfile.JobFile;
import org.sluice.reporting.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a job file and lists what would be posted. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads a job file and lists the jobs that it makes; posts and runs nothing.",
        footer = {"", "Examples:", "  sluice check server.inp", "  ./make-jobs | sluice check -"})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The job file; - reads standard input.")
    private String file;

    @Override
    public Integer call() throws Exception {
        JobFile jobFile = JobFile.read(file, System.in);
        PrintWriter out = spec.commandLine().getOut();
        for (Job job : jobFile.jobs()) {
            out.println("job " + job.number() + ": " + SafeText.line(job.name()));
            for (Program program : job.programs()) {
                String shell = program instanceof Program.Shell ? " (by the shell)" : "";
                out.println("    run      " + SafeText.line(program.display()) + shell);
            }
            if (!job.directory().isEmpty()) {
                out.println("    dir      " + SafeText.line(job.directory()));
            }
            job.environment()
                    .forEach((name, value) -> out.println("    env      " + name + "=" + SafeText.line(value)));
            job.timeout().ifPresent(timeout -> out.println("    timeout  " + Durations.format(timeout)));
        }
        int count = jobFile.jobs().size();
        spec.commandLine().getErr().println(jobFile.sourceName() + ": " + count + (count == 1 ? " job" : " jobs"));
        return 0;
    }
}
