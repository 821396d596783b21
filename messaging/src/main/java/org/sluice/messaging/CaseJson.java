package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.ProgramRun;

/** Cases within a job, and what came of them, as JSON. */
final class CaseJson {
    private static final Set<String> FIELDS = new HashSet<>(Set.of("name", "programs", "timeoutNanos", "requires"));

    static {
        FIELDS.addAll(JudgingJson.FIELDS);
        FIELDS.addAll(PreparationJson.FIELDS);
    }

    private CaseJson() {}

    static void write(ObjectNode object, Case each) {
        object.put("name", each.name());
        JudgingJson.write(object, each.programs());
        PreparationJson.write(object, each.directory(), each.environment());
        PreparationJson.write(object, each.preparation());
        each.timeout().ifPresent(timeout -> object.put("timeoutNanos", timeout.toNanos()));
        JudgingJson.write(object, each.judging());
        if (!each.requires().isEmpty()) {
            JudgingJson.texts(object.putArray("requires"), each.requires());
        }
    }

    /** As with a job: a field that is not known may say what decides the verdict. */
    static Case read(Fields fields) throws UnreadableMessage {
        fields.refuseOthersThan(FIELDS);
        return new Case(
                fields.text("name"),
                JudgingJson.programs(fields),
                PreparationJson.directory(fields),
                PreparationJson.environment(fields),
                PreparationJson.read(fields),
                fields.optionalNanos("timeoutNanos"),
                JudgingJson.read(fields),
                fields.optionalTexts("requires"));
    }

    static void write(ObjectNode object, CaseResult result) {
        object.put("name", result.name())
                .put("verdict", result.verdict().label())
                .put("reason", result.reason())
                .put("wallNanos", result.wall().toNanos());
        write(object, result.programs());
    }

    static CaseResult readResult(Fields fields) throws UnreadableMessage {
        return new CaseResult(
                fields.text("name"),
                ResultJson.verdict(fields),
                fields.text("reason"),
                fields.nanos("wallNanos"),
                programs(fields));
    }

    static void write(ObjectNode object, List<ProgramRun> runs) {
        ArrayNode programs = object.putArray("programs");
        for (ProgramRun run : runs) {
            programs.addObject()
                    .put("program", run.program())
                    .put("exit", run.exit())
                    .put("wallNanos", run.wall().toNanos());
        }
    }

    static List<ProgramRun> programs(Fields fields) throws UnreadableMessage {
        List<ProgramRun> programs = new ArrayList<>();
        for (Fields run : fields.objects("programs")) {
            programs.add(new ProgramRun(run.text("program"), run.integer("exit"), run.nanos("wallNanos")));
        }
        return programs;
    }
}
