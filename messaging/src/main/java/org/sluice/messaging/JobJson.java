package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.job.Case;
import org.sluice.job.Job;
import org.sluice.job.Limits;
import org.sluice.job.Placement;
import org.sluice.job.Workspace;

/** A job as JSON, the same in a message and in a journal. */
public final class JobJson {
    private static final Set<String> FIELDS_OF_PLACEMENT = Set.of("needs", "slots", "alone", "locks");

    private static final Set<String> FIELDS = new HashSet<>(Set.of(
            // of the message or the journal's line around it
            "sluice",
            "type",
            "batch",
            // of the job
            "number",
            "name",
            "programs",
            "timeoutNanos",
            "graceNanos",
            "retries",
            "repeats",
            "scratch",
            "keep",
            "labels",
            "cases"));

    static {
        FIELDS.addAll(FIELDS_OF_PLACEMENT);
        FIELDS.addAll(JudgingJson.FIELDS);
        FIELDS.addAll(PreparationJson.FIELDS);
    }

    private JobJson() {}

    /** Adds the job's fields to the object. */
    public static ObjectNode write(ObjectNode object, Job job) {
        object.put("number", job.number()).put("name", job.name());
        JudgingJson.write(object, job.programs());
        PreparationJson.write(object, job.directory(), job.environment());
        write(object, job.limits());
        JudgingJson.write(object, job.judging());
        write(object, job.placement());
        write(object, job.workspace());
        if (!job.labels().isEmpty()) {
            JudgingJson.texts(object.putArray("labels"), job.labels());
        }
        PreparationJson.write(object, job.preparation());
        if (!job.cases().isEmpty()) {
            ArrayNode cases = object.putArray("cases");
            job.cases().forEach(each -> CaseJson.write(cases.addObject(), each));
        }
        return object;
    }

    /** As all of these: what is as usual is not written. */
    private static void write(ObjectNode object, Limits limits) {
        limits.timeout().ifPresent(timeout -> object.put("timeoutNanos", timeout.toNanos()));
        limits.grace().ifPresent(grace -> object.put("graceNanos", grace.toNanos()));
        if (limits.retries() > 0) {
            object.put("retries", limits.retries());
        }
        if (limits.repeats() > 1) {
            object.put("repeats", limits.repeats());
        }
    }

    static void write(ObjectNode object, Placement placement) {
        if (!placement.needs().isEmpty()) {
            JudgingJson.texts(object.putArray("needs"), placement.needs());
        }
        if (placement.slots() > 1) {
            object.put("slots", placement.slots());
        }
        if (placement.alone()) {
            object.put("alone", true);
        }
        if (!placement.locks().isEmpty()) {
            JudgingJson.texts(object.putArray("locks"), placement.locks());
        }
    }

    private static void write(ObjectNode object, Workspace workspace) {
        if (workspace.scratch()) {
            object.put("scratch", true);
        }
        if (!workspace.keep().isEmpty()) {
            ArrayNode keep = object.putArray("keep");
            workspace
                    .keep()
                    .forEach(files -> keep.addObject().put("glob", files.glob()).put("onFail", files.onFail()));
        }
    }

    /**
     * The job that {@link #write} has written. A field that is not known makes the job unreadable: it may say what decides
     * the verdict.
     */
    public static Job read(Fields fields) throws UnreadableMessage {
        fields.refuseOthersThan(FIELDS);
        try {
            return new Job(
                    fields.integer("number"),
                    fields.text("name"),
                    JudgingJson.programs(fields),
                    PreparationJson.directory(fields),
                    PreparationJson.environment(fields),
                    new Limits(
                            fields.optionalNanos("timeoutNanos"),
                            fields.optionalNanos("graceNanos"),
                            fields.has("retries") ? fields.integer("retries") : 0,
                            fields.has("repeats") ? fields.integer("repeats") : 1),
                    JudgingJson.read(fields),
                    placement(fields),
                    workspace(fields),
                    fields.optionalTexts("labels"),
                    PreparationJson.read(fields),
                    cases(fields));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("it is no job: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if it holds something that can be no placement */
    static Placement placement(Fields fields) throws UnreadableMessage {
        if (fields.hasNone(FIELDS_OF_PLACEMENT)) {
            return Placement.ANYWHERE;
        }
        return new Placement(
                new TreeSet<>(fields.optionalTexts("needs")),
                fields.has("slots") ? fields.integer("slots") : 1,
                fields.has("alone") && fields.truth("alone"),
                new TreeSet<>(fields.optionalTexts("locks")));
    }

    private static Workspace workspace(Fields fields) throws UnreadableMessage {
        List<Workspace.Keep> keep = new ArrayList<>();
        if (fields.has("keep")) {
            for (Fields files : fields.objects("keep")) {
                keep.add(new Workspace.Keep(files.text("glob"), files.truth("onFail")));
            }
        }
        return new Workspace(fields.has("scratch") && fields.truth("scratch"), keep);
    }

    private static List<Case> cases(Fields fields) throws UnreadableMessage {
        List<Case> cases = new ArrayList<>();
        if (fields.has("cases")) {
            for (Fields each : fields.objects("cases")) {
                cases.add(CaseJson.read(each));
            }
        }
        return cases;
    }
}
