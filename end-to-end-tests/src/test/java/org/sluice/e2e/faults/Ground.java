package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sluice.e2e.BrokerProcess;
import org.sluice.e2e.Queues;
import org.sluice.e2e.Site;
import org.sluice.e2e.Sluice;

/**
 * Where a campaign takes place: a site whose jobs record what they do, and the questions that are asked of it when all is
 * over. {@link #close} ends what is left and says nothing of it; {@link #verify} is what fails.
 */
final class Ground implements AutoCloseable {
    /** How long what is to end by itself may take for it: long after the last fault, never measured. */
    private static final Duration END = Duration.ofMinutes(3);

    private final Campaign campaign;
    private final Site site;
    private final Records records;
    private final Checker checker = new Checker();
    private final long began = System.nanoTime();

    Ground(Campaign campaign, Path dir) throws IOException {
        this.campaign = campaign;
        this.site = new Site(Files.createDirectories(dir));
        this.records = Records.in(site);
    }

    Site site() {
        return site;
    }

    /**
     * A broker at this address as users have it when the campaign is long; else one that misses silent clients after a few
     * seconds.
     */
    BrokerProcess broker(String host, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(more));
        if (!campaign.isLong()) {
            Path settings = Files.writeString(site.dir().resolve("broker.properties"), "inactivity = 1s\n");
            words.addAll(List.of("--settings", settings.toString()));
        }
        return BrokerProcess.startAt(site, host, words.toArray(String[]::new));
    }

    Checker checker() {
        return checker;
    }

    Records records() {
        return records;
    }

    /** Waits until a consumer has said its first words. */
    void awaitBegun(Sluice consumer) {
        consumer.awaitErr("Consumer ");
    }

    /** Waits until so many runs of jobs were begun. */
    void awaitRuns(int number) {
        await(number + " runs")
                .atMost(Sluice.GUARD)
                .until(() -> records.read().values().stream()
                                .mapToInt(Records.Record::starts)
                                .sum()
                        >= number);
    }

    /** Waits for a command that must end by itself, with this exit code. */
    void awaitEnd(Sluice command, int exit) throws IOException, InterruptedException {
        if (!command.awaitEnd(END)) {
            throw new AssertionError("does not end by itself: " + command + "\nof " + site.askWhatTheyDo());
        }
        checker.checkExit(command.toString(), exit, command.exit());
    }

    /** Waits for a command as long as the campaign may take. */
    void awaitLongEnd(Sluice command, int exit) throws IOException, InterruptedException {
        if (!command.awaitEnd(campaign.guard())) {
            throw new AssertionError("does not end by itself: " + command + "\nof " + site.askWhatTheyDo());
        }
        checker.checkExit(command.toString(), exit, command.exit());
    }

    /**
     * Holds a batch against the records of its jobs.
     *
     * @param out the directory of its reports, below the site
     */
    void check(List<PlannedJob> planned, String out, int maxDeliveries) throws IOException {
        checker.check(planned, site.outcome(out), joblog(site.dir().resolve(out)), records.read(), maxDeliveries);
    }

    /** Holds several batches against the records of their jobs, whose names differ; by the directories of their reports. */
    void check(Map<String, List<PlannedJob>> batches, int maxDeliveries) throws IOException {
        Map<String, Records.Record> all = records.read();
        Set<String> foreign = new HashSet<>(all.keySet());
        for (Map.Entry<String, List<PlannedJob>> batch : batches.entrySet()) {
            Map<String, Records.Record> own = new HashMap<>();
            for (PlannedJob job : batch.getValue()) {
                foreign.remove(job.name());
                own.put(job.name(), all.getOrDefault(job.name(), new Records.Record()));
            }
            Path out = site.dir().resolve(batch.getKey());
            checker.check(batch.getValue(), site.outcome(batch.getKey()), joblog(out), own, maxDeliveries);
        }
        checker.checkNothingLeft("runs of jobs that were never posted", List.copyOf(foreign));
    }

    private static List<Map.Entry<String, String>> joblog(Path out) throws IOException {
        List<String> lines = Files.readAllLines(out.resolve("latest").resolve("joblog"));
        List<String> columns = List.of(lines.get(0).split("\t"));
        int name = columns.indexOf("Name");
        int verdict = columns.indexOf("Verdict");
        List<Map.Entry<String, String>> verdicts = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split("\t", -1);
            verdicts.add(Map.entry(words[name], words[verdict]));
        }
        return verdicts;
    }

    /** No message is left on any queue of this broker. */
    void checkQueues(BrokerProcess broker) throws Exception {
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    /**
     * The same where a connection may have been lost at the very end of a batch: then its pill may be left if nobody was there
     * to take it. Whoever comes next throws it away, since its batch is not open.
     *
     * @return how many pills are left
     */
    int checkQueuesButPills(BrokerProcess broker) throws Exception {
        try (Queues queues = broker.queues()) {
            List<String> jobs = queues.browse(Queues.JOBS);
            List<String> pills = jobs.stream()
                    .filter(text -> text.contains("\"type\":\"pill\""))
                    .toList();
            checker.checkNothingLeft(
                    "jobs", jobs.stream().filter(text -> !pills.contains(text)).toList());
            checker.checkNothingLeft("entries of the register", queues.browse(Queues.BATCHES));
            queues.assertEmpty(Queues.DEAD);
            return pills.size();
        }
    }

    /**
     * No process of a job is left, nor a directory for one. The commands must have ended.
     *
     * @throws InterruptedException if interrupted while it gives what was killed the time to go
     */
    void checkMachine() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!processes().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(50); // a guardian that has lost its consumer kills its processes a moment later
        }
        checker.checkNothingLeft("processes", processes());
    }

    /** No scratch directory or output of a job is left in the temporary directory of the commands. */
    void checkScratch() throws IOException {
        try (Stream<Path> files = Files.list(site.dir().resolve("logs"))) {
            checker.checkNothingLeft(
                    "directories for jobs",
                    files.filter(Files::isDirectory).map(Path::toString).toList());
        }
    }

    private List<String> processes() throws IOException {
        return ProcessHandle.allProcesses()
                .filter(process -> site.isHere(process))
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse("?"))
                .toList();
    }

    /** Fails if anything was not as it must be; else the row goes to the table. */
    void verify(int faults, String remark) throws IOException {
        campaign.report(faults, checker.counts(), Duration.ofNanos(System.nanoTime() - began), remark);
        holds();
    }

    /** Fails if anything was not as it must be; for a row that has several grounds, and reports for all of them. */
    void holds() {
        assertThat(checker.violations())
                .as("campaign '%s', seed %d", campaign.name(), campaign.seed())
                .isEmpty();
    }

    @Override
    public void close() {
        site.close();
    }
}
