package org.sluice.messaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Judging;
import org.sluice.job.Matching;
import org.sluice.job.Program;

/** What is run and how it is judged as JSON, the same for a job and for a case. What is as usual is not written. */
final class JudgingJson {
    /** The names of the fields that this class writes. */
    static final Set<String> FIELDS =
            Set.of("checks", "passCodes", "skipCodes", "willFail", "passMatches", "failMatches", "skipMatches");

    private static final Set<String> FIELDS_OF_PROGRAM = Set.of("words", "shell", "values", "display");
    private static final Set<String> FIELDS_OF_COMPARISON =
            Set.of("compare", "reference", "relative", "absolute", "ignore");

    private JudgingJson() {}

    static void write(ObjectNode object, List<Program> programs) {
        ArrayNode array = object.putArray("programs");
        programs.forEach(program -> write(array, program));
    }

    static void write(ObjectNode object, Judging judging) {
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

    static Judging read(Fields fields) throws UnreadableMessage {
        if (fields.hasNone(FIELDS)) {
            return Judging.DEFAULT;
        }
        return new Judging(
                checks(fields),
                fields.has("passCodes") ? fields.integers("passCodes") : Judging.DEFAULT.passCodes(),
                fields.has("skipCodes") ? fields.integers("skipCodes") : Judging.DEFAULT.skipCodes(),
                fields.has("willFail") && fields.truth("willFail"),
                new Matching(
                        fields.optionalTexts("passMatches"),
                        fields.optionalTexts("failMatches"),
                        fields.optionalTexts("skipMatches")));
    }

    static List<Program> programs(Fields fields) throws UnreadableMessage {
        List<Program> programs = new ArrayList<>();
        for (Fields program : fields.objects("programs")) {
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

    static void texts(ArrayNode array, Collection<String> texts) {
        texts.forEach(array::add);
    }
}
