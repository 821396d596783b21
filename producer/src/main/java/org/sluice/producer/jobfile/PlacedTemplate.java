package org.sluice.producer.jobfile;

/** A value with the place where it stands in the job file, for mistakes that only a job's own values bring about. */
record PlacedTemplate(Template value, int offset, int length) {
    static PlacedTemplate of(Word word) {
        return new PlacedTemplate(word.value(), word.start(), word.end() - word.start());
    }
}
