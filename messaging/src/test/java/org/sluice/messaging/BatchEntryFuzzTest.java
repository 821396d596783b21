package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.Placement;

/** Whatever stands in the register or is a pill: it opens a batch as it was written, or it opens none. */
class BatchEntryFuzzTest {

    static Stream<byte[]> samples() {
        return Stream.of("batch-entry", "pill").flatMap(FuzzedMessages::samples);
    }

    @MethodSource("samples")
    @FuzzTest
    void anEntryOpensABatchAsItWasWrittenOrNone(byte[] input) throws Exception {
        FuzzedMessages.assertDamageIsTold(input);
        OpenBatch open;
        try {
            Fields fields = Format.open(FuzzedMessages.message(input));
            Format.batch(fields);
            if (fields.text("type").equals("pill")) {
                fields.integer("round");
                return;
            }
            open = OpenBatch.read(fields, true);
        } catch (UnreadableMessage e) {
            FuzzedMessages.assertTells(e);
            return;
        }
        Placement queue = open.queues().iterator().next();
        assertThat(OpenBatch.read(Format.open(open.toText(queue)), true)).isEqualTo(open);
        assertThat(open.merge(open)).isEqualTo(open);
        assertThat(open.opened().toString()).matches("\\d{4}-.*Z");
        assertThat(Destinations.jobs(queue)).startsWith(Destinations.JOBS);
    }
}
