package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sluice.messaging.Samples.BATCH;
import static org.sluice.messaging.TestBroker.GUARD;
import static org.sluice.messaging.TestBroker.SHORT_LOOK;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultInbox.Report;

/** A message that nobody can read goes to the dead letters, whole and with the reason, and holds up nothing. */
class SetAsideTest {
    private static final String RESULTS = Destinations.results(BATCH);

    @TempDir
    Path temp;

    private final List<String> told = new ArrayList<>();
    private TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.listening(temp);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    /** Says when it is made from bytes, which no receiver may ever do. */
    static final class Tripwire implements Serializable {
        private static final long serialVersionUID = 1L;
        static volatile boolean tripped;

        private void readObject(ObjectInputStream in) throws IOException {
            tripped = true;
        }
    }

    /** One message of each foreign kind, by what its reason says. */
    private Map<String, Message> foreign(Session session) throws JMSException {
        Map<String, Message> messages = new LinkedHashMap<>();
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {1, 2, 3});
        messages.put("it is not a text message but BytesMessage", bytes);
        MapMessage map = session.createMapMessage();
        map.setString("key", "value");
        messages.put("it is not a text message but MapMessage", map);
        messages.put("it is not a text message but ObjectMessage", session.createObjectMessage(new Tripwire()));
        StreamMessage stream = session.createStreamMessage();
        stream.writeInt(7);
        messages.put("it is not a text message but StreamMessage", stream);
        messages.put("it is not a text message but Message", session.createMessage());
        messages.put("it is empty", session.createTextMessage());
        messages.put("it is not a JSON object", session.createTextMessage(""));
        messages.put("it is not JSON", session.createTextMessage("rm -rf /"));
        messages.put(
                "format version 2",
                session.createTextMessage(Samples.text("job-minimal").replace("\"sluice\":1", "\"sluice\":2")));
        messages.put(
                "messages of type 'batch' are not expected", session.createTextMessage(Samples.text("batch-entry")));
        ActiveMQTextMessage damaged = (ActiveMQTextMessage) session.createTextMessage();
        damaged.setContent(new ByteSequence(new byte[] {0, 0, 0, 9, 'x'}));
        messages.put("its text is damaged", damaged);
        ActiveMQTextMessage falselyCompressed = (ActiveMQTextMessage) session.createTextMessage();
        falselyCompressed.setContent(new ByteSequence(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}));
        falselyCompressed.setCompressed(true);
        messages.put("its text is damaged (", falselyCompressed);
        return messages;
    }

    @Test
    void aForeignMessageOnTheQueueOfJobsIsSetAsideAndTheNextJobComes() throws Exception {
        try (SlotSession slot = broker.link().slot(told::add)) {
            int number = 0;
            for (Map.Entry<String, Message> entry : foreign(broker.session()).entrySet()) {
                told.clear();
                number++;
                broker.send(Destinations.JOBS, entry.getValue());
                broker.send(
                        Destinations.JOBS, Fields.text(JobJson.write(Format.frame("job", BATCH), Samples.job(number))));

                JobDelivery job = (JobDelivery) slot.receive(GUARD).orElseThrow(() -> new AssertionError(entry));
                assertThat(job.job()).isEqualTo(Samples.job(number));
                job.acknowledge();
                checkSetAside(Destinations.JOBS, entry.getKey(), entry.getValue());
            }
            assertThat(broker.drain(Destinations.JOBS)).isEmpty();
        }
        assertThat(Tripwire.tripped).isFalse();
    }

    @Test
    void aForeignMessageAmongTheResultsIsSetAsideAndTheNextResultComes() throws Exception {
        try (ResultInbox inbox = broker.link().results(BATCH, told::add)) {
            int number = 0;
            for (Map.Entry<String, Message> entry : foreign(broker.session()).entrySet()) {
                told.clear();
                number++;
                broker.send(RESULTS, entry.getValue());
                broker.send(RESULTS, ResultInbox.text(BATCH, Samples.passed(number)));

                List<Report> reports = inbox.receive(GUARD);
                assertThat(reports).as(entry.getKey()).hasSize(1);
                assertThat(((Finished) reports.get(0)).result())
                        .isEqualTo(Samples.passed(number).result());
                inbox.acknowledge();
                checkSetAside(RESULTS, entry.getKey(), entry.getValue());
            }
        }
        assertThat(broker.browse(RESULTS)).isEmpty();
        assertThat(Tripwire.tripped).isFalse();
    }

    /** Jobs have the same numbers in every batch: taken for one of this batch, it would be a false verdict. */
    @Test
    void aResultOfAnotherBatchIsSetAside() throws Exception {
        try (ResultInbox inbox = broker.link().results(BATCH, told::add)) {
            broker.send(RESULTS, ResultInbox.text("other", Samples.passed(1)));
            broker.send(RESULTS, ResultInbox.text(BATCH, Samples.passed(2)));

            assertThat(inbox.receive(GUARD))
                    .singleElement()
                    .satisfies(report ->
                            assertThat(((Finished) report).result().job()).isEqualTo(2));
        }
        assertThat(broker.drain(Destinations.DEAD)).hasSize(1);
        assertThat(told).singleElement().asString().contains("it is of batch other");
    }

    @Test
    void aQueueFullOfForeignMessagesHidesNoResult() throws Exception {
        for (int i = 0; i < 300; i++) {
            broker.send(RESULTS, "foreign " + i);
        }
        broker.send(RESULTS, ResultInbox.text(BATCH, Samples.passed(1)));
        try (ResultInbox inbox = broker.link().results(BATCH, told::add)) {
            assertThat(inbox.receive(GUARD)).hasSize(1);
            inbox.acknowledge();
        }
        assertThat(told).hasSize(300);
        // the broker carries out an acknowledgement some time after it was sent
        await().atMost(GUARD).until(() -> broker.browse(RESULTS).isEmpty());
        assertThat(broker.drain(Destinations.DEAD)).hasSize(300);
    }

    private void checkSetAside(String from, String reason, Message original) throws JMSException {
        assertThat(told)
                .singleElement()
                .asString()
                .contains(from)
                .contains("sluice.dead")
                .contains(reason);
        List<Message> dead = broker.drain(Destinations.DEAD);
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).getStringProperty("SluiceReason"))
                .startsWith("from " + from + ": ")
                .contains(reason);
        assertThat(dead.get(0)).hasSameClassAs(original);
        if (dead.get(0) instanceof BytesMessage bytes) {
            assertThat(bytes.getBodyLength()).isEqualTo(3);
        } else if (dead.get(0) instanceof MapMessage map) {
            assertThat(map.getString("key")).isEqualTo("value");
        } else if (dead.get(0) instanceof StreamMessage stream) {
            assertThat(stream.readInt()).isEqualTo(7);
        } else if (dead.get(0) instanceof TextMessage text && !reason.contains("damaged")) {
            assertThat(text.getText()).isEqualTo(((TextMessage) original).getText());
        }
    }

    @Test
    void noneOfAThousandDamagedMessagesHoldsUpASlot() throws Exception {
        List<String> mutants = mutants(1_000);
        for (String mutant : mutants) {
            broker.send(Destinations.JOBS, mutant);
        }
        broker.send(Destinations.JOBS, Fields.text(JobJson.write(Format.frame("job", "last"), Samples.job(1))));
        int understood = -1;
        List<Pill> pills = new ArrayList<>();
        try (SlotSession slot = broker.link().slot(told::add)) {
            boolean last = false;
            while (!last) {
                Delivery delivery = slot.receive(GUARD).orElseThrow();
                understood++;
                if (delivery instanceof JobDelivery job) {
                    last = job.batch().equals("last");
                    job.acknowledge();
                } else if (delivery instanceof Pill pill) {
                    pills.add(pill);
                }
            }
        }
        assertThat(understood + told.size()).isEqualTo(mutants.size());
        assertThat(told).hasSizeGreaterThan(100);
        assertThat(understood).isPositive();
        assertThat(broker.browse(Destinations.JOBS)).hasSameSizeAs(pills);
        pills.forEach(Pill::close);
        assertThat(broker.drain(Destinations.DEAD)).hasSameSizeAs(told);
    }

    @Test
    void noneOfAThousandDamagedMessagesHoldsUpACollector() throws Exception {
        List<String> mutants = mutants(1_000);
        for (String mutant : mutants) {
            broker.send(RESULTS, mutant);
        }
        int understood = 0;
        try (ResultInbox inbox = broker.link().results(BATCH, told::add)) {
            while (understood + told.size() < mutants.size()) {
                understood += inbox.receive(SHORT_LOOK).size();
                inbox.acknowledge();
            }
        }
        assertThat(told).hasSizeGreaterThan(100);
        assertThat(understood).isPositive();
        assertThat(broker.browse(RESULTS)).isEmpty();
        assertThat(broker.drain(Destinations.DEAD)).hasSameSizeAs(told);
    }

    /** The stored samples, each damaged in one to three places. */
    private static List<String> mutants(int count) {
        Random random = new Random(20_260_131);
        List<String> mutants = new ArrayList<>();
        while (mutants.size() < count) {
            StringBuilder text =
                    new StringBuilder(Samples.text(Samples.NAMES.get(random.nextInt(Samples.NAMES.size()))));
            for (int i = random.nextInt(3); i >= 0; i--) {
                damage(text, random);
            }
            mutants.add(text.toString());
        }
        return mutants;
    }

    private static void damage(StringBuilder text, Random random) {
        if (text.isEmpty()) {
            return;
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        switch (random.nextInt(7)) {
            case 0 -> text.setCharAt(at, (char) random.nextInt(0xd800));
            case 1 -> text.delete(at, end);
            case 2 -> text.insert(at, text.substring(at, end));
            case 3 -> text.setLength(at);
            case 4 -> text.setCharAt(at, "{}[]\",:0-9n'\\".charAt(random.nextInt(13)));
            case 5 -> text.insert(at, "\"" + "[".repeat(random.nextInt(200)));
            default -> text.replace(at, end, text.substring(random.nextInt(at + 1), at));
        }
    }
}
