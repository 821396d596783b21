package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Attempt;
import org.sluice.job.BatchOutcome;
import org.sluice.job.JobResult;

/** What a batch leaves to the next one. */
@DisabledOnOs(OS.WINDOWS)
class HistoryTest {
    /** Takes as long as its file says, and fails when there is a file that wants it. */
    private static final String JOBS = """
            run sh -c {sleep $(cat {name}.seconds); test ! -e fail-{name}}
            job a
            job b
            job c
            job d
            """;

    @TempDir
    private Path dir;

    private Site site;

    @BeforeEach
    void makeTheSite() throws Exception {
        site = new Site(dir);
        Files.createDirectories(dir.resolve("suite"));
        Files.writeString(dir.resolve("suite/jobs.inp"), JOBS);
        takes("a", 0.1);
        takes("b", 0.5);
        takes("c", 0.2);
        takes("d", 0.1);
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void whatFailedBeginsFirstThenTheLongestAndNumbersStayThoseOfTheFile() throws Exception {
        Files.createFile(dir.resolve("suite/fail-d"));
        run(1, "-j1");
        assertThat(begun()).containsExactly("a", "b", "c", "d");

        Files.delete(dir.resolve("suite/fail-d"));
        run(0, "-j1");
        assertThat(begun()).containsExactly("d", "b", "c", "a");
        assertThat(site.outcome().batch().jobs()).extracting(job -> job.name()).containsExactly("a", "b", "c", "d");
        assertThat(site.outcome().attempts()).extracting(Attempt::job).containsExactly(4, 2, 3, 1);

        run(0, "-j1", "--order", "file");
        assertThat(begun()).containsExactly("a", "b", "c", "d");

        run(0, "-j1", "--no-history");
        assertThat(begun()).containsExactly("a", "b", "c", "d");

        Sluice first = run(0, "-j1", "--order", "random:5");
        List<String> drawn = begun();
        run(0, "-j1", "--order", "random:5");
        assertThat(begun()).isEqualTo(drawn);
        assertThat(first.err()).contains("note: ", "--order random:5 ");

        Sluice wrong = run(2, "--order", "longest");
        assertThat(wrong.err()).contains("--order takes 'history', 'file'", "not 'longest'");
    }

    @Test
    void aJobThatHasBecomeSlowSaysSoInEveryReport() throws Exception {
        for (int i = 0; i < 3; i++) {
            run(0, "-j4");
        }
        takes("c", 1.5);

        Sluice slow = run(0, "-j4");

        JobResult result = site.outcome().results().get(3);
        assertThat(result.remarks())
                .singleElement()
                .asString()
                .matches(
                        "slower than usual: 1\\.\\ds, [\\d.]+ times the 0\\.[2-4]\\ds that is the median of its last 3 passes");
        String remark = result.remarks().get(0);
        Path batch = dir.resolve("sluice-out/latest");
        assertThat(Files.readString(batch.resolve("joblog"))).contains("\t" + remark + "\n");
        assertThat(Files.readString(batch.resolve("junit.xml"))).contains("[[PROPERTY|remark=" + remark + "]]");
        assertThat(slow.err()).contains("1 passed or skipped with a remark", "c: " + remark);
        assertThat(site.outcome().results().values().stream()
                        .filter(each -> !each.remarks().isEmpty()))
                .hasSize(1);
    }

    @Test
    void theHistoryIsShown() throws Exception {
        Sluice none = site.start("history");
        none.awaitExit(2);
        assertThat(none.err()).contains("There is no batch yet");

        run(0, "-j4");
        Files.createFile(dir.resolve("suite/fail-b"));
        run(1, "-j4", "--retries", "1");

        Sluice all = site.start(Map.of("LC_ALL", "C.UTF-8"), "history");
        all.awaitExit(0);
        assertThat(all.out().lines().skip(1).map(line -> line.split(" ")[0]))
                .startsWith("b", "c")
                .hasSize(4);
        Sluice one = site.start(Map.of("LC_ALL", "C"), "history", "b");
        one.awaitExit(0);
        assertThat(one.out())
                .startsWith("b: 2 runs, usually 0.5")
                .containsPattern(
                        "\n\\d{8}-\\S+ +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d +failed +0\\.\\d\\ds +\\S+ [KM]B +2\n")
                .containsPattern("\n[_.,~=+#-]x  up to ");
        Sluice unknown = site.start("history", "--history", "suite/.sluice/history", "bb");
        unknown.awaitExit(2);
        assertThat(unknown.err()).contains("has no job 'bb'; the nearest name is 'b'");
    }

    @Test
    void aHistoryThatIsBrokenOrOutOfReachChangesNoVerdict() throws Exception {
        run(0, "-j4");
        Path history = dir.resolve("suite/.sluice/history");
        Files.writeString(history, Files.readString(history) + "\0\0\0\nbroken\n{\"job\":");

        Sluice broken = run(0, "-j4");
        assertThat(broken.err()).contains("note: 2 of the 7 lines of the history " + history);

        Files.writeString(history, "not ours");
        Sluice foreign = run(0, "-j4");
        assertThat(foreign.err()).contains("note: The history " + history + " cannot be read (it is no history");
        assertThat(history).hasContent("not ours");

        Files.writeString(dir.resolve("plain"), "");
        Sluice nowhere = run(0, "-j4", "--history", "plain/history");
        assertThat(nowhere.err()).containsOnlyOnce("note: The history");
        assertThat(site.outcome().counts()).hasToString("{PASSED=4}");
        assertThat(site.outcome().isComplete()).isTrue();
    }

    @Test
    void aSimulatedRunLeavesNothing() throws Exception {
        run(0, "--simulate");

        assertThat(dir.resolve("suite/.sluice")).doesNotExist();
    }

    @Test
    void severalProducersShareAHistory() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Sluice consumer = broker.consumer(
                "c", "-j", "8", "--stay", "--root", dir.resolve("suite").toString());
        List<Sluice> producers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            producers.add(broker.asProducer("producer", "suite/jobs.inp", "--out", "out-" + i));
        }
        for (Sluice producer : producers) {
            producer.awaitExit(0);
        }
        consumer.signal("TERM");
        consumer.awaitExit();

        List<String> lines = Files.readAllLines(dir.resolve("suite/.sluice/history"));
        assertThat(lines).hasSize(1 + 4 * 4);
        assertThat(lines.stream()
                        .skip(1)
                        .map(line -> line.replaceAll(".*\"job\":\"(.)\".*", "$1"))
                        .collect(Collectors.groupingBy(job -> job, Collectors.counting())))
                .isEqualTo(Map.of("a", 4L, "b", 4L, "c", 4L, "d", 4L));
    }

    @Test
    void whatWasCollectedLaterIsRememberedToo() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Sluice producer = broker.asProducer("producer", "suite/jobs.inp", "--detach");
        producer.awaitExit(0);
        assertThat(dir.resolve("suite/.sluice/history")).doesNotExist();
        broker.consumer("c", "-j", "4", "--root", dir.resolve("suite").toString())
                .awaitExit(0);

        broker.asProducer("collect", "latest").awaitExit(0);

        assertThat(Files.readAllLines(dir.resolve("suite/.sluice/history"))).hasSize(5);
    }

    private void takes(String job, double seconds) throws Exception {
        Files.writeString(dir.resolve("suite/" + job + ".seconds"), String.valueOf(seconds));
    }

    private Sluice run(int exit, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("run", "suite/jobs.inp"));
        words.addAll(List.of(options));
        Sluice run = site.start(words.toArray(String[]::new));
        run.awaitExit(exit);
        return run;
    }

    private List<String> begun() throws Exception {
        BatchOutcome outcome = site.outcome();
        return outcome.attempts().stream()
                .map(attempt -> outcome.batch().job(attempt.job()).name())
                .toList();
    }
}
