package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.sluice.messaging.Samples.BATCH;
import static org.sluice.messaging.Samples.text;
import static org.sluice.messaging.TestBroker.texts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Limits;
import org.sluice.job.Output;
import org.sluice.job.Placement;
import org.sluice.messaging.ResultInbox.FilePart;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultInbox.Report;
import org.sluice.messaging.ResultInbox.Started;

/**
 * The stored samples of format version 1 are what is written, byte for byte, and are understood. A sample is never
 * changed; a new version of the format adds its own.
 */
class FormatSamplesTest {
    private static final Duration GUARD = TestBroker.GUARD;

    @TempDir
    Path temp;

    @Test
    void postingWritesTheStoredJobsPillAndEntry() throws Exception {
        try (TestBroker broker = TestBroker.local(temp)) {
            try (Poster poster = broker.link().poster(Samples.batch(BATCH, 3, 2))) {
                poster.post(List.of(Samples.minimalJob(), Samples.fullJob()));
            }
            assertThat(texts(broker.drain(Destinations.JOBS)))
                    .containsExactly(text("job-minimal"), text("job-full"), text("pill"));
            assertThat(texts(broker.browse(Destinations.BATCHES))).contains(text("batch-entry"));
            assertThat(texts(broker.browse(Destinations.results(BATCH)))).containsExactly(text("opened"));
        }
    }

    @Test
    void anEntryOfTheRegisterSaysWhichQueueItIsFor() throws Exception {
        assertThat(OpenBatch.read(Format.open(withUnknownFields(text("batch-entry-placed"))), true))
                .isEqualTo(Samples.batch(BATCH, 3, 6)
                        .withQueues(Set.of(Samples.caseJob().placement())));
    }

    @Test
    void howAJobIsJudgedIsWrittenAsStoredAndUnderstood() throws Exception {
        try (TestBroker broker = TestBroker.local(temp)) {
            Set<Placement> queues = Set.of(Placement.ANYWHERE, Samples.caseJob().placement());
            try (Poster poster = broker.link().poster(Samples.batch(BATCH, 3, 6).withQueues(queues))) {
                poster.post(List.of(
                        Samples.checkedJob(),
                        Samples.jobWithoutSkipCode(),
                        Samples.comparedJob(),
                        Samples.caseJob(),
                        Samples.jobOfCases(),
                        Samples.preparedJob()));
            }
            assertThat(texts(broker.drain(Destinations.JOBS)))
                    .containsExactly(
                            text("job-checks"),
                            text("job-no-skip-code"),
                            text("job-compare"),
                            text("job-cases"),
                            text("job-prepared"),
                            text("pill"));
            assertThat(texts(broker.drain(Destinations.jobs(Samples.caseJob().placement()))))
                    .containsExactly(text("job-case"), text("pill"));
            assertThat(texts(broker.browse(Destinations.BATCHES))).contains(text("batch-entry-placed"));
        }
        assertThat(JobJson.read(Format.open(text("job-checks")))).isEqualTo(Samples.checkedJob());
        assertThat(JobJson.read(Format.open(text("job-no-skip-code")))).isEqualTo(Samples.jobWithoutSkipCode());
        assertThat(JobJson.read(Format.open(text("job-compare")))).isEqualTo(Samples.comparedJob());
        assertThat(JobJson.read(Format.open(text("job-case")))).isEqualTo(Samples.caseJob());
        assertThat(JobJson.read(Format.open(text("job-cases")))).isEqualTo(Samples.jobOfCases());
        assertThat(JobJson.read(Format.open(text("job-prepared")))).isEqualTo(Samples.preparedJob());
    }

    @Test
    void aJobWithAFieldThatIsNotKnownIsNotRunWithoutIt() {
        String later = "{\"later\":1,";
        assertThatExceptionOfType(UnreadableMessage.class)
                .isThrownBy(() -> JobJson.read(Format.open(text("job-checks").replaceFirst("\\{", later))))
                .withMessage("it has a field 'later' that this program does not know: update it");
        assertThatExceptionOfType(UnreadableMessage.class)
                .isThrownBy(
                        () -> JobJson.read(Format.open(text("job-checks").replace("{\"words\"", later + "\"words\""))));
        assertThatExceptionOfType(UnreadableMessage.class)
                .isThrownBy(
                        () -> JobJson.read(Format.open(text("job-cases").replace("{\"name\"", later + "\"name\""))));
        assertThatExceptionOfType(UnreadableMessage.class)
                .isThrownBy(() ->
                        JobJson.read(Format.open(text("job-prepared").replace("{\"unset\"", later + "\"unset\""))));
        assertThatExceptionOfType(UnreadableMessage.class)
                .isThrownBy(() ->
                        JobJson.read(Format.open(text("job-compare").replace("{\"compare\"", later + "\"compare\""))));
    }

    @Test
    void aSlotWritesTheStoredReports() throws Exception {
        try (TestBroker broker = TestBroker.local(temp);
                SlotSession slot = broker.link().slot(told -> {})) {
            slot.sendStarted(BATCH, Samples.attempt());
            slot.send(BATCH, Samples.passed());
            slot.send(BATCH, Samples.cut());
            slot.send(BATCH, Samples.measured());
            slot.sendAttempt(BATCH, Samples.failed());
            slot.send(BATCH, Samples.ofCases());
            slot.sendPart(BATCH, Samples.filePart());
            slot.sendPart(BATCH, Samples.lastFilePart());

            await().atMost(GUARD)
                    .untilAsserted(() -> assertThat(texts(broker.browse(Destinations.results(BATCH))))
                            .containsExactly(
                                    text("started"),
                                    text("result-passed"),
                                    text("result-cut"),
                                    text("result-usage"),
                                    text("attempt"),
                                    text("result-cases"),
                                    text("file-part"),
                                    text("file-last")));
        }
    }

    @Test
    void noticesAreWrittenAsStored() {
        assertThat(Notice.register(BATCH).toText()).isEqualTo(text("notice-register"));
        assertThat(Notice.settled(BATCH, 2).toText()).isEqualTo(text("notice-settled"));
        assertThat(new Notice.Attempted("5f0c", new Presence.Tried(BATCH, 2, 1, true)).toText())
                .isEqualTo(text("notice-attempted"));
        assertThat(new Notice.WhoIsThere().toText()).isEqualTo(text("notice-who"));
        assertThat(Samples.presence().toText()).isEqualTo(text("notice-presence"));
    }

    @Test
    void theStoredMessagesAreUnderstoodFromTheQueues() throws Exception {
        try (TestBroker broker = TestBroker.local(temp);
                SlotSession slot = broker.link().slot(told -> {})) {
            broker.send(Destinations.JOBS, text("job-minimal"));
            broker.send(Destinations.JOBS, text("job-full"));
            broker.send(Destinations.JOBS, withUnknownFields(text("pill")));

            JobDelivery minimal = (JobDelivery) slot.receive(GUARD).orElseThrow();
            assertThat(minimal.job()).isEqualTo(Samples.minimalJob());
            assertThat(minimal.batch()).isEqualTo(BATCH);
            assertThat(minimal.count()).isEqualTo(1);
            minimal.acknowledge();
            JobDelivery full = (JobDelivery) slot.receive(GUARD).orElseThrow();
            assertThat(full.job()).isEqualTo(Samples.fullJob());
            assertThat(full.job().environment().keySet()).containsExactly("OMP_NUM_THREADS", "EMPTY");
            full.acknowledge();
            Pill pill = (Pill) slot.receive(GUARD).orElseThrow();
            assertThat(pill.batch()).isEqualTo(BATCH);
            pill.close();
        }
    }

    @Test
    void theMessageThatOpensTheQueueOfResultsTellsNothing() throws Exception {
        try (TestBroker broker = TestBroker.local(temp);
                ResultInbox inbox = broker.link().results(BATCH, told -> {
                    throw new AssertionError(told);
                })) {
            broker.send(Destinations.results(BATCH), withUnknownFields(text("opened")));
            broker.send(Destinations.results(BATCH), text("started"));
            assertThat(inbox.receive(GUARD)).containsExactly(new Started(Samples.attempt()));
        }
    }

    @Test
    void theStoredReportsAreUnderstood() throws Exception {
        Started started = (Started) report("started");
        assertThat(started.attempt()).isEqualTo(Samples.attempt());

        same((Finished) report("result-passed"), Samples.passed());
        same((Finished) report("result-cut"), Samples.cut());
        same((Finished) report("result-usage"), Samples.measured());
        same(((ResultInbox.Attempted) report("attempt")).finished(), Samples.failed());
        same((Finished) report("result-cases"), Samples.ofCases());
        same((FilePart) report("file-part"), Samples.filePart());
        same((FilePart) report("file-last"), Samples.lastFilePart());
    }

    @Test
    void theStoredEntryAndNoticesAreUnderstood() throws Exception {
        assertThat(OpenBatch.read(Format.open(withUnknownFields(text("batch-entry"))), true))
                .isEqualTo(Samples.batch(BATCH, 3, 2).withPosted(2));
        try (TestBroker broker = TestBroker.local(temp)) {
            broker.send(Destinations.JOBS, withUnknownFields(text("notice-register")));
            broker.send(Destinations.JOBS, withUnknownFields(text("notice-settled")));
            broker.send(Destinations.JOBS, withUnknownFields(text("notice-attempted")));
            broker.send(Destinations.JOBS, withUnknownFields(text("notice-who")));
            broker.send(Destinations.JOBS, withUnknownFields(text("notice-presence")));
            broker.send(Destinations.JOBS, text("notice-presence").replace("OUT_OF_SERVICE", "OF_LATER"));
            broker.send(Destinations.JOBS, text("pill"));
            broker.send(Destinations.JOBS, text("notice-settled").replace("SETTLED", "OF_LATER"));
            assertThat(broker.drain(Destinations.JOBS).stream().map(Notice::read))
                    .containsExactly(
                            Optional.of(Notice.register(BATCH)),
                            Optional.of(Notice.settled(BATCH, 2)),
                            Optional.of(new Notice.Attempted("5f0c", new Presence.Tried(BATCH, 2, 1, true))),
                            Optional.of(new Notice.WhoIsThere()),
                            Optional.of(Samples.presence()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
        }
    }

    @Test
    void jobsAndResultsComeBackAsTheyWere() throws Exception {
        for (var job : List.of(
                Samples.minimalJob(),
                Samples.fullJob(),
                Samples.checkedJob(),
                Samples.caseJob(),
                Samples.caseJob().withLimits(Limits.NONE.withRepeats(7)),
                Samples.jobOfCases(),
                Samples.preparedJob(),
                Samples.jobWithoutSkipCode())) {
            assertThat(JobJson.read(Fields.parse(Fields.text(JobJson.write(Fields.object(), job)))))
                    .isEqualTo(job);
        }
    }

    @Test
    void outputsOfAllByteValuesComeBackAsTheyWere() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        for (Output output : List.of(
                Output.NONE,
                Output.whole(all),
                Output.cut(all, new byte[0], 1),
                Output.cut(all, all, Long.MAX_VALUE))) {
            var finished = new Finished(Samples.passed().result(), output, Output.NONE);
            same((Finished) ResultInbox.report(Format.open(ResultInbox.text(BATCH, finished))), finished);
        }
    }

    private static Report report(String sample) throws UnreadableMessage {
        assertThat(ResultInbox.report(Format.open(text(sample)))).isNotNull();
        return ResultInbox.report(Format.open(withUnknownFields(text(sample))));
    }

    private static void same(Finished actual, Finished expected) {
        assertThat(actual.result()).isEqualTo(expected.result());
        assertThat(actual.stdout()).usingRecursiveComparison().isEqualTo(expected.stdout());
        assertThat(actual.stderr()).usingRecursiveComparison().isEqualTo(expected.stderr());
    }

    private static void same(FilePart actual, FilePart expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    /** A later version may add fields, also to the objects within; to all but the environment, whose names are the user's. */
    private static String withUnknownFields(String text) {
        return text.replaceAll("(?<!environment\":)\\{\"", "{\"later\":{\"a\":[1,null,{}]},\"");
    }
}
