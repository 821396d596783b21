package org.sluice.messaging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON object, read with the care that a message from elsewhere needs: what is missing or of another
 * type is an {@link UnreadableMessage} that names the field. Fields that nobody asks for are ignored, so that a later
 * version can add some.
 */
public final class Fields {
    /** Far above the largest result, and far below what would hurt. */
    private static final int LONGEST_TEXT = 16 * 1024 * 1024;

    private static final Instant FIRST_INSTANT = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END_OF_INSTANTS = Instant.parse("+10000-01-01T00:00:00Z");

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_TEXT)
                            .maxNestingDepth(50)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // which of the two is meant, nobody can know
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final JsonNode node;

    private Fields(JsonNode node) {
        this.node = node;
    }

    /** Reads a text that should be one JSON object. */
    public static Fields parse(String text) throws UnreadableMessage {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UnreadableMessage("it is not JSON (" + e.getOriginalMessage() + ")", e);
        }
        return of(node);
    }

    private static Fields of(JsonNode node) throws UnreadableMessage {
        if (node == null || !node.isObject()) {
            throw new UnreadableMessage("it is not a JSON object");
        }
        return new Fields(node);
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The object as one line of text. */
    public static String text(ObjectNode object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** Whether there is a field of that name that is not null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** Whether not one of these is there: most jobs are as usual, and what is usual need not be made anew for each. */
    boolean hasNone(Collection<String> names) {
        for (String name : names) {
            if (node.hasNonNull(name)) {
                return false;
            }
        }
        return true;
    }

    /** A text. */
    public String text(String name) throws UnreadableMessage {
        JsonNode field = node.get(name);
        if (field == null || !field.isTextual()) {
            throw wrong(name, "a text");
        }
        return field.textValue();
    }

    /** A whole number that an {@code int} holds. */
    public int integer(String name) throws UnreadableMessage {
        JsonNode field = node.get(name);
        if (field == null || !field.isIntegralNumber() || !field.canConvertToInt()) {
            throw wrong(name, "a whole number");
        }
        return field.intValue();
    }

    /** Whether something is so. */
    public boolean truth(String name) throws UnreadableMessage {
        JsonNode field = node.get(name);
        if (field == null || !field.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return field.booleanValue();
    }

    /** A whole number, zero or more. */
    public long count(String name) throws UnreadableMessage {
        JsonNode field = node.get(name);
        if (field == null || !field.isIntegralNumber() || !field.canConvertToLong() || field.longValue() < 0) {
            throw wrong(name, "a whole number, zero or more");
        }
        return field.longValue();
    }

    /** A duration, which is written in nanoseconds. */
    public Duration nanos(String name) throws UnreadableMessage {
        return Duration.ofNanos(count(name));
    }

    /** An instant in ISO-8601, of a year that all who read reports can write: they have four digits for it. */
    public Instant instant(String name) throws UnreadableMessage {
        try {
            Instant instant = Instant.parse(text(name));
            if (!instant.isBefore(FIRST_INSTANT) && instant.isBefore(END_OF_INSTANTS)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw wrong(name, "an instant such as 2026-01-31T12:00:00Z");
    }

    /** Bytes in Base64. */
    public byte[] bytes(String name) throws UnreadableMessage {
        text(name);
        try {
            return node.get(name).binaryValue();
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(name, "Base64");
        }
    }

    /** An object. */
    public Fields object(String name) throws UnreadableMessage {
        JsonNode field = node.get(name);
        if (field == null || !field.isObject()) {
            throw wrong(name, "an object");
        }
        return new Fields(field);
    }

    /** The names of all fields, in their order. */
    public List<String> names() {
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** For what must be understood whole: a field that is not known may say what decides. */
    void refuseOthersThan(Set<String> known) throws UnreadableMessage {
        for (String name : names()) {
            if (!known.contains(name)) {
                throw new UnreadableMessage("it has a field '" + name + "' that this program does not know: update it");
            }
        }
    }

    /** A list of objects. */
    public List<Fields> objects(String name) throws UnreadableMessage {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isObject()) {
                throw wrong(name, "a list of objects");
            }
            objects.add(new Fields(element));
        }
        return objects;
    }

    /** A list of texts. */
    public List<String> texts(String name) throws UnreadableMessage {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isTextual()) {
                throw wrong(name, "a list of texts");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** A list of texts; none if there is no such field. */
    public List<String> optionalTexts(String name) throws UnreadableMessage {
        return has(name) ? texts(name) : List.of();
    }

    /** A duration; empty if there is no such field. */
    public Optional<Duration> optionalNanos(String name) throws UnreadableMessage {
        return has(name) ? Optional.of(nanos(name)) : Optional.empty();
    }

    /** A list of whole numbers that an {@code int} holds. */
    public List<Integer> integers(String name) throws UnreadableMessage {
        List<Integer> integers = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isIntegralNumber() || !element.canConvertToInt()) {
                throw wrong(name, "a list of whole numbers");
            }
            integers.add(element.intValue());
        }
        return integers;
    }

    private JsonNode array(String name) throws UnreadableMessage {
        JsonNode field = node.get(name);
        if (field == null || !field.isArray()) {
            throw wrong(name, "a list");
        }
        return field;
    }

    private UnreadableMessage wrong(String name, String expected) {
        return new UnreadableMessage(
                "its field '" + name + "' is " + (node.has(name) ? "not " + expected : "missing (" + expected + ")"));
    }
}
