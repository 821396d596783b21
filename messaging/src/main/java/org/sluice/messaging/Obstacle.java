package org.sluice.messaging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.job.Placement;

/** Why nobody who is there can run the jobs of a placement, in words for people. */
public final class Obstacle {
    private Obstacle() {}

    /**
     * What keeps such jobs from being run, as an end of the sentence "it waits: …".
     *
     * @param present the consumers that are there
     * @return empty if some consumer runs such jobs, sooner or later
     */
    public static Optional<String> of(Placement placement, List<Presence> present) {
        if (present.isEmpty()) {
            return Optional.of("no consumer is there");
        }
        List<Presence> labelled = present.stream()
                .filter(consumer -> consumer.labels().containsAll(placement.needs()))
                .toList();
        if (labelled.isEmpty()) {
            return Optional.of("needs " + needs(placement, present) + "; " + count(present) + offering(present));
        }
        List<Presence> able =
                labelled.stream().filter(consumer -> consumer.offers(placement)).toList();
        if (able.isEmpty()) {
            Presence largest =
                    labelled.stream().max(Comparator.comparing(Presence::slots)).orElseThrow();
            return Optional.of("needs " + placement.slots() + " slots; the largest consumer"
                    + (placement.needs().isEmpty() ? "" : " that offers " + String.join(" and ", placement.needs()))
                    + ", " + largest.consumer() + ", has " + largest.slots());
        }
        if (able.stream().noneMatch(Presence::takesJobs)) {
            return Optional.of(able.stream().map(Obstacle::stands).collect(Collectors.joining(", ")));
        }
        return Optional.empty();
    }

    /** Those that nobody offers; if each is offered by somebody, all of them: nobody has them together. */
    private static String needs(Placement placement, List<Presence> present) {
        TreeSet<String> missing = new TreeSet<>(placement.needs());
        present.forEach(consumer -> missing.removeAll(consumer.labels()));
        List<String> words = new ArrayList<>(missing.isEmpty() ? placement.needs() : missing);
        return String.join(" and ", words);
    }

    private static String count(List<Presence> present) {
        return present.size() == 1 ? "1 consumer" : present.size() + " consumers";
    }

    private static String offering(List<Presence> present) {
        return present.size() == 1 ? ", which does not offer it" : ", none offers it";
    }

    private static String stands(Presence consumer) {
        return switch (consumer.state()) {
            case PAUSED -> consumer.consumer() + " pauses (" + consumer.why() + ")";
            case OUT_OF_SERVICE -> consumer.consumer() + " is out of service (" + consumer.why() + ")";
            default -> consumer.consumer() + " is leaving";
        };
    }
}
