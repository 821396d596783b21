package org.sluice.producer.jobfile;

import java.time.Duration;
import java.util.Optional;
import org.sluice.job.Durations;

/** Reads the lines that say what a job may take. */
final class LimitWords {
    private static final String NONE = "none";

    private LimitWords() {}

    static void read(KeywordLine line, Settings settings) {
        if (!line.hasOne()) {
            return;
        }
        switch (line.keyword()) {
            case TIMEOUT -> {
                if (line.argument(0).text().equals(NONE)) {
                    settings.setTimeout(Optional.empty());
                } else {
                    duration(line, ", or " + NONE).ifPresent(value -> settings.setTimeout(Optional.of(value)));
                }
            }
            case GRACE -> duration(line, "").ifPresent(settings::setGrace);
            default -> throw new IllegalArgumentException(line.keyword() + " is no limit");
        }
    }

    private static Optional<Duration> duration(KeywordLine line, String orElse) {
        Word word = line.argument(0);
        try {
            return Optional.of(Durations.parse(word.text()));
        } catch (IllegalArgumentException e) {
            line.complain(word, Excerpt.quoted(word.text()) + " is no duration", Durations.EXPECTED + orElse);
            return Optional.empty();
        }
    }
}
