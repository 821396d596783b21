package org.sluice.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.job.ConsumerState.Kind.IN_SERVICE;
import static org.sluice.job.ConsumerState.Kind.PAUSED;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Program;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

class ReportPageTest {
    private static final Pattern POLICY =
            Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\">");

    @TempDir
    private Path path;

    @Test
    void thePolicyAllowsTheTwoThatAreInThePageAndNoRequest() throws Exception {
        WrittenPage page = written(SampleBatch.ofEveryVerdict());

        Matcher policy = POLICY.matcher(page.text());
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1).replace("&#39;", "'").split("; "))
                .containsExactlyInAnyOrder(
                        "default-src 'none'",
                        "style-src '" + hash(page.style()) + "'",
                        "script-src '" + hash(page.script()) + "'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types 'none'");
        assertThat(page.text().indexOf("http-equiv"))
                .as("it counts for what stands behind it")
                .isLessThan(page.text().indexOf("<style>"));
    }

    @Test
    void nothingInItNamesAnotherPlace() throws IOException {
        WrittenPage page = written(SampleBatch.ofEveryVerdict());

        assertThat(page.text().replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "src=", "@import", "//cdn", " style=\"");
        page.requireOurElementsAlone();
    }

    @Test
    void theHeadSaysHowItWent() throws IOException {
        assertThat(written(SampleBatch.ofEveryVerdict()).markup())
                .contains(
                        "<p class=\"state\">6 of 9 jobs did not pass, 1 has no verdict</p>",
                        "data-verdict=\"timed out\"",
                        "data-verdict=\"no verdict\"");
        assertThat(written(new SampleBatch().job("a").verdict(Verdict.PASSED, ""))
                        .markup())
                .contains("<p class=\"state\">The one job passed</p>")
                .doesNotContain("did not pass at once");
        assertThat(written(new SampleBatch()
                                .job("a")
                                .verdict(Verdict.PASSED, "")
                                .job("b")
                                .verdict(Verdict.SKIPPED, "no graphics card"))
                        .markup())
                .contains("All 2 jobs passed or were skipped", "1 skipped: no graphics card");
        assertThat(written(new SampleBatch()).markup()).contains("There was nothing to run");
        assertThat(written(new SampleBatch().job("a").interrupted().brokenOff("nobody takes jobs"))
                        .markup())
                .contains("1 of 1 job has no verdict", "It was stopped by its user.", "broken off: nobody takes jobs.");
    }

    @Test
    void theFiguresAreThoseOfTheTimeline() throws IOException {
        String markup = written(new SampleBatch()
                        .consumer("1", "lab1", 2, IN_SERVICE, 0)
                        .consumer("1", "lab1", 2, PAUSED, 8)
                        .job("a")
                        .ran("lab1", 1, 0, 8, Verdict.PASSED)
                        .job("b")
                        .ran("lab1", 2, 2, 10, Verdict.PASSED))
                .markup();

        assertThat(markup)
                .contains(
                        figure("Makespan", "10.0s", "from the first start to the last end"),
                        figure("Lower bound", "8.0s", "no order could be faster; it took 1.25 times that"),
                        figure("Utilisation", "89 %", "16.0s busy of 18.0s slot time"),
                        figure("Slots", "2", "at once at most, on 1 consumer"),
                        figure("Longest job", "8.0s", "its attempts together"),
                        figure("Tail", "8.0s", "after the last start: 80 % of the makespan"),
                        "paused from 8.0s to 10.0s (the disk is full)");
    }

    @Test
    void whatIsNotKnownOfConsumersIsSaid() throws IOException {
        assertThat(written(new SampleBatch().job("a").ran("lab1", 2, 0, 8, Verdict.PASSED))
                        .markup())
                .contains("as many as were seen to be used", "the journal does not tell how many slots it had");
    }

    @Test
    void theSlowestTwentyAreToldTheSlowestFirst() throws IOException {
        SampleBatch batch = new SampleBatch();
        for (int i = 1; i <= 30; i++) {
            batch.job("job " + i).ran("lab1", 1, 100 * i, 100 * i + (i * 7) % 31, Verdict.PASSED);
        }
        String markup = written(batch).markup();
        String slowest = markup.substring(markup.indexOf("id=\"slowest\""), markup.indexOf("id=\"consumers\""));

        List<String> times = Pattern.compile("<td class=\"number\">([0-9.]+)s</td>")
                .matcher(slowest)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(times).hasSize(20).startsWith("30.0", "29.0", "28.0").endsWith("12.0", "11.0");
    }

    @Test
    void aJobIsToldInFull() throws IOException {
        SampleBatch batch = new SampleBatch()
                .job("first")
                .job("second", new Program.Direct(List.of("pre")), new Program.Direct(List.of("solver", "a b")))
                .labels("nightly", "3d")
                .ranBefore("lab1", 1, 1, 2, Verdict.FAILED)
                .begun("lab2", 1, 3)
                .ran("lab1", 2, 5, 7.5, Verdict.DIFFERS)
                .with(new Usage(Duration.ofMillis(1234), Duration.ofMillis(50), 1_048_576), "left 2 processes");
        BatchDirectory directory = new BatchDirectory(path);
        keep(directory.stdout(2, "second"), "one\n");
        keep(directory.stderr(2, "second"), "two\n");
        keep(directory.stdout(2, "second", 1), "before\n");
        Files.createDirectories(directory.files(2, "second"));

        WrittenPage page = written(batch);
        JsonNode row = page.data("page-data").path("jobs").get(1);
        assertThat(row.toString()).isEqualTo("[2,\"second\",2,25000,0,2,40000,3,0,12840,1048576,[0,1],2,3]");
        assertThat(StreamSupport.stream(row.get(11).spliterator(), false).map(page::shared))
                .containsExactly("nightly", "3d");
        assertThat(page.shared(row.get(12))).isEqualTo("because");
        assertThat(page.shared(row.get(13))).isEqualTo("left 2 processes");
        JsonNode detail = page.detail(1);
        assertThat(detail.path("programs").toString()).isEqualTo("[[\"pre\",0,25000]]");
        assertThat(detail.path("planned").toString()).isEqualTo("[\"solver 'a b'\"]");
        assertThat(detail.path("stdout").path("head").textValue()).isEqualTo("one\n");
        assertThat(detail.path("stderr").path("head").textValue()).isEqualTo("two\n");
        assertThat(detail.path("files").textValue()).isEqualTo("kept in jobs/2-second/files");
        assertThat(detail.path("rerun").textValue()).isEqualTo("pre && solver 'a b'");
        assertThat(detail.path("started").textValue()).isEqualTo("2026-11-24 09:15:05 UTC");
        assertThat(StreamSupport.stream(detail.path("attempts").spliterator(), false)
                        .map(attempt -> attempt.path("where").textValue() + " "
                                + attempt.path("verdict").textValue() + " " + attempt.path("wall") + " "
                                + attempt.path("stdout").path("head").textValue()))
                .containsExactly(
                        "lab1, slot 1 failed 10000 before\n",
                        "lab2, slot 1 no result -1 null",
                        "lab1, slot 2 differs 25000 null");
    }

    @Test
    void theLanesHaveTheBarsAsTheGapsAndLengthsBetweenThem() throws IOException {
        WrittenPage page = written(new SampleBatch()
                .consumer("1", "lab1", 2, IN_SERVICE, 0)
                .consumer("1", "lab1", 2, PAUSED, 8)
                .job("a")
                .ran("lab1", 1, 0, 2, Verdict.PASSED)
                .job("b")
                .placed(2, false)
                .ran("lab1", 1, 3, 10, Verdict.FAILED));

        assertThat(page.data("page-data").path("consumers").toString())
                .isEqualTo(
                        "[{\"name\":\"lab1\",\"slots\":2,\"busy\":80,\"lanes\":["
                                + "{\"slot\":1,\"there\":[[0,100000]],\"bars\":[0,0,20000,0,1,10000,70000,1]},"
                                + "{\"slot\":2,\"there\":[[0,100000]],\"bars\":[1,30000,70000,9]}],"
                                + "\"states\":[{\"kind\":\"paused\",\"why\":\"the disk is full\",\"from\":80000,\"to\":100000}]}]");
    }

    @Test
    void allOutputsTogetherHaveTheirShareAndThoseToBeLookedAtMost() throws IOException {
        SampleBatch batch = new SampleBatch();
        BatchDirectory directory = new BatchDirectory(path);
        for (int i = 1; i <= 3000; i++) {
            batch.job("job " + i).ran("lab1", 1, i, i + 1, i % 30 == 0 ? Verdict.FAILED : Verdict.PASSED);
            batch.wrote(5000);
            keep(
                    directory.stdout(i, "job " + i),
                    ("line of job " + i + "\n").repeat(400).substring(0, 5000));
        }

        WrittenPage page = written(batch);
        long size = Files.size(path.resolve("report.html"));
        assertThat(size).isBetween(PageOutputs.TOTAL * 9L / 10, 15_000_000L);
        for (int i = 1; i <= 3000; i++) {
            JsonNode stdout = page.detail(i - 1).path("stdout");
            int length = stdout.path("head").textValue().length()
                    + stdout.path("tail").asText().length();
            if (i % 30 == 0) {
                assertThat(length).as("job %d is to be looked at", i).isEqualTo(5000);
            } else {
                assertThat(length).isBetween(1000, 2000);
                assertThat(stdout.path("skipped").intValue()).isEqualTo(5000 - length);
                assertThat(stdout.path("file").textValue()).contains("jobs/" + i + "-job_" + i + "/stdout");
            }
        }
    }

    @Test
    void outputThatGrowsWhenItIsMadeHarmlessFillsNoPage() throws IOException {
        SampleBatch batch = new SampleBatch();
        BatchDirectory directory = new BatchDirectory(path);
        for (int i = 1; i <= 400; i++) {
            batch.job("job " + i).ran("lab1", 1, i, i + 1, Verdict.FAILED).wrote(16_000);
            keep(directory.stdout(i, "job " + i), "\u0001<".repeat(8_000));
        }

        WrittenPage page = written(batch);
        assertThat(Files.size(path.resolve("report.html"))).isLessThan(15_000_000);
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            notes.add(page.detail(i).path("stdout").path("note").asText());
        }
        assertThat(notes).filteredOn(String::isEmpty).isNotEmpty();
        assertThat(notes.get(399))
                .isEqualTo("It is not in this page, which would be too large; it is in jobs/400-job_400/stdout.");
    }

    @Test
    void aPageThatWouldBeTooLargeHasTheJobsToBeLookedAtAndTheLongestAndSaysSo() throws IOException {
        SampleBatch batch = new SampleBatch();
        int jobs = 30_000;
        for (int i = 1; i <= jobs; i++) {
            Verdict verdict = i % 10 == 0 ? Verdict.FAILED : Verdict.PASSED;
            batch.job("job " + i + " " + "x".repeat(150)).ran("lab1", 1 + i % 4, i, i + (i % 1000) / 1000.0, verdict);
        }

        WrittenPage page = written(batch);
        JsonNode rows = page.data("page-data").path("jobs");
        assertThat(Files.size(path.resolve("report.html"))).isBetween(7_000_000L, 15_000_000L);
        assertThat(rows.size()).isBetween(10_000, 25_000);
        assertThat(page.markup())
                .contains("This page has " + rows.size() + " of the 30000 jobs")
                .contains("3000 of 30000 jobs did not pass");
        int failed = 0;
        int shortest = Integer.MAX_VALUE;
        int before = 0;
        for (JsonNode row : rows) {
            assertThat(row.get(0).intValue()).isGreaterThan(before);
            before = row.get(0).intValue();
            if (row.get(2).intValue() == Verdict.FAILED.ordinal()) {
                failed++;
            } else {
                shortest = Math.min(shortest, row.get(3).intValue());
            }
        }
        assertThat(failed).isEqualTo(3000);
        int passed = rows.size() - failed;
        // 27 of 27,000 passed jobs have each of 900 lengths, and a part of the longest is there
        assertThat(shortest)
                .isBetween(10 * (1000 - 40 - passed * 1000 / 27_000), 10 * (1000 - passed * 1000 / 27_000 + 40));
        long others = 0;
        for (JsonNode lane : page.data("page-data").path("consumers").get(0).path("lanes")) {
            for (int i = 0; i < lane.path("bars").size(); i += 4) {
                others += lane.path("bars").get(i).intValue() < 0 ? 1 : 0;
            }
        }
        assertThat(others).as("bars of those that are not there").isPositive();
    }

    @Test
    void aClockThatIsThousandsOfYearsOffBreaksNothing() throws IOException {
        WrittenPage page = written(new SampleBatch()
                .job("a")
                .ran("lab1", 1, -60_000_000_000L, -59_000_000_000L, Verdict.PASSED)
                .job("b")
                .ran("lab1", 1, 0, 1, Verdict.PASSED)
                .job("c")
                .ran("lab2", 1, 200_000_000_000L, 200_000_000_001L, Verdict.PASSED));

        assertThat(page.data("page-data").path("jobs")).hasSize(3);
    }

    private static String figure(String name, String value, String more) {
        return "<dt>" + name + "</dt><dd class=\"value\">" + value + "</dd><dd class=\"hint\">" + more + "</dd>";
    }

    private WrittenPage written(SampleBatch batch) throws IOException {
        Path file = path.resolve("report.html");
        BatchOutcome outcome = batch.outcome();
        ReportPage.write(outcome, new BatchDirectory(path), Timeline.of(outcome), file);
        return WrittenPage.read(file);
    }

    private static void keep(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String hash(String text) throws Exception {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
