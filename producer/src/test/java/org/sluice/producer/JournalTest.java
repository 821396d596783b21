package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sluice.producer.Batches.attempt;
import static org.sluice.producer.Batches.batch;
import static org.sluice.producer.Batches.passed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.reporting.BatchDirectory;

class JournalTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path temp;

    private BatchDirectory directory;

    @BeforeEach
    void setUp() {
        directory = BatchDirectory.of(temp, "batch-1");
    }

    @Test
    void whatWasWrittenIsReadBack() {
        BatchOutcome written;
        try (Ledger ledger = create(3)) {
            ledger.beginRound(1, ledger.state().missing());
            ledger.started(attempt(1, "lab1", 1));
            ledger.finished(passed(1, "lab1"));
            ledger.finished(passed(1, "lab2"));
            ledger.interrupted();
            ledger.commit();
            written = ledger.outcome();
        }

        assertThat(Ledger.read(directory).outcome()).isEqualTo(written);
        try (Ledger ledger = resume()) {
            assertThat(ledger.outcome()).isEqualTo(written);
            assertThat(ledger.base()).isEqualTo(temp);
            assertThat(ledger.state().round()).isEqualTo(1);
        }
    }

    @Test
    void aJournalThatIsCutAtAnyByteOfItsLastLinesKeepsTheVerdictsBefore() throws IOException {
        try (Ledger ledger = create(4)) {
            ledger.beginRound(1, ledger.state().missing());
            for (int job = 1; job <= 4; job++) {
                ledger.finished(passed(job, "lab1"));
            }
            ledger.commit();
        }
        byte[] whole = Files.readAllBytes(directory.journal());
        int[] ends = lineEnds(whole);
        int lines = ends.length;

        for (int cut = ends[lines - 4]; cut <= whole.length; cut++) {
            Files.write(directory.journal(), Arrays.copyOf(whole, cut));
            int end = cut;
            int wholeLines = (int) Arrays.stream(ends).filter(e -> e <= end).count();
            int verdicts = 4 - (lines - wholeLines);
            try (Ledger ledger = resume()) {
                assertThat(ledger.outcome().results().keySet())
                        .as("cut at byte %d", cut)
                        .containsExactlyElementsOf(List.of(1, 2, 3, 4).subList(0, verdicts));
                if (cut % 16 != 0) {
                    continue;
                }
                for (int job = 1; job <= 4; job++) {
                    ledger.finished(passed(job, "lab1"));
                }
                ledger.commit();
            }
            String again = Files.readString(directory.journal());
            int torn = cut - (wholeLines == 0 ? 0 : ends[wholeLines - 1]);
            if (torn > 0) {
                assertThat(again).contains("torn by a crash; " + torn + " bytes of it were cut off.");
            } else {
                assertThat(again).doesNotContain("torn");
            }
            assertThat(Ledger.read(directory).outcome().isComplete())
                    .as("cut at byte %d, and gone on", cut)
                    .isTrue();
        }
    }

    @Test
    void aDamagedLineInTheMiddleIsAnErrorThatNamesFileAndLine() throws IOException {
        writeTwoVerdicts();
        List<String> lines = new ArrayList<>(Files.readAllLines(directory.journal()));
        int number = lines.size() - 1;
        lines.set(number - 1, lines.get(number - 1).substring(5));
        Files.write(directory.journal(), lines);

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(this::resume)
                .withMessageContaining(directory.journal().toString())
                .withMessageContaining("line " + number);
        assertThat(Files.readAllLines(directory.journal()))
                .as("the file is left as it is")
                .isEqualTo(lines);
    }

    @Test
    void aWholeLineThatThisVersionDoesNotKnowIsNotCutOffAsIfItWereTorn() throws IOException {
        writeTwoVerdicts();
        String journal = Files.readString(directory.journal()) + "{\"type\":\"prophecy\"}\n";
        Files.writeString(directory.journal(), journal);

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(this::resume)
                .withMessageContaining("prophecy")
                .withMessageContaining("newer Sluice");
        assertThat(directory.journal()).hasContent(journal);
    }

    @Test
    void aVerdictOnAJobThatTheBatchDoesNotHaveIsAnError() throws IOException {
        writeTwoVerdicts();
        String journal = Files.readString(directory.journal()).replace("\"job\":2,", "\"job\":7,");
        Files.writeString(directory.journal(), journal);

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(this::resume)
                .withMessageContaining("no job 7");
    }

    @Test
    void aJournalOfANewerVersionIsRefusedAsSuch() throws IOException {
        writeTwoVerdicts();
        String journal = Files.readString(directory.journal()).replaceFirst("\"sluice\":1", "\"sluice\":2");
        Files.writeString(directory.journal(), journal);

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> Ledger.read(directory))
                .withMessageContaining("version 2")
                .withMessageNotContaining("damaged");
    }

    @Test
    void aJournalWithoutAllJobsOfItsBatchSaysThatNothingWasPosted() throws IOException {
        writeTwoVerdicts();
        List<String> lines = Files.readAllLines(directory.journal());
        Files.write(directory.journal(), lines.subList(0, 2));

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(this::resume)
                .withMessageContaining("nothing was posted");
    }

    @Test
    void aMissingJournalAndOneThatIsThereAlreadyAreErrors() {
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(this::resume)
                .withMessageContaining("There is no journal");
        writeTwoVerdicts();
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> create(2))
                .withMessageContaining("--resume");
    }

    @Test
    void onlyOneLedgerAtATimeHasTheJournal() {
        try (Ledger first = create(2)) {
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(this::resume)
                    .withMessageContaining("in use");
            first.finished(passed(1, "lab1"));
            first.commit();
        }
        try (Ledger second = resume()) {
            assertThat(second.outcome().results()).containsOnlyKeys(1);
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(this::resume)
                    .withMessageContaining("in use");
        }
    }

    @Test
    void anotherProcessDoesNotGetAJournalThatWasResumedHere() throws Exception {
        writeTwoVerdicts();
        try (Ledger ledger = resume()) {
            ledger.note("it is mine");
            ledger.commit();

            assertThat(resumeInAnotherProcess()).contains("in use");
        }
        assertThat(resumeInAnotherProcess()).contains("resumed with 2 verdicts");
    }

    @Test
    void aFullDiskStopsTheLedgerForGoodAndLeavesAJournalThatCanBeResumed() throws IOException {
        writeTwoVerdicts();
        long before = Files.size(directory.journal());
        Heard heard = new Heard();
        FullDisk disk = FullDisk.open(directory.journal(), 700);
        try (Ledger ledger =
                Ledger.resume(directory, new JournalFile(directory.journal(), disk), CLOCK, List.of(heard))) {
            for (int delivery = 2; delivery < 8; delivery++) {
                ledger.finished(
                        Batches.finished(attempt(1, "lab" + delivery, delivery), org.sluice.job.Verdict.FAILED, "x"));
            }
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(ledger::commit)
                    .withMessageContaining("No space left")
                    .withMessageContaining("--resume");
            disk.makeRoom();
            assertThatExceptionOfType(JournalException.class).isThrownBy(ledger::commit);
            assertThatExceptionOfType(JournalException.class).isThrownBy(() -> ledger.note("later"));
        }

        assertThat(heard.lines()).as("what is not in the journal is not told").isEmpty();
        assertThat(Files.size(directory.journal())).isEqualTo(before + 700);
        try (Ledger ledger = resume()) {
            assertThat(ledger.outcome().results()).containsOnlyKeys(1, 2);
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void aHundredThousandVerdictsAreWrittenAndReadInTimeThatGrowsAsTheyDo() throws Exception {
        int jobs = 100_000;
        try (Ledger ledger = create(jobs)) {
            ledger.beginRound(1, ledger.state().missing());
            for (int job = 1; job <= jobs; job++) {
                ledger.started(attempt(job, "lab1", 1));
                ledger.finished(Batches.notRun(attempt(job, "lab1", 1), org.sluice.job.Verdict.PASSED, ""));
                assertThat(ledger.state().running()).isZero();
            }
            ledger.commit();
        }
        assertThat(resumeInAnotherProcess()).contains("resumed with 100000 verdicts");
    }

    private Ledger create(int jobs) {
        return Ledger.create(directory, temp, batch(jobs), CLOCK, List.of());
    }

    private Ledger resume() {
        return Ledger.resume(directory, CLOCK, List.of());
    }

    private void writeTwoVerdicts() {
        try (Ledger ledger = create(2)) {
            ledger.beginRound(1, ledger.state().missing());
            ledger.finished(passed(1, "lab1"));
            ledger.finished(passed(2, "lab1"));
            ledger.commit();
        }
    }

    private static int[] lineEnds(byte[] bytes) {
        return java.util.stream.IntStream.range(0, bytes.length)
                .filter(i -> bytes[i] == '\n')
                .map(i -> i + 1)
                .toArray();
    }

    /** What the other process says. */
    private String resumeInAnotherProcess() throws IOException, InterruptedException {
        Path said = temp.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Resuming.class.getName(),
                        temp.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(said, StandardCharsets.UTF_8);
    }

    /** Resumes a batch and says how that went. */
    static final class Resuming {
        private Resuming() {}

        public static void main(String[] args) {
            BatchDirectory directory = BatchDirectory.of(Path.of(args[0]), "batch-1");
            try (Ledger ledger = Ledger.resume(directory, CLOCK, List.of())) {
                System.out.println("resumed with " + ledger.outcome().results().size() + " verdicts");
            } catch (JournalException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
