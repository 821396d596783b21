package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sluice.messaging.Samples.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a message is an {@link UnreadableMessage} whose reason tells a person what. */
class MalformedTextTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Without these a message says what it says with a default; that of a cut output goes with its tail. */
    private static final Set<String> OPTIONAL = Set.of(
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
            "placement",
            "relative",
            "absolute",
            "ignore",
            "needs",
            "slots",
            "alone",
            "locks",
            "scratch",
            "keep",
            "labels",
            "disabled",
            "requiredFiles",
            "changes",
            "separator",
            "requires",
            "always",
            "usage",
            "remarks",
            "omitted",
            "sha256");

    static Stream<String> samples() {
        return Samples.NAMES.stream().filter(name -> !name.startsWith("notice"));
    }

    /** Reads as the code behind the queue of such messages does. */
    private static Object read(String text) throws UnreadableMessage {
        Fields fields = Format.open(text);
        Format.batch(fields);
        return switch (fields.text("type")) {
            case "job" -> JobJson.read(fields);
            case "pill" -> fields.integer("round");
            case "batch" -> OpenBatch.read(fields, true);
            default -> ResultInbox.report(fields);
        };
    }

    private static String reason(String text) {
        try {
            throw new AssertionError("understood as " + read(text) + ": " + text);
        } catch (UnreadableMessage e) {
            assertThat(e.getMessage()).as("reason for %s", text).isNotBlank().doesNotContain("\n");
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachFieldThatIsMissingIsNamed(String sample) throws Exception {
        ObjectNode message = (ObjectNode) MAPPER.readTree(text(sample));
        int removed = 0;
        for (ObjectNode object : objects(message)) {
            for (String field : names(object)) {
                if (OPTIONAL.contains(field)
                        || isVariable(field)
                        || (field.equals("cases") && sample.startsWith("result"))) {
                    continue;
                }
                JsonNode right = object.remove(field);
                String reason = reason(message.toString());
                if (field.equals("sluice")) {
                    assertThat(reason).isEqualTo("it is not a message of Sluice");
                } else if (field.equals("compare")) {
                    assertThat(reason).contains("a field 'reference' that this program does not know");
                } else if (field.equals("unset") || field.equals("append")) {
                    assertThat(reason).contains("'prepend' is missing");
                } else if (field.equals("cases")) {
                    assertThat(reason).contains("has no program");
                } else if (field.equals("shell")) {
                    assertThat(reason).contains("'words' is missing");
                } else {
                    assertThat(reason).contains("'" + field + "' is missing");
                }
                object.set(field, right);
                removed++;
            }
        }
        assertThat(removed).isGreaterThanOrEqualTo(4);
        assertThat(read(message.toString())).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachFieldOfAnotherTypeIsNamed(String sample) throws Exception {
        ObjectNode message = (ObjectNode) MAPPER.readTree(text(sample));
        for (ObjectNode object : objects(message)) {
            for (String field : names(object)) {
                JsonNode right = object.get(field);
                for (String wrong :
                        List.of("7.5", "true", "[[]]", "{\"a\":[]}", "\"\\u0000?\"", "99999999999999999999")) {
                    JsonNode value = MAPPER.readTree(wrong);
                    if (value.getNodeType() == right.getNodeType() && !value.isNumber() && !value.isArray()) {
                        continue;
                    }
                    object.set(field, value);
                    assertThat(reason(message.toString())).contains("'" + field + "'");
                }
                object.set(field, right);
            }
        }
    }

    private static boolean isVariable(String field) {
        return field.equals("OMP_NUM_THREADS") || field.equals("EMPTY") || field.equals("PORT");
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The object and all within it. */
    private static List<ObjectNode> objects(JsonNode node) {
        List<ObjectNode> objects = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> objects.addAll(objects(child)));
        return objects;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                  | it is not a JSON object
            hello                                               | it is not JSON
            {                                                   | it is not JSON
            {"sluice":1,"type":"pill","batch":"b","round":1} x  | it is not JSON
            {"sluice":1,"type":"pill","batch":"b","round":1}{}  | it is not JSON
            {"sluice":1,"type":"pill","batch":"b","round":1,"round":2} | it is not JSON (Duplicate field 'round'
            []                                                  | it is not a JSON object
            "pill"                                              | it is not a JSON object
            null                                                | it is not a JSON object
            {}                                                  | it is not a message of Sluice
            {"sluice":null}                                     | it is not a message of Sluice
            {"sluice":2,"type":"pill","batch":"b","round":1}    | format version 2, and this program knows none above 1: update it
            {"sluice":0,"type":"pill","batch":"b","round":1}    | format version 0, which never was
            {"sluice":-1,"type":"pill","batch":"b","round":1}   | format version -1, which never was
            {"sluice":1,"type":"pil","batch":"b","round":1}     | messages of type 'pil' are not expected on this queue
            {"sluice":1,"type":"pill","batch":"","round":1}     | '' is not the id of a batch
            {"sluice":1,"type":"pill","batch":"a' OR '1'='1","round":1} | is not the id of a batch
            {"sluice":1,"type":"pill","batch":"a,sluice.jobs","round":1} | is not the id of a batch
            {"sluice":1,"type":"pill","batch":">","round":1}    | is not the id of a batch
            """)
    void whatIsNoMessageOfThisVersionIsSaidToBeNone(String text, String reason) {
        assertThat(reason(text)).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            job-minimal   | "number":1              | "number":0            | jobs are numbered from 1
            job-minimal   | "Test 1"                | " "                   | job 1 has no name
            job-minimal   | [{"words":["true"]}]    | []                    | has no program
            job-minimal   | ["true"]                | []                    | names a program
            job-minimal   | ["true"]                | [""]                  | names a program
            job-full      | "solver ${1} > ${2}"    | " "                   | shell line has a command
            job-full      | 5400000000000           | -1                    | 'timeoutNanos' is not a whole number, zero or more
            job-checks    | [0,2]                   | [0,256]               | it is no job: 256 is no exit code
            job-checks    | [0,2]                   | []                    | no exit code with which a program passes
            job-checks    | [4]                     | ["4"]                 | 'skipCodes' is not a list of whole numbers
            job-checks    | 60000000000             | -1                    | 'graceNanos' is not a whole number, zero or more
            result-cut    | "timed out"             | "splendid"            | its verdict 'splendid' is none that is known
            result-cut    | 1000000,                | 0,                    | nothing is omitted: 0
            result-cut    | AP8=                    | A*8=                  | 'head' is not Base64
            result-cut    | 2026-01-31              | 2026-02-31            | 'started' is not an instant such as
            file-part     | "out/flume α.his"       | "../flume.his"        | '../flume.his' is no path of a file to keep
            file-part     | "offset":0              | "offset":-1           | 'offset' is not a whole number, zero or more
            file-part     | AP+ACg==                | *                     | 'bytes' is not Base64
            batch-entry   | "RUN"                   | "WALK"                | its state 'WALK' is none that is known
            """)
    void aValueThatCannotBeIsTold(String sample, String from, String to, String reason) {
        assertThat(text(sample)).contains(from);
        assertThat(reason(text(sample).replace(from, to))).contains(reason);
    }

    @Test
    void whatIsNestedDeeplyOrVeryLongEndsTheMessageAndNotTheProgram() {
        assertThat(reason("[".repeat(100_000))).contains("not JSON").contains("nesting depth");
        assertThat(reason("{\"a\":".repeat(60) + "1" + "}".repeat(60))).contains("not JSON");
        String tooLong = "x".repeat(17 * 1024 * 1024);
        assertThat(reason(text("job-minimal").replace("Test 1", tooLong)))
                .contains("not JSON")
                .hasSizeLessThan(1_000);
        assertThat(reason(text("pill").replace(":3}", ":" + "9".repeat(5_000) + "}")))
                .contains("not JSON")
                .hasSizeLessThan(1_000);
    }

    @Test
    void aNameOfAMegabyteIsOnlyLong() throws Exception {
        String name = "ü".repeat(1024 * 1024);
        assertThat(JobJson.read(Format.open(text("job-minimal").replace("Test 1", name)))
                        .name())
                .isEqualTo(name);
    }

    @Test
    void aLongTextIsNotRepeatedWholeInTheReason() {
        String label = "x".repeat(100_000);
        for (String text : List.of(
                text("result-cut").replace("timed out", label),
                text("batch-entry").replace("RUN", label),
                text("batch-entry").replace("heat-1", label),
                text("pill").replace("\"pill\"", "\"" + label + "\""),
                text("job-minimal").replace("{", "{\"" + label + "\" 1,"),
                label)) {
            assertThat(reason(text)).hasSizeLessThan(1_000);
        }
        assertThatExceptionOfType(UnreadableMessage.class)
                .isThrownBy(() -> Format.open("a\nb"))
                .withMessageNotContaining("\n");
    }
}
