package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else has put on the queue of jobs. */
@DisabledOnOs(OS.WINDOWS)
class ForeignMessageTest {
    private static final String NEWER = """
            {"sluice":2,"type":"job","batch":"20200101-000000-0000","number":1,"name":"x","programs":[]}""";

    @TempDir
    private Path dir;

    @Test
    void messagesThatNobodyCanReadAreSetAsideAndTheBatchEnds() throws Exception {
        try (Site site = new Site(dir)) {
            BrokerProcess broker = BrokerProcess.start(site);
            try (Queues queues = broker.queues()) {
                queues.send(Queues.JOBS, "touch PWNED", Map.of());
                queues.send(Queues.JOBS, NEWER, Map.of("SluiceType", "job", "SluiceBatch", "20200101-000000-0000"));
            }
            Sluice producer = broker.asProducer("producer", site.jobFile("ab.inp", List.of("a", "b")));
            Sluice consumer = broker.consumer("c");

            producer.awaitExit(0);
            consumer.awaitExit(0);

            assertThat(consumer.err().lines().filter(line -> line.contains("was set aside on sluice.dead and not run")))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("format version 2") && line.contains("update it"));
            try (Queues queues = broker.queues()) {
                queues.assertEmpty(Queues.JOBS);
                queues.assertEmpty(Queues.BATCHES);
                assertThat(queues.browse(Queues.DEAD)).containsExactly("touch PWNED", NEWER);
                assertThat(queues.properties(Queues.DEAD, "SluiceReason"))
                        .hasSize(2)
                        .allMatch(reason -> reason.startsWith("from sluice.jobs: it "));
            }
        }
    }
}
