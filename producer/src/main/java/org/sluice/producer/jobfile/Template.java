package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Text with holes, which a job's values fill. */
record Template(List<Part> parts) {
    Template {
        parts = List.copyOf(parts);
    }

    sealed interface Part {}

    record Literal(String text) implements Part {}

    /** @param offset where the placeholder stands in the job file */
    record Hole(Placeholder placeholder, int offset) implements Part {}

    boolean isLiteral() {
        return parts.isEmpty() || (parts.size() == 1 && parts.get(0) instanceof Literal);
    }

    List<Hole> holes() {
        return parts.stream()
                .filter(Hole.class::isInstance)
                .map(Hole.class::cast)
                .toList();
    }

    /** The text for a job; one without holes has the same for all and may be given null. */
    String fill(Subject subject) {
        return fill(subject, UnaryOperator.identity());
    }

    /** The same, with the values of the job as they have to be written in this text. */
    String fill(Subject subject, UnaryOperator<String> writing) {
        if (parts.size() == 1) {
            return fill(parts.get(0), subject, writing);
        }
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(fill(part, subject, writing));
        }
        return text.toString();
    }

    static Map<String, String> fill(Map<String, Template> values, Subject subject) {
        Map<String, String> filled = new LinkedHashMap<>();
        values.forEach((name, value) -> filled.put(name, value.fill(subject)));
        return filled;
    }

    /** The text as it was written, placeholders and all. */
    String asWritten() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(
                    part instanceof Literal literal
                            ? literal.text()
                            : ((Hole) part).placeholder().sign());
        }
        return text.toString();
    }

    private static String fill(Part part, Subject subject, UnaryOperator<String> writing) {
        return part instanceof Literal literal
                ? literal.text()
                : writing.apply(((Hole) part).placeholder().value(subject));
    }

    /** Puts a template together, left to right. */
    static final class Builder {
        private final List<Part> parts = new ArrayList<>(1);
        private final StringBuilder literal = new StringBuilder();

        Builder add(char c) {
            literal.append(c);
            return this;
        }

        Builder add(CharSequence text) {
            literal.append(text);
            return this;
        }

        Builder hole(Placeholder placeholder, int offset) {
            endLiteral();
            parts.add(new Hole(placeholder, offset));
            return this;
        }

        Template build() {
            endLiteral();
            return new Template(parts);
        }

        private void endLiteral() {
            if (literal.length() > 0) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
        }
    }
}
