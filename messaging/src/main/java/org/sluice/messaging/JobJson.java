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
import org.sluice.job.Program;

/** A job as JSON, the same in a message and in a journal. */
public final class JobJson {
    private JobJson() {}

    /** Adds the job's fields to the object. */
    public static ObjectNode write(ObjectNode object, Job job) {
        object.put("number", job.number()).put("name", job.name());
        ArrayNode programs = object.putArray("programs");
        for (Program program : job.programs()) {
            if (program instanceof Program.Direct direct) {
                texts(programs.addObject().putArray("words"), direct.words());
            } else if (program instanceof Program.Shell shell) {
                ObjectNode node = programs.addObject().put("shell", shell.line());
                texts(node.putArray("values"), shell.values());
                node.put("display", shell.display());
            }
        }
        if (!job.directory().isEmpty()) {
            object.put("directory", job.directory());
        }
        if (!job.environment().isEmpty()) {
            ObjectNode environment = object.putObject("environment");
            job.environment().forEach(environment::put);
        }
        job.timeout().ifPresent(timeout -> object.put("timeoutNanos", timeout.toNanos()));
        return object;
    }

    /** The job that {@link #write} has written. */
    public static Job read(Fields fields) throws UnreadableMessage {
        List<Program> programs = new ArrayList<>();
        for (Fields program : fields.objects("programs")) {
            programs.add(program(program));
        }
        Map<String, String> environment = new LinkedHashMap<>();
        if (fields.has("environment")) {
            Fields variables = fields.object("environment");
            for (String variable : variables.names()) {
                environment.put(variable, variables.text(variable));
            }
        }
        Optional<Duration> timeout =
                fields.has("timeoutNanos") ? Optional.of(fields.nanos("timeoutNanos")) : Optional.empty();
        try {
            return new Job(
                    fields.integer("number"),
                    fields.text("name"),
                    programs,
                    fields.has("directory") ? fields.text("directory") : "",
                    environment,
                    timeout);
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("it is no job: " + e.getMessage(), e);
        }
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
