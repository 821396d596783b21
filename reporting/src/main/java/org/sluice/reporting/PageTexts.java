package org.sluice.reporting;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Texts that many jobs of a page share, such as reasons and labels: each is written once. */
final class PageTexts {
    private final Map<String, Integer> places = new LinkedHashMap<>();

    private long size;

    /** The place of a text, or -1 for the empty one. */
    int place(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        Integer known = places.putIfAbsent(text, places.size());
        if (known == null) {
            size += 3L * text.length() + 3;
            return places.size() - 1;
        }
        return known;
    }

    /** What they take at most, in bytes. */
    long size() {
        return size;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (String text : places.keySet()) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
