package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.job.EnvironmentChange;
import org.sluice.job.Preparation;

/** Where and in which surroundings programs run, as JSON, the same for a job and for a case. */
final class PreparationJson {
    /** The names of the fields that this class writes. */
    static final Set<String> FIELDS = Set.of("directory", "environment", "disabled", "requiredFiles", "changes");

    private static final String UNSET = "unset";
    private static final String APPEND = "append";
    private static final String PREPEND = "prepend";
    private static final Set<String> FIELDS_OF_CHANGE = Set.of(UNSET, APPEND, PREPEND, "value", "separator");

    private PreparationJson() {}

    static void write(ObjectNode object, String directory, Map<String, String> environment) {
        if (!directory.isEmpty()) {
            object.put("directory", directory);
        }
        if (!environment.isEmpty()) {
            ObjectNode variables = object.putObject("environment");
            environment.forEach(variables::put);
        }
    }

    static void write(ObjectNode object, Preparation preparation) {
        preparation.disabled().ifPresent(reason -> object.put("disabled", reason));
        if (!preparation.requiredFiles().isEmpty()) {
            JudgingJson.texts(object.putArray("requiredFiles"), preparation.requiredFiles());
        }
        if (!preparation.changes().isEmpty()) {
            ArrayNode changes = object.putArray("changes");
            preparation.changes().forEach(change -> write(changes.addObject(), change));
        }
    }

    private static void write(ObjectNode object, EnvironmentChange change) {
        switch (change.kind()) {
            case UNSET -> object.put(UNSET, change.name());
            case APPEND -> object.put(APPEND, change.name()).put("value", change.value());
            case PREPEND -> object.put(PREPEND, change.name()).put("value", change.value());
        }
        if (!change.separator().isEmpty()) {
            object.put("separator", change.separator());
        }
    }

    static String directory(Fields fields) throws UnreadableMessage {
        return fields.has("directory") ? fields.text("directory") : "";
    }

    static Map<String, String> environment(Fields fields) throws UnreadableMessage {
        Map<String, String> environment = new LinkedHashMap<>();
        if (fields.has("environment")) {
            Fields variables = fields.object("environment");
            for (String variable : variables.names()) {
                environment.put(variable, variables.text(variable));
            }
        }
        return environment;
    }

    static Preparation read(Fields fields) throws UnreadableMessage {
        List<EnvironmentChange> changes = new ArrayList<>();
        if (fields.has("changes")) {
            for (Fields change : fields.objects("changes")) {
                changes.add(change(change));
            }
        }
        return new Preparation(
                fields.has("disabled") ? Optional.of(fields.text("disabled")) : Optional.empty(),
                fields.optionalTexts("requiredFiles"),
                changes);
    }

    private static EnvironmentChange change(Fields fields) throws UnreadableMessage {
        fields.refuseOthersThan(FIELDS_OF_CHANGE);
        String separator = fields.has("separator") ? fields.text("separator") : "";
        if (fields.has(UNSET)) {
            return new EnvironmentChange(fields.text(UNSET), EnvironmentChange.Kind.UNSET, "", separator);
        }
        return fields.has(APPEND)
                ? new EnvironmentChange(
                        fields.text(APPEND), EnvironmentChange.Kind.APPEND, fields.text("value"), separator)
                : new EnvironmentChange(
                        fields.text(PREPEND), EnvironmentChange.Kind.PREPEND, fields.text("value"), separator);
    }
}
