package org.sluice.reporting;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

/**
 * The table of GNU parallel's {@code --joblog}, with columns of ours behind it: a line a job that has a verdict, in the
 * order in which the verdicts came; a job without one has no line. Tab separated; what would break a line or a column
 * is escaped as {@link SafeText#line} does.
 *
 * <p>{@code Exitval} and {@code Signal} are both 0 exactly when the verdict is a success. Otherwise they tell how the
 * last program ended, and {@code Exitval} is -1, as GNU parallel has it for a job that it ended itself, where no
 * program's exit tells that the job did not pass: it timed out, was not run, or only its check failed.
 *
 * <p>A flaky job has the verdict that it came to, and says so in a column of its own. What the system did not tell (the
 * processor time in seconds, the peak of memory in bytes) is empty.
 *
 * <p>So {@code parallel --resume} and {@code --resume-failed} can go on from it. {@code --retry-failed} cannot: it takes
 * the rest of the line, and with it our columns, for the command.
 */
final class Joblog {
    private static final List<String> COLUMNS = List.of(
            "Seq",
            "Host",
            "Starttime",
            "JobRuntime",
            "Send",
            "Receive",
            "Exitval",
            "Signal",
            "Command",
            "Verdict",
            "Consumer",
            "Slot",
            "Delivery",
            "Name",
            "Reason",
            "Attempts",
            "Flaky",
            "User",
            "System",
            "PeakBytes",
            "Labels",
            "Remarks");

    /** Linux has 64 signals; shells report one as 128 and its number. */
    private static final int LAST_SIGNAL = 64;

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private Joblog() {}

    /**
     * Writes the table, in one step for whoever reads it.
     *
     * @throws IOException if it cannot be written
     */
    static void write(BatchOutcome outcome, Path file) throws IOException {
        AtomicFile.write(file, writer -> {
            writeLine(writer, COLUMNS);
            Runs runs = new Runs(outcome);
            for (JobResult result : outcome.results().values()) {
                List<String> columns = new ArrayList<>(parallels(result, outcome.batch()));
                columns.addAll(ours(result, outcome, runs));
                writeLine(writer, columns);
            }
        });
    }

    private static List<String> parallels(JobResult result, Batch batch) {
        Attempt attempt = result.attempt();
        End end = End.of(result);
        return List.of(
                String.valueOf(result.job()),
                host(attempt.consumer()),
                Seconds.sinceEpoch(attempt.started()),
                padded(Seconds.of(result.wall())),
                "0",
                String.valueOf(result.stdoutBytes()),
                String.valueOf(end.exitval()),
                String.valueOf(end.signal()),
                SafeText.line(command(batch.job(result.job()).lines())));
    }

    private static List<String> ours(JobResult result, BatchOutcome outcome, Runs runs) {
        Attempt attempt = result.attempt();
        Optional<Usage> usage = result.usage();
        return List.of(
                result.verdict().label(),
                SafeText.line(attempt.consumer()),
                String.valueOf(attempt.slot()),
                String.valueOf(attempt.delivery()),
                SafeText.line(result.name()),
                SafeText.line(result.reason()),
                String.valueOf(runs.count(result.job())),
                outcome.isFlaky(result.job()) ? "yes" : "no",
                usage.map(used -> Seconds.of(used.user())).orElse(""),
                usage.map(used -> Seconds.of(used.system())).orElse(""),
                usage.filter(used -> used.peakBytes() > 0)
                        .map(used -> String.valueOf(used.peakBytes()))
                        .orElse(""),
                SafeText.line(String.join(",", outcome.batch().job(result.job()).labels())),
                SafeText.line(String.join("; ", result.remarks())));
    }

    private static void writeLine(Writer writer, List<String> columns) throws IOException {
        writer.write(String.join("\t", columns));
        writer.write('\n');
    }

    /** GNU parallel's readers expect a word; it writes {@code :} for a machine without a name. */
    private static String host(String consumer) {
        String word = WHITE_SPACE.matcher(SafeText.line(consumer)).replaceAll("_");
        return word.isEmpty() ? ":" : word;
    }

    private static String padded(String seconds) {
        return " ".repeat(Math.max(0, 10 - seconds.length())) + seconds;
    }

    private static String command(List<Program> programs) {
        return programs.stream().map(Program::display).collect(Collectors.joining(" && "));
    }

    /** How a job ended, as GNU parallel tells it. */
    private record End(int exitval, int signal) {

        static End of(JobResult result) {
            if (result.verdict().isSuccess()) {
                return new End(0, 0);
            }
            List<ProgramRun> programs = result.programs();
            int exit =
                    programs.isEmpty() ? 0 : programs.get(programs.size() - 1).exit();
            int signal = exit > 128 && exit <= 128 + LAST_SIGNAL ? exit - 128 : 0;
            if (exit == 0 || result.verdict() == Verdict.TIMED_OUT) {
                return new End(-1, signal);
            }
            return signal > 0 ? new End(0, signal) : new End(exit, 0);
        }
    }
}
