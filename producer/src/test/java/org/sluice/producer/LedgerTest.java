package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Batch;
import org.sluice.job.BatchListener;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.Limits;
import org.sluice.job.Placement;
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
    void aCancelledJobSaysWhyTheBatchWasStoppedAndWhyTheJobHadNotBegun() {
        ledger.waiting(Map.of(Placement.ANYWHERE, "needs gpu; 2 consumers, none offers it"));
        ledger.cancel(List.of(ledger.batch().job(1)), "the batch was stopped before the job began");
        ledger.stopped("2 jobs did not pass (--halt soon,fail=2)");
        ledger.cancel(List.of(ledger.batch().job(2)), "the batch was stopped before the job began");
        ledger.waiting(Map.of());
        ledger.cancel(List.of(ledger.batch().job(3)), "the batch was stopped before the job began");

        assertThat(ledger.outcome().results().values())
                .extracting(JobResult::reason)
                .containsExactly(
                        "the batch was stopped before the job began; the job waited: it needs gpu; 2 consumers, none offers"
                                + " it",
                        "2 jobs did not pass (--halt soon,fail=2); the job waited: it needs gpu; 2 consumers, none offers it",
                        "2 jobs did not pass (--halt soon,fail=2)");
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
        ledger.beginRound(1, ledger.state().missing());
        assertThat(ledger.state().roundJobs()).extracting(Job::number).containsExactly(1, 2, 3);
        ledger.finished(passed(2, "lab1"));
        ledger.commit();
        resume();
        assertThat(ledger.state().roundJobs()).extracting(Job::number).containsExactly(1, 2, 3);

        ledger.beginRound(2, ledger.state().missing());
        ledger.finished(passed(1, "lab1"));
        ledger.commit();
        resume();

        assertThat(ledger.state().round()).isEqualTo(2);
        assertThat(ledger.state().roundJobs()).extracting(Job::number).containsExactly(1, 3);
    }

    @Test
    void theOrderOfPostingIsThatOfItsRoundAlone() {
        Batch batch = ledger.batch();
        ledger.beginRound(1, List.of(batch.job(3), batch.job(1), batch.job(2)));
        ledger.finished(passed(1, "lab1"));
        ledger.commit();
        resume();

        assertThat(ledger.state().roundJobs()).extracting(Job::number).containsExactly(3, 1, 2);
        assertThat(Ledger.read(directory).posting()).extracting(Job::number).containsExactly(3, 1, 2);

        ledger.beginRound(2, ledger.state().missing());
        ledger.commit();
        resume();

        assertThat(ledger.state().roundJobs()).extracting(Job::number).containsExactly(2, 3);
    }

    @Test
    void anOrderThatIsNotOfTheMissingJobsIsRefused() {
        Batch batch = ledger.batch();

        for (List<Job> order : List.of(
                List.<Job>of(),
                List.of(batch.job(1), batch.job(2)),
                List.of(batch.job(1), batch.job(2), batch.job(2)))) {
            assertThatIllegalArgumentException().isThrownBy(() -> ledger.state().beginRound(1, order));
        }
    }

    @Test
    void aRemarkOnAVerdictIsInTheJournalAndIsTold() {
        ledger.remark((job, result) ->
                Optional.of(job.name() + " was " + result.verdict().label()));

        ledger.finished(passed(2, "lab1"));
        ledger.finished(passed(2, "lab2"));
        ledger.commit();

        assertThat(ledger.outcome().results().get(2).remarks()).containsExactly("Test 2 was passed");
        assertThat(ledger.outcome().superseded().get(0).remarks()).isEmpty();
        assertThat(Ledger.read(directory).outcome()).isEqualTo(ledger.outcome());
    }

    @Test
    void whoListensLaterHearsWhatComesThenAndMayNoteIt() {
        Heard late = new Heard();
        ledger.listen(late);
        ledger.listen(new BatchListener() {
            @Override
            public void verdict(JobResult result) {
                ledger.note("verdict heard");
            }
        });

        ledger.finished(passed(1, "lab1"));
        ledger.commit();
        ledger.commit();

        assertThat(late.lines()).containsExactly("verdict 1 passed", "noted verdict heard");
    }

    @Test
    void aNewRoundIsNotInterruptedAnyMore() {
        ledger.beginRound(1, ledger.state().missing());
        ledger.interrupted();
        assertThat(ledger.outcome().interrupted()).isTrue();

        ledger.beginRound(2, ledger.state().missing());

        assertThat(ledger.outcome().interrupted()).isFalse();
    }

    @Test
    void cancelledJobsGetTheirVerdictAndNoOutput() {
        ledger.cancel(ledger.batch().jobs(), "the batch was stopped");
        ledger.commit();

        assertThat(ledger.outcome().counts()).containsExactly(java.util.Map.entry(Verdict.CANCELLED, 3));
        assertThat(directory.path().resolve("jobs")).doesNotExist();
    }

    @Test
    void anAttemptThatIsRunAgainIsNoVerdictAndMakesAPassFlaky() {
        withRetries(1);
        assertThat(ledger.attempted(finished(attempt(1, "lab1", 1), Verdict.FAILED, "solver exited 3")))
                .isFalse();
        ledger.commit();
        resume();
        assertThat(ledger.attempted(finished(attempt(1, "lab1", 1), Verdict.FAILED, "solver exited 3")))
                .as("it comes again since its acknowledgement was lost")
                .isFalse();
        ledger.finished(finished(attempt(1, "lab2", 1), Verdict.PASSED, ""));
        ledger.commit();
        resume();

        assertThat(heard.lines()).containsExactly("retried 1 failed", "verdict 1 passed");
        assertThat(ledger.outcome().earlier().get(1))
                .extracting(JobResult::verdict)
                .containsExactly(Verdict.FAILED);
        assertThat(ledger.outcome().isFlaky(1)).isTrue();
        assertThat(directory.stdout(1, "Test 1", 1)).hasContent("lab1");
        assertThat(directory.stdout(1, "Test 1")).hasContent("lab2");
    }

    @Test
    void theLastAttemptThatAJobHasIsItsVerdictWhateverItsConsumerBelieves() {
        withRetries(1);
        assertThat(ledger.attempted(finished(attempt(1, "lab1", 1), Verdict.FAILED, "first")))
                .isFalse();
        assertThat(ledger.attempted(finished(attempt(1, "lab2", 1), Verdict.DIFFERS, "second")))
                .isTrue();
        assertThat(ledger.attempted(finished(attempt(1, "lab2", 1), Verdict.DIFFERS, "second")))
                .isFalse();
        assertThat(ledger.attempted(finished(attempt(1, "lab3", 1), Verdict.FAILED, "third")))
                .isFalse();
        ledger.commit();
        resume();

        assertThat(heard.lines()).containsExactly("retried 1 failed", "verdict 1 differs", "superseded 1 by lab3");
        assertThat(ledger.outcome().results().get(1).reason()).isEqualTo("second");
        assertThat(ledger.outcome().earlier().get(1)).hasSize(1);
        assertThat(ledger.outcome().superseded()).hasSize(1);
    }

    @Test
    void whatCouldNotBeRunUsesUpNoAttemptAndIsNotFlaky() {
        assertThat(ledger.attempted(finished(attempt(1, "lab1", 1), Verdict.ERROR, "no solver")))
                .isFalse();
        assertThat(ledger.attempted(finished(attempt(1, "lab2", 1), Verdict.ERROR, "no solver")))
                .isFalse();
        ledger.finished(passed(1, "lab3"));

        assertThat(ledger.outcome().earlier().get(1)).hasSize(2);
        assertThat(ledger.outcome().isFlaky(1)).isFalse();
        assertThat(ledger.outcome().results().get(1).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void aJobThatWaitsToBeRunAgainIsNotRunning() {
        withRetries(1);
        ledger.started(attempt(1, "lab1", 1));
        assertThat(ledger.state().running()).isEqualTo(1);
        ledger.attempted(finished(attempt(1, "lab1", 1), Verdict.FAILED, "first"));
        assertThat(ledger.state().running()).isZero();

        ledger.finished(finished(attempt(1, "lab2", 1), Verdict.PASSED, ""));
        assertThat(ledger.state().lacksStarts()).isTrue();
        ledger.started(attempt(1, "lab2", 1));
        assertThat(ledger.state().lacksStarts()).isFalse();
    }

    /** The books of a batch whose jobs may be run again so often. */
    private void withRetries(int retries) {
        ledger.close();
        directory = BatchDirectory.of(temp, "batch-2");
        Batch plain = batch(3);
        List<Job> jobs = plain.jobs().stream()
                .map(job -> job.withLimits(new Limits(Optional.empty(), Optional.empty(), retries)))
                .toList();
        Batch batch = new Batch("batch-2", plain.source(), plain.created(), jobs);
        ledger = Ledger.create(directory, temp, batch, Clock.systemUTC(), List.of(heard));
    }

    private void resume() {
        ledger.close();
        ledger = Ledger.resume(directory, Clock.systemUTC(), List.of(heard));
    }
}
