package org.sluice.launcher;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Durations;
import org.sluice.job.ExitCode;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Matching;
import org.sluice.job.Placement;
import org.sluice.job.Program;
import org.sluice.job.Workspace;
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
            print(job, out);
        }
        int count = jobFile.jobs().size();
        command.getErr().println(jobFile.sourceName() + ": " + count + (count == 1 ? " job" : " jobs"));
        return ExitCode.PASSED.code();
    }

    /** What is as usual is not listed. */
    private static void print(Job job, PrintWriter out) {
        job.programs().forEach(program -> print("run", program, out));
        job.checks().forEach(check -> print(check, out));
        Judging judging = job.judging();
        if (!judging.passCodes().equals(Judging.DEFAULT.passCodes())) {
            print("exit", codes(judging.passCodes()), out);
        }
        if (!judging.skipCodes().equals(Judging.DEFAULT.skipCodes())) {
            print("skip-code", judging.skipCodes().isEmpty() ? "none" : codes(judging.skipCodes()), out);
        }
        if (judging.willFail()) {
            print("will-fail", "yes", out);
        }
        print(judging.matching(), out);
        if (!job.directory().isEmpty()) {
            print("dir", SafeText.line(job.directory()), out);
        }
        job.environment().forEach((name, value) -> print("env", name + "=" + SafeText.line(value), out));
        job.timeout().ifPresent(timeout -> print("timeout", Durations.format(timeout), out));
        job.grace().ifPresent(grace -> print("grace", Durations.format(grace), out));
        if (job.limits().retries() > 0) {
            print("retries", String.valueOf(job.limits().retries()), out);
        }
        print(job.workspace(), out);
        print(job.placement(), out);
        print("label", job.labels(), out);
    }

    private static void print(Matching matching, PrintWriter out) {
        matching.pass().forEach(regex -> print("pass-match", SafeText.line(regex), out));
        matching.fail().forEach(regex -> print("fail-match", SafeText.line(regex), out));
        matching.skip().forEach(regex -> print("skip-match", SafeText.line(regex), out));
    }

    private static void print(Workspace workspace, PrintWriter out) {
        if (workspace.scratch()) {
            print("scratch", "yes", out);
        }
        workspace
                .keep()
                .forEach(keep -> print("keep", (keep.onFail() ? "-on-fail " : "") + SafeText.line(keep.glob()), out));
    }

    private static void print(Placement placement, PrintWriter out) {
        print("needs", placement.needs(), out);
        if (placement.slots() > 1) {
            print("slots", String.valueOf(placement.slots()), out);
        }
        if (placement.alone()) {
            print("alone", "yes", out);
        }
        print("lock", placement.locks(), out);
    }

    private static void print(String word, Collection<String> values, PrintWriter out) {
        if (!values.isEmpty()) {
            print(word, values.stream().map(SafeText::line).collect(Collectors.joining(" ")), out);
        }
    }

    private static void print(Check check, PrintWriter out) {
        if (check instanceof Program program) {
            print("check", program, out);
        } else if (check instanceof Comparison comparison) {
            print("compare", SafeText.line(comparison.arguments()), out);
        }
    }

    private static void print(String word, Program program, PrintWriter out) {
        String shell = program instanceof Program.Shell ? " (by the shell)" : "";
        print(word, SafeText.line(program.display()) + shell, out);
    }

    private static void print(String word, String value, PrintWriter out) {
        out.printf("    %-10s %s%n", word, value);
    }

    private static String codes(List<Integer> codes) {
        return codes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
