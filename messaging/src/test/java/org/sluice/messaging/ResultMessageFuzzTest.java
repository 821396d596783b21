package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.Attempt;
import org.sluice.messaging.ResultInbox.Attempted;
import org.sluice.messaging.ResultInbox.FilePart;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultInbox.Report;
import org.sluice.messaging.ResultInbox.Started;

/** Whatever stands on a queue of results: it is a report that can be kept as it is, or a message that is set aside. */
class ResultMessageFuzzTest {
    private static final String BATCH = Samples.BATCH;

    static Stream<byte[]> samples() {
        return Stream.of("result", "attempt", "started", "file").flatMap(FuzzedMessages::samples);
    }

    @MethodSource("samples")
    @FuzzTest
    void aReportIsReadAsItWasWrittenOrSetAside(byte[] input) throws Exception {
        FuzzedMessages.assertDamageIsTold(input);
        Report report;
        try {
            Fields fields = Format.open(FuzzedMessages.message(input));
            Format.batch(fields);
            report = ResultInbox.report(fields);
        } catch (UnreadableMessage e) {
            FuzzedMessages.assertTells(e);
            return;
        }
        String written = text(report);
        Report again = ResultInbox.report(Format.open(written));
        assertThat(text(again)).isEqualTo(written);
        if (report instanceof Finished finished) {
            assertThat(((Finished) again).result()).isEqualTo(finished.result());
        } else if (report instanceof FilePart part) {
            assertThat(FileParts.isPath(part.path())).isTrue();
            assertThat(((FilePart) again).bytes()).isEqualTo(part.bytes());
        }
        // what reports and file names make of the time must be a time
        assertThat(attempt(report).started().toString()).matches("\\d{4}-.*Z");
    }

    private static String text(Report report) {
        if (report instanceof Started started) {
            return ResultInbox.text(BATCH, started.attempt());
        }
        if (report instanceof Attempted attempted) {
            return ResultInbox.attemptText(BATCH, attempted.finished());
        }
        return report instanceof FilePart part
                ? FileParts.text(BATCH, part)
                : ResultInbox.text(BATCH, (Finished) report);
    }

    private static Attempt attempt(Report report) {
        if (report instanceof Started started) {
            return started.attempt();
        }
        if (report instanceof FilePart part) {
            return part.attempt();
        }
        Finished finished = report instanceof Attempted attempted ? attempted.finished() : (Finished) report;
        return finished.result().attempt();
    }
}
