package org.sluice.reporting;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.sluice.job.Batch;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Job;
import org.sluice.job.Verdict;

/**
 * The report for people: one file that a browser shows without asking anybody for anything. Its first part is plain HTML; the
 * timeline and the table of jobs are drawn by its own script of the data that the page holds. Whatever jobs wrote and are called is data
 * and text, never markup, and the page's policy allows no other script and style than these two, and no request.
 */
final class ReportPage {
    /** So many jobs are told in full in one element, which is read only when one of them is asked for. */
    private static final int CHUNK = 20;

    private static final List<String> SCRIPTS = List.of("data.js", "timeline.js", "table.js", "detail.js", "main.js");

    private final BatchOutcome outcome;
    private final BatchDirectory directory;
    private final Timeline timeline;
    private final Runs runs;

    private ReportPage(BatchOutcome outcome, BatchDirectory directory, Timeline timeline) {
        this.outcome = outcome;
        this.directory = directory;
        this.timeline = timeline;
        this.runs = new Runs(outcome);
    }

    /**
     * Writes the page, in one step for whoever reads it.
     *
     * @param directory where the output of the jobs is read; one that is not there is left out
     * @throws IOException if it cannot be written
     */
    static void write(BatchOutcome outcome, BatchDirectory directory, Timeline timeline, Path file) throws IOException {
        AtomicFile.write(file, writer -> new ReportPage(outcome, directory, timeline).write(writer));
    }

    private void write(Writer writer) throws IOException {
        PageRows rows = new PageRows(outcome, timeline, runs);
        PageDetails details = new PageDetails(outcome, directory, timeline, runs);
        PageSelection selection = PageSelection.of(outcome, rows, details, runs);
        String style = resource("report.css");
        String script = SCRIPTS.stream().map(ReportPage::resource).collect(Collectors.joining("\n"));
        Html html = new Html(writer);
        writeHead(html, style, script);
        html.raw("<body>\n").raw(resource("patterns.html"));
        writeTitle(html);
        html.raw("<main>\n");
        Efficiency efficiency = Efficiency.of(outcome, timeline);
        new PageOverview(outcome, timeline, efficiency, html).write();
        html.raw(resource("views.html"));
        writeLimits(html, selection);
        PageTables tables = new PageTables(outcome, timeline, html);
        tables.writeSlowest();
        tables.writeConsumers();
        html.raw("</main>\n");
        html.element(
                "footer", "Drawn from journal.jsonl of batch " + outcome.batch().id() + " by Sluice.");
        writer.write('\n');
        writeData(writer, rows, selection, efficiency);
        writeDetails(writer, details, selection);
        html.raw("<script>").raw(script).raw("</script>\n</body>\n</html>\n");
    }

    private void writeHead(Html html, String style, String script) throws IOException {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.open(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script';"
                        + " trusted-types 'none'");
        html.raw(
                "\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        + "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        Batch batch = outcome.batch();
        html.element("title", SafeText.line(batch.source(), PageRows.NAME) + ", batch " + batch.id());
        html.raw("\n<style>").raw(style).raw("</style>\n</head>\n");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void writeTitle(Html html) throws IOException {
        Batch batch = outcome.batch();
        html.raw("<header>\n").element("h1", SafeText.line(batch.source(), PageRows.NAME));
        int jobs = batch.jobs().size();
        html.element(
                "p",
                "Batch " + batch.id() + ", made " + PageDetails.UTC.format(batch.created()) + ", " + jobs
                        + (jobs == 1 ? " job" : " jobs"),
                "class",
                "muted");
        html.raw("</header>\n");
    }

    private void writeLimits(Html html, PageSelection selection) throws IOException {
        int all = outcome.batch().jobs().size();
        int shown = selection.jobs().size();
        if (shown < all) {
            html.element(
                    "p",
                    "This page has " + shown + " of the " + all
                            + " jobs, since it would be too large with all: those that did"
                            + " not pass at once, and of the others the longest, as far as there is room. Counts and figures are of all jobs; in"
                            + " the timeline the others are drawn together. results.csv and junit.xml have all jobs.",
                    "class",
                    "warning",
                    "id",
                    "limits");
        }
    }

    private void writeData(Writer writer, PageRows rows, PageSelection selection, Efficiency efficiency)
            throws IOException {
        PageJson.writeElement(writer, "page-data", json -> {
            json.writeStartObject();
            json.writeNumberField("chunk", CHUNK);
            json.writeNumberField("length", PageRows.ticks(timeline.length()));
            json.writeNumberField("tail", PageRows.ticks(timeline.length()) - PageRows.ticks(efficiency.tail()));
            json.writeArrayFieldStart("verdicts");
            for (Verdict verdict : Verdict.values()) {
                json.writeString(verdict.label());
            }
            json.writeEndArray();
            json.writeFieldName("consumers");
            new PageLanes(timeline, selection.places()).write(json);
            PageTexts texts = new PageTexts();
            json.writeArrayFieldStart("jobs");
            for (Job job : selection.jobs()) {
                rows.write(json, job, texts);
            }
            json.writeEndArray();
            json.writeFieldName("texts");
            texts.write(json);
            json.writeEndObject();
        });
    }

    private void writeDetails(Writer writer, PageDetails details, PageSelection selection) throws IOException {
        List<Job> jobs = selection.jobs();
        PageOutputs outputs = new PageOutputs(outcome, directory, jobs);
        for (int first = 0; first < jobs.size(); first += CHUNK) {
            List<Job> some = jobs.subList(first, Math.min(first + CHUNK, jobs.size()));
            PageJson.writeElement(
                    writer, "details-" + first / CHUNK, json -> writeDetails(json, details, some, outputs));
        }
    }

    private static void writeDetails(JsonGenerator json, PageDetails details, List<Job> jobs, PageOutputs outputs)
            throws IOException {
        json.writeStartArray();
        for (Job job : jobs) {
            details.write(json, job, outputs);
        }
        json.writeEndArray();
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream("page/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
