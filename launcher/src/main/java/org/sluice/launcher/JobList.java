package org.sluice.launcher;

import java.io.PrintWriter;
import org.sluice.job.Durations;
import org.sluice.job.ExitCode;
import org.sluice.job.Job;
import org.sluice.job.Program;
import org.sluice.producer.jobfile.JobFile;
import org.sluice.producer.jobfile.JobFileException;
import org.sluice.reporting.SafeText;
import picocli.CommandLine;

/** Lists what a job file would have posted. */
final class JobList {
    private JobList() {}

    /** Returns the exit code. */
    static int print(String file, CommandLine command) throws JobFileException {
        if (file == null) {
            throw new UsageException(
                    "No job file is given, such as server.inp; - reads standard input.", ExitCode.USAGE);
        }
        JobFile jobFile = JobFile.read(file, System.in);
        PrintWriter out = command.getOut();
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
        command.getErr().println(jobFile.sourceName() + ": " + count + (count == 1 ? " job" : " jobs"));
        return ExitCode.PASSED.code();
    }
}
