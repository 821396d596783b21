package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Program;

/** A job as JSON, the same in a message and in a journal. */
public final class JobJson {
    private JobJson() {}

    /** Adds the job's fields to the object. */
    public static ObjectNode write(ObjectNode object, Job job) {
        object.put("number", job.number()).put("name", job.name());
        write(object.putArray("programs"), job.programs());
        if (!job.directory().isEmpty()) {
            object.put("directory", job.directory());
        }
        if (!job.environment().isEmpty()) {
            ObjectNode environment = object.putObject("environment");
            job.environment().forEach(environment::put);
        }
        job.timeout().ifPresent(timeout -> object.put("timeoutNanos", timeout.toNanos()));
        job.grace().ifPresent(grace -> object.put("graceNanos", grace.toNanos()));
        write(object, job.judging());
        return object;
    }

    /** What is as usual is not written. */
    private static void write(ObjectNode object, Judging judging) {
        if (!judging.checks().isEmpty()) {
            write(object.putArray("checks"), judging.checks());
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
    }

    private static void write(ArrayNode array, List<Program> programs) {
        for (Program program : programs) {
            if (program instanceof Program.Direct direct) {
                texts(array.addObject().putArray("words"), direct.words());
            } else if (program instanceof Program.Shell shell) {
                ObjectNode node = array.addObject().put("shell", shell.line());
                texts(node.putArray("values"), shell.values());
                node.put("display", shell.display());
            }
        }
    }

    /** The job that {@link #write} has written. */
    public static Job read(Fields fields) throws UnreadableMessage {
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
                    nanos(fields, "timeoutNanos"),
                    nanos(fields, "graceNanos"),
                    judging(fields));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("it is no job: " + e.getMessage(), e);
        }
    }

    private static Judging judging(Fields fields) throws UnreadableMessage {
        return new Judging(
                fields.has("checks") ? programs(fields, "checks") : List.of(),
                fields.has("passCodes") ? fields.integers("passCodes") : Judging.DEFAULT.passCodes(),
                fields.has("skipCodes") ? fields.integers("skipCodes") : Judging.DEFAULT.skipCodes(),
                fields.has("willFail") && fields.truth("willFail"));
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

    private static Program program(Fields fields) throws UnreadableMessage {
        try {
            return fields.has("shell")
                    ? new Program.Shell(fields.text("shell"), fields.texts("values"), fields.text("display"))
                    : new Program.Direct(fields.texts("words"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("it is no program: " + e.getMessage(), e);
        }
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
