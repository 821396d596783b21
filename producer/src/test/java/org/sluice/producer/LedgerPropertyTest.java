package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.sluice.messaging.ResultInbox.Attempted;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultInbox.Report;
import org.sluice.messaging.ResultInbox.Started;
import org.sluice.reporting.BatchDirectory;

/**
 * Whatever consumers send, and however often the collector is killed, with whatever part of what it wrote lost: the books
 * say in the end what they would say had nothing happened. {@code -Djqwik.tries.default=10000} tries more.
 */
class LedgerPropertyTest {
    private static final int JOBS = 3;

    @Property
    void theBooksAreAsIfNothingHadHappened(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 9_999) Integer> choices) throws IOException {
        Path directory = Files.createTempDirectory("sluice-ledger");
        try (Books books = new Books(directory)) {
            for (int choice : choices) {
                books.step(choice);
            }
            books.finish();
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static final class Books implements AutoCloseable {
        private final BatchDirectory directory;
        private final Heard heard = new Heard();
        private final List<Report> sent = new ArrayList<>();
        private final Map<Integer, Verdict> seen = new HashMap<>();
        private Ledger ledger;
        /** So many of what was sent are acknowledged. */
        private int acknowledged;
        /** So many are taken. */
        private int taken;

        private long forced;

        Books(Path temp) throws IOException {
            directory = BatchDirectory.of(temp, "batch-1");
            Batch batch = Batches.batch(JOBS);
            List<Job> jobs = new ArrayList<>(batch.jobs());
            jobs.set(1, jobs.get(1).withLimits(jobs.get(1).limits().withRetries(2)));
            Batch retried = new Batch(batch.id(), batch.source(), batch.created(), jobs);
            ledger = Ledger.create(directory, temp, retried, Clock.systemUTC(), List.of(heard));
            forced = Files.size(directory.journal());
        }

        void step(int choice) throws IOException {
            int what = choice / 12 % 3;
            switch (choice % 12) {
                case 0, 1, 2, 3, 4 -> sent.add(report(choice));
                case 5 -> sent.addAll(sent.isEmpty() ? List.of() : List.of(sent.get(choice / 12 % sent.size())));
                case 6, 7, 8 -> take();
                case 9 -> commit();
                case 10 -> {
                    commit();
                    acknowledged = taken;
                }
                default -> crash(what);
            }
        }

        private Report report(int choice) {
            int job = 1 + choice / 12 % JOBS;
            Attempt attempt = Batches.attempt(job, "lab" + choice / 36 % 2, 1 + choice / 72 % 3);
            Verdict verdict = choice / 216 % 2 == 0 ? Verdict.PASSED : Verdict.FAILED;
            Finished finished =
                    Batches.finished(attempt, verdict, verdict == Verdict.PASSED ? "" : "as the test wants");
            return switch (choice / 432 % 3) {
                case 0 -> new Started(attempt);
                // consumers report what passed as the verdict alone
                case 1 -> verdict == Verdict.PASSED ? finished : new Attempted(finished);
                default -> finished;
            };
        }

        private void take() {
            if (taken < sent.size()) {
                Report report = sent.get(taken++);
                if (report instanceof Started started) {
                    ledger.started(started.attempt());
                } else if (report instanceof Finished finished) {
                    ledger.finished(finished);
                } else if (report instanceof Attempted attempted) {
                    ledger.attempted(attempted.finished());
                }
            }
        }

        private void commit() throws IOException {
            ledger.commit();
            forced = Files.size(directory.journal());
            ledger.outcome().results().forEach((job, result) -> {
                Verdict before = seen.putIfAbsent(job, result.verdict());
                assertThat(result.verdict())
                        .as("the verdict on job %d, told once", job)
                        .isEqualTo(before == null ? result.verdict() : before);
            });
        }

        /** Of what was not forced to the disk a part is there, which may end within a line. */
        private void crash(int part) throws IOException {
            ledger.close();
            long there = Files.size(directory.journal());
            try (FileChannel journal = FileChannel.open(directory.journal(), StandardOpenOption.WRITE)) {
                journal.truncate(forced + (there - forced) * part / 2);
            }
            ledger = Ledger.resume(directory, Clock.systemUTC(), List.of(heard));
            commit();
            taken = acknowledged;
        }

        void finish() throws IOException {
            while (taken < sent.size()) {
                take();
            }
            commit();
            Map<Integer, Attempt> verdicts = new HashMap<>();
            ledger.outcome().results().forEach((job, result) -> verdicts.put(job, result.attempt()));
            assertThat(verdicts).isEqualTo(simply());
            assertThat(Ledger.read(directory).outcome().results())
                    .isEqualTo(ledger.outcome().results());
            assertThat(heard.lines().stream().filter(line -> line.startsWith("verdict")))
                    .as("verdicts that were told")
                    .doesNotHaveDuplicates();
        }

        /** The rule in its simplest words: the first result, or the first attempt after which none is left. */
        private Map<Integer, Attempt> simply() {
            Map<Integer, Attempt> verdicts = new LinkedHashMap<>();
            Map<Integer, Set<Attempt>> attempts = new HashMap<>();
            for (Report report : sent) {
                if (report instanceof Finished finished) {
                    JobResult result = finished.result();
                    verdicts.putIfAbsent(result.job(), result.attempt());
                } else if (report instanceof Attempted attempted) {
                    JobResult result = attempted.finished().result();
                    Set<Attempt> before = attempts.computeIfAbsent(result.job(), job -> new HashSet<>());
                    int retries = ledger.batch().job(result.job()).limits().retries();
                    if (before.size() == retries && !before.contains(result.attempt())) {
                        verdicts.putIfAbsent(result.job(), result.attempt());
                    } else {
                        before.add(result.attempt());
                    }
                }
            }
            return verdicts;
        }

        @Override
        public void close() {
            ledger.close();
        }
    }
}
