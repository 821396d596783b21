package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one signal, and a second one, do to each command. TERM is sent, since a shell that starts something in the
 * background has INT ignored, these tests included; {@link TerminalTest} types a real Ctrl-C.
 */
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
    @TempDir
    private Path dir;

    private Site site;
    private String jobs;

    @BeforeEach
    void writeAJobFile() throws Exception {
        site = new Site(dir);
        jobs = site.jobFile("abc.inp", List.of("a", "b", "c"));
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void aConsumerFinishesItsJobAtTheFirstSignalAndHandsItBackAtTheSecond() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        Sluice producer = broker.asProducer("producer", jobs);
        site.hold("a");
        site.hold("b");

        Sluice once = broker.consumer("once");
        site.awaitStart("a", 1);
        once.signal("TERM");
        once.awaitErr("Interrupted: ");
        assertThat(once.isAlive()).isTrue();
        site.release("a");
        once.awaitExit(130);
        assertThat(site.ends("a")).hasSize(1);
        assertThat(site.starts("b")).isEmpty();

        Sluice twice = broker.consumer("twice");
        site.awaitStart("b", 1);
        twice.signal("TERM");
        twice.awaitErr("Interrupted: ");
        twice.signal("TERM");
        twice.awaitExit(130);
        assertThat(twice.err()).contains("Job 'b' was killed and handed back");
        assertThat(site.ends("b")).isEmpty();

        Sluice next = broker.consumer("next");
        assertThat(site.awaitStart("b", 2).delivery()).as("it does not count").isEqualTo(1);
        site.release("b");
        producer.awaitExit(0);
        next.awaitExit(0);
        assertThat(site.outcome().counts()).hasToString("{PASSED=3}");
    }

    @Test
    void aRunFinishesItsJobAtTheFirstSignalAndCancelsTheRest() throws Exception {
        site.hold("a");
        Sluice run = site.start("run", "-j", "1", jobs);
        site.awaitStart("a", 1);

        run.signal("TERM");
        run.awaitErr("2/3  cancelled  c");
        site.release("a");

        run.awaitExit(130);
        assertThat(site.outcome().counts()).hasToString("{PASSED=1, CANCELLED=2}");
        assertStoppedAtA(run);
    }

    @Test
    void aRunKillsItsJobAtTheSecondSignal() throws Exception {
        site.hold("a");
        Sluice run = site.start("run", "-j", "1", jobs);
        site.awaitStart("a", 1);

        run.signal("TERM");
        run.awaitErr("Interrupted: ");
        run.signal("TERM");

        run.awaitExit(130);
        assertThat(site.outcome().counts()).hasToString("{CANCELLED=3}");
        assertThat(site.ends("a")).isEmpty();
        assertStoppedAtA(run);
    }

    @Test
    void aProducerHasItsConsumersFinishOrKillAndTheyLeave() throws Exception {
        BrokerProcess broker = BrokerProcess.start(site);
        site.hold("a");
        Sluice producer = broker.asProducer("producer", jobs);
        Sluice consumer = broker.consumer("c");
        site.awaitStart("a", 1);
        producer.signal("TERM");
        producer.awaitErr("2/3  cancelled  c");
        site.release("a");
        producer.awaitExit(130);
        consumer.awaitExit(0);
        assertThat(site.outcome().counts()).hasToString("{PASSED=1, CANCELLED=2}");
        assertStoppedAtA(producer);

        site.hold("d");
        producer = broker.asProducer("producer", site.jobFile("de.inp", List.of("d", "e")));
        consumer = broker.consumer("c");
        site.awaitStart("d", 1);
        producer.signal("TERM");
        producer.awaitErr("Interrupted: ");
        producer.signal("TERM");
        producer.awaitExit(130);
        consumer.awaitExit(0);
        assertThat(site.outcome().counts()).hasToString("{CANCELLED=2}");
        assertThat(site.ends("d")).isEmpty();
        try (Queues queues = broker.queues()) {
            queues.assertNothingIsLeft();
        }
    }

    private void assertStoppedAtA(Sluice command) throws IOException {
        assertThat(site.starts("b")).isEmpty();
        assertThat(site.starts("c")).isEmpty();
        assertThat(command.err()).contains("interrupted: 3 jobs");
        Path batch = dir.resolve("sluice-out/latest");
        assertThat(Files.readAllLines(batch.resolve("joblog"))).hasSize(1 + 3);
        assertThat(batch.resolve("junit.xml")).content().contains("tests=\"3\"");
    }
}
