package org.sluice.producer.jobfile;

import java.util.Optional;

/** A label of a label line, read once and filled in for each job. */
record LabelTemplate(PlacedTemplate text) {
    private static final int LONGEST = 100;

    /** The label of a job; empty if its values make it one that cannot be, which is then reported. */
    Optional<String> fill(Subject subject, Complaints complaints) {
        String label = text.value().fill(subject);
        boolean isLabel = !label.isBlank()
                && label.codePointCount(0, label.length()) <= LONGEST
                && label.codePoints().noneMatch(Excerpt::isControl);
        if (isLabel) {
            return Optional.of(label);
        }
        String job = text.value().isLiteral() ? "" : " of job " + Excerpt.quoted(subject.name());
        complaints.add(
                text.offset(),
                text.length(),
                "the label " + Excerpt.quoted(label) + job + " cannot be one",
                "one to " + LONGEST + " characters on one line, not only blanks",
                Keyword.LABEL.example());
        return Optional.empty();
    }

    /** The label of any job, for one without placeholders that has no mistake. */
    String fixed() {
        return text.value().fill(null);
    }
}
