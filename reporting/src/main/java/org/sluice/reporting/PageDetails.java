package org.sluice.reporting;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sluice.job.Attempt;
import org.sluice.job.BatchOutcome;
import org.sluice.job.CaseResult;
import org.sluice.job.Comparison;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;

/** What a page tells of one job beside the table, as {@code detail.js} reads it. */
final class PageDetails {
    static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int LINE = 2_000;
    private static final int LINES = 100;
    private static final int CASES = 500;
    private static final int ATTEMPTS = 50;

    private final BatchOutcome outcome;
    private final BatchDirectory directory;
    private final Timeline timeline;
    private final Runs runs;

    PageDetails(BatchOutcome outcome, BatchDirectory directory, Timeline timeline, Runs runs) {
        this.outcome = outcome;
        this.directory = directory;
        this.timeline = timeline;
        this.runs = runs;
    }

    /** What is said without any output. */
    void write(JsonGenerator json, Job job) throws IOException {
        json.writeStartObject();
        writeFields(json, job, Optional.empty());
        json.writeEndObject();
    }

    /** The same with the outputs. */
    void write(JsonGenerator json, Job job, PageOutputs outputs) throws IOException {
        json.writeStartObject();
        writeFields(json, job, Optional.of(outputs));
        outputs.write(
                json,
                PageSelection.isLookedAt(outcome, job),
                directory.stdout(job.number(), job.name()),
                directory.stderr(job.number(), job.name()));
        json.writeEndObject();
    }

    private void writeFields(JsonGenerator json, Job job, Optional<PageOutputs> outputs) throws IOException {
        JobResult result = outcome.results().get(job.number());
        if (!job.directory().isEmpty()) {
            json.writeStringField("directory", SafeText.line(job.directory(), LINE));
        }
        if (result != null && Runs.wasRun(result)) {
            json.writeStringField("started", UTC.format(result.attempt().started()));
            if (result.usage().isPresent()) {
                json.writeNumberField(
                        "user", PageRows.ticks(result.usage().get().user()));
                json.writeNumberField(
                        "system", PageRows.ticks(result.usage().get().system()));
            }
        }
        if (Files.isDirectory(directory.files(job.number(), job.name()))) {
            String kept = directory
                    .path()
                    .relativize(directory.files(job.number(), job.name()))
                    .toString();
            json.writeStringField("files", "kept in " + kept);
        }
        writeCases(json, result == null ? List.of() : result.cases());
        boolean isSuccess = result != null && result.verdict().isSuccess();
        writePrograms(json, job, result == null ? List.of() : result.programs(), isSuccess);
        writeAttempts(json, job, outputs);
        if (!isSuccess) {
            json.writeStringField("rerun", ShellCommand.of(job));
        }
    }

    private static void writeCases(JsonGenerator json, List<CaseResult> cases) throws IOException {
        if (cases.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("cases");
        for (CaseResult one : cases.stream().limit(CASES).toList()) {
            json.writeStartObject();
            json.writeStringField("name", SafeText.line(one.name(), PageRows.NAME));
            json.writeStringField("verdict", one.verdict().label());
            json.writeStringField("reason", SafeText.line(one.reason(), PageRows.REASON));
            json.writeNumberField("wall", PageRows.ticks(one.wall()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writePrograms(JsonGenerator json, Job job, List<ProgramRun> programs, boolean isSuccess)
            throws IOException {
        if (!programs.isEmpty()) {
            json.writeArrayFieldStart("programs");
            for (ProgramRun run : programs.stream().limit(LINES).toList()) {
                json.writeStartArray();
                json.writeString(SafeText.line(run.program(), LINE));
                json.writeNumber(run.exit());
                json.writeNumber(PageRows.ticks(run.wall()));
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        if (job.cases().isEmpty() && !isSuccess) {
            writeLines(
                    json,
                    "planned",
                    job.lines().stream()
                            .skip(programs.size())
                            .map(Program::display)
                            .toList());
        }
        writeLines(
                json,
                "compared",
                job.checks().stream()
                        .filter(Comparison.class::isInstance)
                        .map(check -> ((Comparison) check).arguments())
                        .toList());
    }

    private static void writeLines(JsonGenerator json, String field, List<String> lines) throws IOException {
        if (!lines.isEmpty()) {
            json.writeArrayFieldStart(field);
            for (String line : lines.stream().limit(LINES).toList()) {
                json.writeString(SafeText.line(line, LINE));
            }
            json.writeEndArray();
        }
    }

    /** By the attempt, its result, if one came. */
    private Map<Attempt, Optional<JobResult>> attempts(Job job) {
        Map<Attempt, Optional<JobResult>> results = new LinkedHashMap<>();
        runs.begun(job.number()).forEach(attempt -> results.put(attempt, Optional.empty()));
        runs.earlier(job.number()).forEach(result -> results.put(result.attempt(), Optional.of(result)));
        Optional.ofNullable(outcome.results().get(job.number()))
                .filter(Runs::wasRun)
                .ifPresent(result -> results.put(result.attempt(), Optional.of(result)));
        return results;
    }

    private void writeAttempts(JsonGenerator json, Job job, Optional<PageOutputs> outputs) throws IOException {
        Map<Attempt, Optional<JobResult>> results = attempts(job);
        boolean isToldAlready = results.size() == 1
                && results.values().iterator().next().isPresent()
                && runs.earlier(job.number()).isEmpty();
        if (results.isEmpty() || isToldAlready) {
            return;
        }
        List<Attempt> attempts = new ArrayList<>(results.keySet());
        attempts.sort(Comparator.comparing(Attempt::started));
        json.writeArrayFieldStart("attempts");
        int number = 0;
        for (Attempt attempt : attempts.stream().limit(ATTEMPTS).toList()) {
            json.writeStartObject();
            json.writeNumberField("number", ++number);
            json.writeStringField(
                    "where", SafeText.line(attempt.consumer(), PageRows.NAME) + ", slot " + attempt.slot());
            json.writeNumberField("start", PageRows.ticks(timeline.at(attempt.started())));
            writeEnd(json, results.get(attempt));
            int earlier = results.get(attempt)
                    .map(runs.earlier(job.number())::indexOf)
                    .orElse(-1);
            if (earlier >= 0 && outputs.isPresent()) {
                outputs.get()
                        .write(
                                json,
                                true,
                                directory.stdout(job.number(), job.name(), earlier + 1),
                                directory.stderr(job.number(), job.name(), earlier + 1));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeEnd(JsonGenerator json, Optional<JobResult> result) throws IOException {
        json.writeNumberField(
                "wall", result.map(one -> PageRows.ticks(one.wall())).orElse(-1L));
        json.writeStringField(
                "verdict", result.map(one -> one.verdict().label()).orElse("no result"));
        json.writeStringField(
                "reason",
                result.map(one -> SafeText.line(one.reason(), PageRows.REASON)).orElse(""));
    }
}
