package org.sluice.producer.jobfile;

import java.time.Duration;
import java.util.Optional;
import org.sluice.job.Durations;
import org.sluice.job.Limits;

/** Reads the lines that say what a job may take. */
final class LimitWords {
    private static final String NONE = "none";

    private LimitWords() {}

    static void read(KeywordLine line, Settings settings) {
        if (!line.hasOne()) {
            return;
        }
        Limits old = settings.limits();
        Optional<Limits> limits = switch (line.keyword()) {
            case TIMEOUT -> timeout(line).map(value -> new Limits(value, old.grace(), old.retries()));
            case GRACE -> duration(line, "").map(value -> new Limits(old.timeout(), Optional.of(value), old.retries()));
            case RETRIES ->
                new WholeNumber(0, Limits.MOST_RETRIES, "how often it is run again at most; 0 is never")
                        .of(line)
                        .map(number -> new Limits(old.timeout(), old.grace(), number));
            default -> throw new IllegalArgumentException(line.keyword() + " is no limit");
        };
        limits.ifPresent(settings::setLimits);
    }

    /** The time that is said; empty within if there is to be no limit. */
    private static Optional<Optional<Duration>> timeout(KeywordLine line) {
        return line.argument(0).text().equals(NONE)
                ? Optional.of(Optional.empty())
                : duration(line, ", or " + NONE).map(Optional::of);
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
