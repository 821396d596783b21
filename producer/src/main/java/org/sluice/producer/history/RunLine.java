package org.sluice.producer.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.sluice.job.Verdict;
import org.sluice.messaging.Fields;
import org.sluice.messaging.UnreadableMessage;

/** A run as a line of the history. What is as usual is not written, since there are many. */
final class RunLine {
    private RunLine() {}

    static String of(Run run) {
        ObjectNode line = Fields.object()
                .put("job", run.job())
                .put("definition", run.definition())
                .put("batch", run.batch())
                .put("began", run.began().getEpochSecond())
                .put("verdict", run.verdict().label())
                .put("ms", run.wall().toMillis());
        if (run.peakBytes() > 0) {
            line.put("peakBytes", run.peakBytes());
        }
        if (run.attempts() > 1) {
            line.put("attempts", run.attempts());
        }
        if (run.isFlaky()) {
            line.put("flaky", true);
        }
        return Fields.text(line);
    }

    static Run read(Fields line) throws UnreadableMessage {
        String verdict = line.text("verdict");
        try {
            return new Run(
                    line.text("job"),
                    line.text("definition"),
                    line.text("batch"),
                    Instant.ofEpochSecond(line.count("began")),
                    Verdict.ofLabel(verdict)
                            .orElseThrow(() -> new UnreadableMessage("its verdict '" + verdict + "' is not known")),
                    Duration.ofMillis(line.count("ms")),
                    line.has("peakBytes") ? line.count("peakBytes") : 0,
                    line.has("attempts") ? line.integer("attempts") : 1,
                    line.has("flaky") && line.truth("flaky"));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableMessage("it is no run: " + e.getMessage());
        }
    }
}
