package org.sluice.reporting;

import java.util.List;
import org.sluice.job.ConsumerState;

/**
 * The lanes of one consumer, or of several that have the same name.
 *
 * @param consumer the name
 * @param isToldOf whether the journal says how many slots it had and when it was there; otherwise there are as many lanes as the
 *     attempts have used, and it is taken to have been there all the time
 * @param lanes in the order of the slots
 * @param states what it did with jobs from when to when, as far as the journal tells
 */
record ConsumerLanes(String consumer, boolean isToldOf, List<Lane> lanes, List<Stretch> states) {
    ConsumerLanes {
        lanes = List.copyOf(lanes);
        states = List.copyOf(states);
    }

    /** The part of the available time of its slots that was busy, from 0 to 1; 0 when there was none. */
    double utilisation() {
        double there = lanes.stream().mapToDouble(Lane::there).sum();
        return there == 0 ? 0 : lanes.stream().mapToDouble(Lane::busy).sum() / there;
    }

    /**
     * What a consumer did with jobs for some time.
     *
     * @param kind what it did
     * @param why the reason for taking none, {@code ""} if it gave none
     * @param span when, within the timeline; the states in which it is not there last until it comes again or the timeline ends
     * @param isInferred whether nobody has said so, but an attempt was taken over by others and nothing came of the consumer
     *     any more
     */
    record Stretch(ConsumerState.Kind kind, String why, Span span, boolean isInferred) {}
}
