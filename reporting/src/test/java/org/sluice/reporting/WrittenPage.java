package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page as it was written, taken apart. */
final class WrittenPage {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** As a browser finds the end: at the first end tag, whatever is before it. */
    private static final Pattern SCRIPT = Pattern.compile("<script([^>]*)>(.*?)</script", Pattern.DOTALL);

    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("id=\"([a-z0-9-]+)\"");
    private static final Pattern TAG = Pattern.compile("<[^>]*>?");
    private static final Pattern OUR_TAG = Pattern.compile("</?([a-zA-Z0-9]+)((?: [a-zA-Z-]+(?:=\"[^\"<>]*\")?)*)>");
    private static final Pattern OUR_EMPTY_TAG =
            Pattern.compile("<(rect|path|circle)((?: [a-zA-Z0-9-]+=\"[^\"<>]*\")*)/>");
    private static final Pattern ATTRIBUTE = Pattern.compile(" ([a-zA-Z0-9-]+)");
    private static final Pattern VALUE = Pattern.compile("=\"[^\"]*\"");

    private static final Set<String> ELEMENTS = Set.of(
            ("html head meta title style body header main footer section aside div p span a b h1 h2 h3 ul li dl dt dd table thead"
                            + " tbody tr th td svg defs pattern rect path circle button input label select option fieldset noscript"
                            + " script")
                    .split(" "));

    private static final Set<String> ATTRIBUTES = Set.of(
            ("lang charset http-equiv content name class id href hidden aria-hidden aria-label aria-labelledby focusable"
                            + " data-verdict data-key scope role tabindex type placeholder value x y cx cy r rx width height d"
                            + " viewBox patternUnits")
                    .split(" "));

    private final String text;
    private final Map<String, String> data = new HashMap<>();
    private final Map<String, JsonNode> trees = new HashMap<>();
    private final String script;

    private WrittenPage(String text) {
        this.text = text;
        String run = "";
        Matcher scripts = SCRIPT.matcher(text);
        while (scripts.find()) {
            Matcher id = ID.matcher(scripts.group(1));
            if (id.find()) {
                assertThat(scripts.group(1)).contains("type=\"application/json\"");
                data.put(id.group(1), scripts.group(2));
            } else {
                assertThat(run).as("the other script").isEmpty();
                run = scripts.group(2);
            }
        }
        script = run;
    }

    static WrittenPage read(Path file) throws IOException {
        return new WrittenPage(Files.readString(file));
    }

    String text() {
        return text;
    }

    String script() {
        return script;
    }

    String style() {
        Matcher style = STYLE.matcher(text);
        assertThat(style.find()).isTrue();
        return style.group(1);
    }

    /** What is neither script nor style. */
    String markup() {
        return STYLE.matcher(SCRIPT.matcher(text).replaceAll("<script></script"))
                .replaceAll("<style></style>");
    }

    /** The data in the element with this id. */
    JsonNode data(String id) {
        return trees.computeIfAbsent(id, fresh -> {
            assertThat(data).containsKey(id);
            assertThat(data.get(id)).doesNotContain("<");
            try {
                return MAPPER.readTree(data.get(id));
            } catch (IOException e) {
                throw new AssertionError(data.get(id), e);
            }
        });
    }

    /** What is told of the job at a place. */
    JsonNode detail(int place) {
        int chunk = data("page-data").path("chunk").intValue();
        return data("details-" + place / chunk).get(place % chunk);
    }

    /** A text that jobs share, by its place. */
    String shared(JsonNode place) {
        return place.intValue() < 0
                ? ""
                : data("page-data").path("texts").get(place.intValue()).textValue();
    }

    /** Fails if there is an element or an attribute that is not ours, or anything that a browser might take for one. */
    void requireOurElementsAlone() {
        List<String> tags =
                TAG.matcher(markup()).results().map(MatchResult::group).toList();
        assertThat(tags).hasSizeGreaterThan(20).first().isEqualTo("<!DOCTYPE html>");
        for (String tag : tags.subList(1, tags.size())) {
            Matcher empty = OUR_EMPTY_TAG.matcher(tag);
            Matcher ours = OUR_TAG.matcher(tag);
            boolean isEmpty = empty.matches();
            assertThat(isEmpty || ours.matches()).as(tag).isTrue();
            Matcher found = isEmpty ? empty : ours;
            assertThat(ELEMENTS).contains(found.group(1));
            assertThat(ATTRIBUTE
                            .matcher(VALUE.matcher(found.group(2)).replaceAll(""))
                            .results())
                    .as(tag)
                    .allSatisfy(attribute -> assertThat(ATTRIBUTES).contains(attribute.group(1)));
        }
    }
}
