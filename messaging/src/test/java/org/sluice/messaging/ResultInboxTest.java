package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.sluice.messaging.Samples.BATCH;
import static org.sluice.messaging.TestBroker.GUARD;
import static org.sluice.messaging.TestBroker.SHORT_LOOK;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.ListenAddress;
import org.sluice.broker.Role;
import org.sluice.broker.StandaloneBroker;
import org.sluice.job.Access;
import org.sluice.job.JobResult;
import org.sluice.job.Output;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultInbox.Report;

class ResultInboxTest {
    @TempDir
    Path temp;

    private TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.listening(temp);
        // makes the queue of the results
        broker.link().poster(Samples.batch(BATCH, 1, 1)).close();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private void send(int from, int to) throws Exception {
        try (SlotSession slot = broker.link(Role.CONSUMER).slot(told -> {})) {
            for (int number = from; number <= to; number++) {
                slot.send(BATCH, Samples.passed(number));
            }
        }
    }

    private static List<Integer> numbers(List<Report> reports) {
        List<Integer> numbers = new ArrayList<>();
        for (Report report : reports) {
            numbers.add(((Finished) report).result().job());
        }
        return numbers;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    /** Receives so many, in however many goes. */
    private static List<Integer> take(ResultInbox inbox, int count, boolean acknowledge) throws LinkBroken {
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < count) {
            List<Report> reports = inbox.receive(GUARD);
            assertThat(reports).as("after " + taken.size()).isNotEmpty();
            taken.addAll(numbers(reports));
            if (acknowledge) {
                inbox.acknowledge();
            }
        }
        return taken;
    }

    @Test
    void whatIsNotAcknowledgedComesAgainOnANewLink() throws Exception {
        send(1, 20);
        Link dying = broker.link();
        ResultInbox first = dying.results(BATCH, told -> {});
        List<Integer> acknowledged = take(first, 1, true);
        send(21, 30);
        int seen = acknowledged.size();
        while (seen < 30) {
            seen += first.receive(GUARD).size();
        }
        dying.close();
        assertThatExceptionOfType(LinkBroken.class).isThrownBy(() -> first.receive(GUARD));

        try (ResultInbox second = broker.link().results(BATCH, told -> {})) {
            List<Integer> again = take(second, 30 - acknowledged.size(), true);
            assertThat(again).isEqualTo(range(acknowledged.size() + 1, 30));
            assertThat(second.receive(SHORT_LOOK)).isEmpty();
            second.acknowledge();
        }
    }

    @Test
    void aThousandResultsComeInTheirOrderWithoutAStall() throws Exception {
        send(1, 1_000);
        try (ResultInbox inbox = broker.link().results(BATCH, told -> {})) {
            assertThat(take(inbox, 1_000, true)).isEqualTo(range(1, 1_000));
        }
        await().atMost(GUARD)
                .until(() -> broker.browse(Destinations.results(BATCH)).isEmpty());
    }

    @Test
    void acknowledgingNothingIsNothing() throws Exception {
        try (ResultInbox inbox = broker.link().results(BATCH, told -> {})) {
            inbox.acknowledge();
            assertThat(inbox.receive(SHORT_LOOK)).isEmpty();
            inbox.acknowledge();
        }
    }

    /** 70 MB on the wire through the heap that the build gives these tests, a broker and both of its clients in it. */
    @Test
    void outputsThatAreLongArriveWholeThroughASmallHeap() throws Exception {
        int results = 100;
        byte[] noise = new byte[256 * 1024];
        new Random(1).nextBytes(noise);
        StandaloneBroker.Options options = StandaloneBroker.Options.defaults()
                .withListen(new ListenAddress("127.0.0.1", 0))
                .withData(temp.resolve("data"))
                .withAccess(temp.resolve("standalone"));
        try (StandaloneBroker standalone = StandaloneBroker.start(options);
                Link link = Link.open(
                        new BrokerAddress(List.of(standalone.listenUri())),
                        Optional.of(Access.read(Role.PRODUCER.accessFile(temp.resolve("standalone")))),
                        broken -> {});
                SlotSession slot = link.slot(told -> {});
                ResultInbox inbox = link.results(BATCH, told -> {})) {
            for (int number = 1; number <= results; number++) {
                JobResult result = Samples.passed(number).result();
                noise[0] = (byte) number;
                slot.send(BATCH, new Finished(result, Output.whole(noise), Output.cut(noise, new byte[] {7}, 1)));
            }
            int taken = 0;
            while (taken < results) {
                List<Report> reports = inbox.receive(GUARD);
                assertThat(reports).isNotEmpty();
                for (Report report : reports) {
                    Finished finished = (Finished) report;
                    taken++;
                    noise[0] = (byte) taken;
                    assertThat(finished.result().job()).isEqualTo(taken);
                    assertThat(Arrays.equals(finished.stdout().head(), noise)).isTrue();
                    assertThat(Arrays.equals(finished.stderr().head(), noise)).isTrue();
                    assertThat(finished.stderr().omitted()).isEqualTo(1);
                }
                inbox.acknowledge();
            }
        }
    }

    @Test
    void theQueueOfABatchThatWasCollectedIsRemoved() throws Exception {
        send(1, 3);
        Link link = broker.link();
        try (ResultInbox inbox = link.results(BATCH, told -> {})) {
            take(inbox, 3, true);
        }
        link.removeResults(BATCH);
        link.removeResults(BATCH);
        assertThatExceptionOfType(BrokerRefused.class).isThrownBy(() -> send(4, 4));
    }

    @Test
    void aQueueThatSomebodyElseReadsIsLeftToHimAndTheLinkIsWell() throws Exception {
        Link link = broker.link();
        try (ResultInbox other = broker.link(Role.PRODUCER).results(BATCH, told -> {})) {
            link.removeResults(BATCH);

            assertThat(link.isBroken()).isFalse();
            send(1, 1);
            assertThat(take(other, 1, true)).isEqualTo(range(1, 1));
        }
    }
}
