package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.job.Attempt;
import org.sluice.job.CaseResult;
import org.sluice.job.JobResult;
import org.sluice.job.Output;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;

/** Attempts, results and outputs as JSON, the same in a message and in a journal. */
public final class ResultJson {
    private ResultJson() {}

    /** Adds the attempt's fields to the object. */
    public static ObjectNode write(ObjectNode object, Attempt attempt) {
        return object.put("job", attempt.job())
                .put("consumer", attempt.consumer())
                .put("slot", attempt.slot())
                .put("delivery", attempt.delivery())
                .put("started", attempt.started().toString());
    }

    /** The attempt that {@link #write(ObjectNode, Attempt)} has written. */
    public static Attempt readAttempt(Fields fields) throws UnreadableMessage {
        return new Attempt(
                fields.integer("job"),
                fields.text("consumer"),
                fields.integer("slot"),
                fields.integer("delivery"),
                fields.instant("started"));
    }

    /** Adds the result's fields, those of its attempt among them, to the object. */
    public static ObjectNode write(ObjectNode object, JobResult result) {
        write(object, result.attempt());
        object.put("name", result.name())
                .put("verdict", result.verdict().label())
                .put("reason", result.reason())
                .put("wallNanos", result.wall().toNanos())
                .put("stdoutBytes", result.stdoutBytes())
                .put("stderrBytes", result.stderrBytes());
        CaseJson.write(object, result.programs());
        result.usage()
                .ifPresent(usage -> object.putObject("usage")
                        .put("userNanos", usage.user().toNanos())
                        .put("systemNanos", usage.system().toNanos())
                        .put("peakBytes", usage.peakBytes()));
        if (!result.remarks().isEmpty()) {
            result.remarks().forEach(object.putArray("remarks")::add);
        }
        if (!result.cases().isEmpty()) {
            ArrayNode cases = object.putArray("cases");
            result.cases().forEach(each -> CaseJson.write(cases.addObject(), each));
        }
        return object;
    }

    /** The result that {@link #write(ObjectNode, JobResult)} has written. */
    public static JobResult readResult(Fields fields) throws UnreadableMessage {
        List<CaseResult> cases = new ArrayList<>();
        if (fields.has("cases")) {
            for (Fields each : fields.objects("cases")) {
                cases.add(CaseJson.readResult(each));
            }
        }
        return new JobResult(
                readAttempt(fields),
                fields.text("name"),
                verdict(fields),
                fields.text("reason"),
                CaseJson.programs(fields),
                fields.nanos("wallNanos"),
                fields.count("stdoutBytes"),
                fields.count("stderrBytes"),
                fields.has("usage") ? Optional.of(usage(fields.object("usage"))) : Optional.empty(),
                fields.optionalTexts("remarks"),
                cases);
    }

    static Verdict verdict(Fields fields) throws UnreadableMessage {
        String label = fields.text("verdict");
        return Verdict.ofLabel(label)
                .orElseThrow(() -> new UnreadableMessage("its verdict '" + label + "' is none that is known"));
    }

    private static Usage usage(Fields fields) throws UnreadableMessage {
        return new Usage(fields.nanos("userNanos"), fields.nanos("systemNanos"), fields.count("peakBytes"));
    }

    /** Adds what was kept of an output to the object. */
    static ObjectNode write(ObjectNode object, Output output) {
        object.put("head", output.head());
        if (output.omitted() > 0) {
            object.put("omitted", output.omitted()).put("tail", output.tail());
        }
        return object;
    }

    static Output readOutput(Fields fields) throws UnreadableMessage {
        if (!fields.has("omitted")) {
            return Output.whole(fields.bytes("head"));
        }
        try {
            return Output.cut(fields.bytes("head"), fields.bytes("tail"), fields.count("omitted"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("it is no output: " + e.getMessage(), e);
        }
    }
}
