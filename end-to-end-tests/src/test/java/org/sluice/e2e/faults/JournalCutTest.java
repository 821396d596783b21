package org.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.e2e.Sluice;
import org.sluice.job.BatchOutcome;
import org.sluice.producer.Ledger;
import org.sluice.reporting.BatchDirectory;

/** A journal that ends at any byte of its last three records, as a crash of the machine may leave it. */
@EnabledOnOs(OS.LINUX)
class JournalCutTest {
    private static final int RECORDS = 3;

    @TempDir
    private Path dir;

    @Test
    void everyCutIsResumed() throws Exception {
        Campaign campaign = Campaign.of("journal cut at every byte of its last 3 records");
        SplittableRandom ofJobs = campaign.random("jobs");
        List<PlannedJob> planned = IntStream.rangeClosed(1, 6)
                .mapToObj(i -> PlannedJob.random("t" + i, ofJobs, 0))
                .toList();
        try (Ground ground = new Ground(campaign, dir)) {
            String file = Records.jobFile(ground.site(), "server.inp", planned);
            int exit = planned.stream().allMatch(JournalCutTest::isSuccess) ? 0 : 1;
            ground.awaitEnd(ground.site().start("run", "-j", "1", file), exit);
            Path batch = ground.site().dir().resolve("sluice-out/latest").toRealPath();
            Path journal = batch.resolve("journal.jsonl");
            byte[] whole = Files.readAllBytes(journal);
            // what follows the last three verdicts belongs to them
            int from = beginOfVerdict(whole, RECORDS);

            for (int length = from; length <= whole.length; length++) {
                Files.write(journal, Arrays.copyOf(whole, length));
                int before = Ledger.read(new BatchDirectory(batch))
                        .outcome()
                        .results()
                        .size();
                Ledger.resume(new BatchDirectory(batch), Clock.systemUTC(), List.of())
                        .close();
                BatchOutcome after = Ledger.read(new BatchDirectory(batch)).outcome();
                assertThat(after.results()).as("cut at %d", length).hasSize(before);
                assertThat(before).as("cut at %d", length).isGreaterThanOrEqualTo(planned.size() - RECORDS);
            }
            SplittableRandom random = campaign.random("cuts");
            TreeSet<Integer> cuts = new TreeSet<>(List.of(from, whole.length - 1));
            while (cuts.size() < campaign.figure(2, 100)) {
                cuts.add(from + random.nextInt(whole.length - from));
            }
            for (int length : cuts) {
                Files.write(journal, Arrays.copyOf(whole, length));
                Sluice resumed = ground.site().start("run", "--resume", "-j", "1");
                ground.awaitEnd(resumed, exit);
                assertThat(ground.site().outcome().results())
                        .as("cut at %d", length)
                        .hasSize(planned.size());
            }
            ground.check(planned, "sluice-out", 3);
            ground.checkMachine();
            ground.verify(
                    whole.length - from + 1,
                    "each read and opened to go on; " + cuts.size() + " of them resumed as processes");
        }
    }

    private static boolean isSuccess(PlannedJob job) {
        return (job.exit() == 0 && !job.isDifferent()) || job.exit() == 77;
    }

    private static int beginOfVerdict(byte[] journal, int fromTheEnd) {
        int found = 0;
        int end = journal.length - 1;
        for (int i = end - 1; i >= 0; i--) {
            if (i == 0 || journal[i - 1] == '\n') {
                String line = new String(journal, i, end - i, StandardCharsets.UTF_8);
                if (line.startsWith("{\"type\":\"verdict\"") && ++found == fromTheEnd) {
                    return i;
                }
                end = i - 1;
            }
        }
        throw new AssertionError("the journal has fewer verdicts than " + fromTheEnd);
    }
}
