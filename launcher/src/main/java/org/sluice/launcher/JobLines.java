package org.sluice.launcher;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluice.job.Case;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Durations;
import org.sluice.job.EnvironmentChange;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Matching;
import org.sluice.job.Placement;
import org.sluice.job.Preparation;
import org.sluice.job.Program;
import org.sluice.job.Workspace;
import org.sluice.reporting.SafeText;

/** Lists a job, a line for each thing that is said of it; what is as usual is not listed. */
final class JobLines {
    private final PrintWriter out;
    private final String indent;

    JobLines(PrintWriter out, String indent) {
        this.out = out;
        this.indent = indent;
    }

    void print(Job job) {
        for (Case each : job.cases()) {
            line("case", SafeText.line(each.name()));
            new JobLines(out, indent + "    ").print(each);
        }
        if (job.cases().isEmpty()) {
            programs(job.programs(), job.checks(), job.judging());
        }
        surroundings(job.directory(), job.environment(), job.preparation());
        job.timeout().ifPresent(timeout -> line("timeout", Durations.format(timeout)));
        job.grace().ifPresent(grace -> line("grace", Durations.format(grace)));
        if (job.limits().retries() > 0) {
            line("retries", String.valueOf(job.limits().retries()));
        }
        workspace(job.workspace());
        placement(job.placement());
        words("label", job.labels());
    }

    private void print(Case each) {
        programs(each.programs(), each.checks(), each.judging());
        surroundings(each.directory(), each.environment(), each.preparation());
        each.timeout().ifPresent(timeout -> line("timeout", Durations.format(timeout)));
        words("requires-case", each.requires());
    }

    private void programs(List<Program> programs, List<Check> checks, Judging judging) {
        programs.forEach(program -> program("run", program));
        checks.forEach(this::check);
        if (!judging.passCodes().equals(Judging.DEFAULT.passCodes())) {
            line("exit", codes(judging.passCodes()));
        }
        if (!judging.skipCodes().equals(Judging.DEFAULT.skipCodes())) {
            line("skip-code", judging.skipCodes().isEmpty() ? "none" : codes(judging.skipCodes()));
        }
        if (judging.willFail()) {
            line("will-fail", "yes");
        }
        Matching matching = judging.matching();
        matching.pass().forEach(regex -> line("pass-match", SafeText.line(regex)));
        matching.fail().forEach(regex -> line("fail-match", SafeText.line(regex)));
        matching.skip().forEach(regex -> line("skip-match", SafeText.line(regex)));
    }

    private void surroundings(String directory, Map<String, String> environment, Preparation preparation) {
        if (!directory.isEmpty()) {
            line("dir", SafeText.line(directory));
        }
        environment.forEach((name, value) -> line("env", name + "=" + SafeText.line(value)));
        preparation.changes().forEach(this::change);
        words("requires-file", preparation.requiredFiles());
        preparation.disabled().ifPresent(reason -> line("disabled", SafeText.line(reason)));
    }

    private void change(EnvironmentChange change) {
        String word = "env-" + change.kind().name().toLowerCase(Locale.ROOT);
        if (change.kind() == EnvironmentChange.Kind.UNSET) {
            line(word, change.name());
            return;
        }
        String separator = change.separator().isEmpty() ? "" : " -sep " + Program.quoted(change.separator());
        line(word, change.name() + " " + SafeText.line(Program.quoted(change.value()) + separator));
    }

    private void workspace(Workspace workspace) {
        if (workspace.scratch()) {
            line("scratch", "yes");
        }
        workspace.keep().forEach(keep -> line("keep", (keep.onFail() ? "-on-fail " : "") + SafeText.line(keep.glob())));
    }

    private void placement(Placement placement) {
        words("needs", placement.needs());
        if (placement.slots() > 1) {
            line("slots", String.valueOf(placement.slots()));
        }
        if (placement.alone()) {
            line("alone", "yes");
        }
        words("lock", placement.locks());
    }

    private void check(Check check) {
        if (check instanceof Program program) {
            program("check", program);
        } else if (check instanceof Comparison comparison) {
            line("compare", SafeText.line(comparison.arguments()));
        }
    }

    private void program(String word, Program program) {
        String shell = program instanceof Program.Shell ? " (by the shell)" : "";
        line(word, SafeText.line(program.display()) + shell);
    }

    private void words(String word, Collection<String> values) {
        if (!values.isEmpty()) {
            line(word, values.stream().map(Program::quoted).map(SafeText::line).collect(Collectors.joining(" ")));
        }
    }

    private void line(String word, String value) {
        out.printf("%s%-10s %s%n", indent, word, value);
    }

    private static String codes(List<Integer> codes) {
        return codes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
