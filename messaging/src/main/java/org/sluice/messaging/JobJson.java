package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Limits;
import org.sluice.job.Matching;
import org.sluice.job.Placement;
import org.sluice.job.Program;
import org.sluice.job.Workspace;

/** A job as JSON, the same in a message and in a journal. */
public final class JobJson {
    private static final Set<String> FIELDS = Set.of(
            // of the message or the journal's line around it
            "sluice",
            "type",
            "batch",
            // of the job
            "number",
            "name",
            "programs",
            "directory",
            "environment",
            "timeoutNanos",
            "graceNanos",
            "retries",
            "checks",
            "passCodes",
            "skipCodes",
            "willFail",
            "passMatches",
            "failMatches",
            "skipMatches",
            "needs",
            "slots",
            "alone",
            "locks",
            "scratch",
            "keep",
            "labels");

    private static final Set<String> FIELDS_OF_PROGRAM = Set.of("words", "shell", "values", "display");
    private static final Set<String> FIELDS_OF_COMPARISON =
            Set.of("compare", "reference", "relative", "absolute", "ignore");

    private JobJson() {}

    /** Adds the job's fields to the object. */
    public static ObjectNode write(ObjectNode object, Job job) {
        object.put("number", job.number()).put("name", job.name());
        ArrayNode programs = object.putArray("programs");
        job.programs().forEach(program -> write(programs, program));
        if (!job.directory().isEmpty()) {
            object.put("directory", job.directory());
        }
        if (!job.environment().isEmpty()) {
            ObjectNode environment = object.putObject("environment");
            job.environment().forEach(environment::put);
        }
        write(object, job.limits());
        write(object, job.judging());
        write(object, job.placement());
        write(object, job.workspace());
        if (!job.labels().isEmpty()) {
            texts(object.putArray("labels"), job.labels());
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
    }

    static void write(ObjectNode object, Placement placement) {
        if (!placement.needs().isEmpty()) {
            texts(object.putArray("needs"), placement.needs());
        }
        if (placement.slots() > 1) {
            object.put("slots", placement.slots());
        }
        if (placement.alone()) {
            object.put("alone", true);
        }
        if (!placement.locks().isEmpty()) {
            texts(object.putArray("locks"), placement.locks());
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

    private static void write(ObjectNode object, Judging judging) {
        if (!judging.checks().isEmpty()) {
            ArrayNode checks = object.putArray("checks");
            judging.checks().forEach(check -> write(checks, check));
        }
        if (!judging.passCodes().equals(Judging.DEFAULT.passCodes())) {
            judging.passCodes().forEach(object.putArray("passCodes")::add);
        }
        if (!judging.skipCodes().equals(Judging.DEFAULT.skipCodes())) {
            judging.skipCodes().forEach(object.putArray("skipCodes")::add);
        }
        if (judging.willFail()) {
            object.put("willFail", true);
        }
        patterns(object, "passMatches", judging.matching().pass());
        patterns(object, "failMatches", judging.matching().fail());
        patterns(object, "skipMatches", judging.matching().skip());
    }

    private static void patterns(ObjectNode object, String name, List<String> patterns) {
        if (!patterns.isEmpty()) {
            texts(object.putArray(name), patterns);
        }
    }

    private static void write(ArrayNode array, Check check) {
        ObjectNode node = array.addObject();
        if (check instanceof Program.Direct direct) {
            texts(node.putArray("words"), direct.words());
        } else if (check instanceof Program.Shell shell) {
            node.put("shell", shell.line());
            texts(node.putArray("values"), shell.values());
            node.put("display", shell.display());
        } else if (check instanceof Comparison comparison) {
            write(node, comparison);
        }
    }

    /** The tolerances are texts: most readers of JSON would round a number. */
    private static void write(ObjectNode node, Comparison comparison) {
        node.put("compare", comparison.file()).put("reference", comparison.reference());
        if (comparison.relative().signum() > 0) {
            node.put("relative", comparison.relative().toString());
        }
        if (comparison.absolute().signum() > 0) {
            node.put("absolute", comparison.absolute().toString());
        }
        comparison.ignore().ifPresent(regex -> node.put("ignore", regex));
    }

    /**
     * The job that {@link #write} has written. A field that is not known makes the job unreadable: it may say what decides
     * the verdict.
     */
    public static Job read(Fields fields) throws UnreadableMessage {
        fields.refuseOthersThan(FIELDS);
        List<Program> programs = programs(fields, "programs");
        Map<String, String> environment = new LinkedHashMap<>();
        if (fields.has("environment")) {
            Fields variables = fields.object("environment");
            for (String variable : variables.names()) {
                environment.put(variable, variables.text(variable));
            }
        }
        try {
            return new Job(
                    fields.integer("number"),
                    fields.text("name"),
                    programs,
                    fields.has("directory") ? fields.text("directory") : "",
                    environment,
                    new Limits(
                            nanos(fields, "timeoutNanos"),
                            nanos(fields, "graceNanos"),
                            fields.has("retries") ? fields.integer("retries") : 0),
                    judging(fields),
                    placement(fields),
                    workspace(fields),
                    optionalTexts(fields, "labels"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("it is no job: " + e.getMessage(), e);
        }
    }

    private static Judging judging(Fields fields) throws UnreadableMessage {
        return new Judging(
                checks(fields),
                fields.has("passCodes") ? fields.integers("passCodes") : Judging.DEFAULT.passCodes(),
                fields.has("skipCodes") ? fields.integers("skipCodes") : Judging.DEFAULT.skipCodes(),
                fields.has("willFail") && fields.truth("willFail"),
                new Matching(
                        optionalTexts(fields, "passMatches"),
                        optionalTexts(fields, "failMatches"),
                        optionalTexts(fields, "skipMatches")));
    }

    /** @throws IllegalArgumentException if it holds something that can be no placement */
    static Placement placement(Fields fields) throws UnreadableMessage {
        return new Placement(
                new TreeSet<>(optionalTexts(fields, "needs")),
                fields.has("slots") ? fields.integer("slots") : 1,
                fields.has("alone") && fields.truth("alone"),
                new TreeSet<>(optionalTexts(fields, "locks")));
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

    private static List<String> optionalTexts(Fields fields, String name) throws UnreadableMessage {
        return fields.has(name) ? fields.texts(name) : List.of();
    }

    private static Optional<Duration> nanos(Fields fields, String name) throws UnreadableMessage {
        return fields.has(name) ? Optional.of(fields.nanos(name)) : Optional.empty();
    }

    private static List<Program> programs(Fields fields, String name) throws UnreadableMessage {
        List<Program> programs = new ArrayList<>();
        for (Fields program : fields.objects(name)) {
            programs.add(program(program));
        }
        return programs;
    }

    private static List<Check> checks(Fields fields) throws UnreadableMessage {
        List<Check> checks = new ArrayList<>();
        if (fields.has("checks")) {
            for (Fields check : fields.objects("checks")) {
                checks.add(check.has("compare") ? comparison(check) : program(check));
            }
        }
        return checks;
    }

    private static Comparison comparison(Fields fields) throws UnreadableMessage {
        fields.refuseOthersThan(FIELDS_OF_COMPARISON);
        try {
            return new Comparison(
                    fields.text("compare"),
                    fields.text("reference"),
                    fields.has("relative") ? new BigDecimal(fields.text("relative")) : BigDecimal.ZERO,
                    fields.has("absolute") ? new BigDecimal(fields.text("absolute")) : BigDecimal.ZERO,
                    fields.has("ignore") ? Optional.of(fields.text("ignore")) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("it is no comparison: " + e.getMessage(), e);
        }
    }

    private static Program program(Fields fields) throws UnreadableMessage {
        fields.refuseOthersThan(FIELDS_OF_PROGRAM);
        try {
            return fields.has("shell")
                    ? new Program.Shell(fields.text("shell"), fields.texts("values"), fields.text("display"))
                    : new Program.Direct(fields.texts("words"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("it is no program: " + e.getMessage(), e);
        }
    }

    private static void texts(ArrayNode array, Collection<String> texts) {
        texts.forEach(array::add);
    }
}
