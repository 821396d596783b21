package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sluice.producer.Batches.attempt;
import static org.sluice.producer.Batches.batch;
import static org.sluice.producer.Batches.finished;
import static org.sluice.producer.Batches.notRun;
import static org.sluice.producer.Batches.passed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Job;
import org.sluice.job.Verdict;
import org.sluice.reporting.BatchDirectory;

class LedgerTest {
    @TempDir
    Path temp;

    private final Heard heard = new Heard();
    private BatchDirectory directory;
    private Ledger ledger;

    @BeforeEach
    void setUp() {
        directory = BatchDirectory.of(temp, "batch-1");
        ledger = Ledger.create(directory, temp, batch(3), Clock.systemUTC(), List.of(heard));
    }

    @AfterEach
    void tearDown() {
        ledger.close();
    }

    @Test
    void listenersHearOnlyWhatIsCommittedInOrderAndOnce() {
        ledger.opened();
        ledger.started(attempt(2, "lab1", 1));
        ledger.finished(passed(2, "lab1"));
        assertThat(heard.lines()).isEmpty();

        ledger.commit();
        ledger.commit();
        ledger.closed();

        assertThat(heard.lines())
                .containsExactly("opened with 0", "started 2 by lab1", "verdict 2 passed", "closed with 1");
    }

    @Test
    void theFirstResultOfAJobWinsAndAnotherAttemptIsSuperseded() {
        ledger.finished(finished(attempt(1, "lab1", 1), Verdict.FAILED, "solver exited with 3"));
        ledger.finished(finished(attempt(1, "lab2", 2), Verdict.PASSED, ""));
        ledger.commit();

        assertThat(heard.lines()).containsExactly("verdict 1 failed", "superseded 1 by lab2");
        assertThat(ledger.outcome().results().get(1).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(ledger.outcome().superseded()).hasSize(1);
        assertThat(directory.stdout(1, "Test 1")).hasContent("lab1");
    }

    @Test
    void whatComesAgainSinceItsAcknowledgementWasLostIsSilentAlsoAfterAResume() {
        ledger.started(attempt(1, "lab1", 1));
        ledger.finished(passed(1, "lab1"));
        ledger.started(attempt(1, "lab1", 1));
        ledger.finished(passed(1, "lab1"));
        ledger.commit();
        resume();
        ledger.started(attempt(1, "lab1", 1));
        ledger.finished(passed(1, "lab1"));
        ledger.commit();

        assertThat(heard.lines()).containsExactly("started 1 by lab1", "verdict 1 passed");
        assertThat(ledger.outcome().attempts()).hasSize(1);
        assertThat(ledger.outcome().superseded()).isEmpty();
    }

    @Test
    void whatIsToldOfJobsThatTheBatchDoesNotHaveIsOnlyNoted() {
        ledger.finished(passed(4, "lab1"));
        ledger.finished(passed(0, "lab1"));
        ledger.started(attempt(-1, "lab1", 1));
        ledger.commit();

        assertThat(heard.count("noted")).isEqualTo(3);
        assertThat(heard.lines()).hasSize(3);
        assertThat(ledger.outcome().results()).isEmpty();
        assertThat(ledger.outcome().attempts()).isEmpty();
    }

    @Test
    void aLostJobNamesTheConsumersThatBeganItAlsoAfterAResume() {
        ledger.started(attempt(1, "lab1", 1));
        ledger.commit();
        resume();
        ledger.started(attempt(1, "lab2", 2));
        ledger.started(attempt(1, "lab1", 3));
        ledger.finished(notRun(attempt(1, "lab3", 4), Verdict.LOST, "3 times a consumer went away"));
        ledger.commit();

        assertThat(ledger.outcome().results().get(1).reason()).isEqualTo("3 times a consumer went away: lab1, lab2");
    }

    @Test
    void outputIsKeptBeforeTheVerdictIsWritten() throws IOException {
        Files.createDirectories(directory.path());
        Files.writeString(directory.path().resolve("jobs"), "a file where a directory should be");

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> ledger.finished(passed(1, "lab1")))
                .withMessageContaining("Test 1")
                .withMessageContaining("not acknowledged");
        ledger.commit();

        assertThat(heard.lines()).isEmpty();
        assertThat(Ledger.read(directory).outcome().results()).isEmpty();
    }

    @Test
    void aRoundPostsTheJobsThatHadNoVerdictWhenItBegan() {
        ledger.beginRound(1);
        assertThat(ledger.state().roundJobs()).extracting(Job::number).containsExactly(1, 2, 3);
        ledger.finished(passed(2, "lab1"));
        ledger.commit();
        resume();
        assertThat(ledger.state().roundJobs()).extracting(Job::number).containsExactly(1, 2, 3);

        ledger.beginRound(2);
        ledger.finished(passed(1, "lab1"));
        ledger.commit();
        resume();

        assertThat(ledger.state().round()).isEqualTo(2);
        assertThat(ledger.state().roundJobs()).extracting(Job::number).containsExactly(1, 3);
    }

    @Test
    void aNewRoundIsNotInterruptedAnyMore() {
        ledger.beginRound(1);
        ledger.interrupted();
        assertThat(ledger.outcome().interrupted()).isTrue();

        ledger.beginRound(2);

        assertThat(ledger.outcome().interrupted()).isFalse();
    }

    @Test
    void cancelledJobsGetTheirVerdictAndNoOutput() {
        ledger.cancel(ledger.batch().jobs(), "the batch was stopped");
        ledger.commit();

        assertThat(ledger.outcome().counts()).containsExactly(java.util.Map.entry(Verdict.CANCELLED, 3));
        assertThat(directory.path().resolve("jobs")).doesNotExist();
    }

    private void resume() {
        ledger.close();
        ledger = Ledger.resume(directory, Clock.systemUTC(), List.of(heard));
    }
}
