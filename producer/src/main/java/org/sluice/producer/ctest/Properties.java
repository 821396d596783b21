package org.sluice.producer.ctest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The properties of a test in the format json-v1. */
final class Properties {
    private final Map<String, JsonNode> values = new LinkedHashMap<>();

    Properties(JsonNode test) throws RefusedException {
        for (JsonNode property : test.path("properties")) {
            if (!property.path("name").isTextual() || !property.has("value")) {
                throw new RefusedException("a property that is no name and value: " + property);
            }
            values.put(property.get("name").textValue(), property.get("value"));
        }
    }

    Set<String> names() {
        return values.keySet();
    }

    /** None if there is no such property; CMake has a list of one element also as a text. */
    List<String> texts(String name) throws RefusedException {
        JsonNode value = values.get(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            if (!element.isTextual()) {
                throw wrong(name, "a list of texts");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    Optional<String> text(String name) throws RefusedException {
        JsonNode value = values.get(name);
        if (value != null && !value.isTextual()) {
            throw wrong(name, "a text");
        }
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    boolean truth(String name) throws RefusedException {
        JsonNode value = values.get(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value != null && value.booleanValue();
    }

    Optional<BigDecimal> number(String name) throws RefusedException {
        JsonNode value = values.get(name);
        // one of too many digits is read as infinite
        if (value != null && !(value.isNumber() && Double.isFinite(value.doubleValue()))) {
            throw wrong(name, "a number");
        }
        return Optional.ofNullable(value).map(JsonNode::decimalValue);
    }

    private RefusedException wrong(String name, String expected) {
        return new RefusedException(name + " is not " + expected + ": " + values.get(name));
    }
}
