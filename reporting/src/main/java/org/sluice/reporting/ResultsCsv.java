package org.sluice.reporting;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Program;
import org.sluice.job.Usage;

/**
 * A table of all jobs for spreadsheets and scripts, as RFC 4180 has it: commas, quotes where they are needed, lines that end with
 * CR LF, a line of names first. A job without a verdict has a line, too. What is not known is empty.
 *
 * <p>A spreadsheet takes a text for a formula that begins with one of {@code = + - @} or the full-width forms of these, and may
 * run a program for it. Such a text gets an apostrophe in front (OWASP, CSV Injection). Line breaks and the like in a
 * text are escaped as {@link SafeText#line} does.
 */
final class ResultsCsv {
    private static final List<String> COLUMNS = List.of(
            "number",
            "name",
            "verdict",
            "reason",
            "flaky",
            "consumer",
            "slot",
            "attempts",
            "started",
            "wall_seconds",
            "user_seconds",
            "system_seconds",
            "peak_bytes",
            "stdout_bytes",
            "stderr_bytes",
            "exit",
            "labels",
            "remarks",
            "command");

    private static final Pattern FORMULA = Pattern.compile("\\s*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

    private ResultsCsv() {}

    /**
     * Writes the table, in one step for whoever reads it.
     *
     * @throws IOException if it cannot be written
     */
    static void write(BatchOutcome outcome, Path file) throws IOException {
        AtomicFile.write(file, writer -> {
            writeLine(writer, COLUMNS);
            Runs runs = new Runs(outcome);
            for (Job job : outcome.batch().jobs()) {
                writeLine(writer, columns(outcome, job, runs));
            }
        });
    }

    private static List<String> columns(BatchOutcome outcome, Job job, Runs runs) {
        List<String> columns = new ArrayList<>(List.of(String.valueOf(job.number()), text(job.name())));
        JobResult result = outcome.results().get(job.number());
        if (result == null) {
            columns.addAll(List.of("", "", "", "", "", String.valueOf(runs.count(job.number()))));
            columns.addAll(List.of("", "", "", "", "", "", "", ""));
        } else {
            columns.addAll(List.of(
                    result.verdict().label(),
                    text(result.reason()),
                    outcome.isFlaky(job.number()) ? "yes" : "no",
                    text(result.attempt().consumer()),
                    String.valueOf(result.attempt().slot()),
                    String.valueOf(runs.count(job.number())),
                    result.attempt().started().toString()));
            columns.addAll(taken(result));
        }
        columns.add(text(String.join(",", job.labels())));
        columns.add(result == null ? "" : text(String.join("; ", result.remarks())));
        columns.add(text(job.lines().stream().map(Program::display).collect(Collectors.joining(" && "))));
        return columns;
    }

    private static List<String> taken(JobResult result) {
        Optional<Usage> usage = result.usage();
        return List.of(
                Seconds.of(result.wall()),
                usage.map(used -> Seconds.of(used.user())).orElse(""),
                usage.map(used -> Seconds.of(used.system())).orElse(""),
                usage.filter(used -> used.peakBytes() > 0)
                        .map(used -> String.valueOf(used.peakBytes()))
                        .orElse(""),
                String.valueOf(result.stdoutBytes()),
                String.valueOf(result.stderrBytes()),
                result.programs().isEmpty()
                        ? ""
                        : String.valueOf(result.programs()
                                .get(result.programs().size() - 1)
                                .exit()));
    }

    private static String text(String text) {
        String safe = SafeText.line(text);
        return FORMULA.matcher(safe).matches() ? "'" + safe : safe;
    }

    private static void writeLine(Writer writer, List<String> columns) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            writer.write(i == 0 ? "" : ",");
            writer.write(quoted(columns.get(i)));
        }
        writer.write("\r\n");
    }

    private static String quoted(String column) {
        return NEEDS_QUOTES.matcher(column).find() ? '"' + column.replace("\"", "\"\"") + '"' : column;
    }
}
