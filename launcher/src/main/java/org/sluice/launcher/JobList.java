package org.sluice.launcher;

import java.io.PrintWriter;
import org.sluice.job.ExitCode;
import org.sluice.job.Job;
import org.sluice.producer.jobfile.JobFile;
import org.sluice.reporting.SafeText;
import picocli.CommandLine;

/** Lists what would be posted of a job file. */
final class JobList {
    private JobList() {}

    /** Returns the exit code. */
    static int print(JobFile jobFile, CommandLine command) {
        PrintWriter out = command.getOut();
        for (Job job : jobFile.jobs()) {
            out.println("job " + job.number() + ": " + SafeText.line(job.name()));
            new JobLines(out, "    ").print(job);
        }
        int count = jobFile.jobs().size();
        command.getErr().println(jobFile.sourceName() + ": " + count + (count == 1 ? " job" : " jobs"));
        return ExitCode.PASSED.code();
    }
}
