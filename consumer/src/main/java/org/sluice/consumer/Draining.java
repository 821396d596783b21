package org.sluice.consumer;

import java.util.List;
import java.util.Optional;
import org.sluice.job.Placement;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.Presence;
import org.sluice.messaging.Roster;

/**
 * Decides whether this consumer makes room for a job that takes several slots: small jobs would keep it waiting for ever, and
 * one consumer for each such job is enough.
 */
final class Draining {
    private final Turns turns;
    private final Roster roster;
    private final String id;
    private final Runnable announce;

    /**
     * @param id of this consumer in the roster
     * @param announce tells the others how this consumer stands
     */
    Draining(Turns turns, Roster roster, String id, Runnable announce) {
        this.turns = turns;
        this.roster = roster;
        this.id = id;
        this.announce = announce;
    }

    /** A job came for which there was no room; it is about to be handed back. */
    void noRoomFor(Placement placement, Link link) throws LinkBroken {
        if (turns.drainsFor().isEmpty()
                && turns.isTooWideNow(placement)
                && waiting(placement, link) > drainingOthers(placement, "\uffff")) {
            turns.drainFor(placement);
            announce.run();
        } else {
            turns.shun(placement);
        }
    }

    /** Looks whether the room is still asked for. */
    void review(Link link) throws LinkBroken {
        Optional<Placement> placement = turns.drainsFor();
        if (placement.isPresent() && waiting(placement.get(), link) <= drainingOthers(placement.get(), id)) {
            turns.endDrain();
            announce.run();
        }
    }

    /** How many such jobs wait, as far as is known which ones run. */
    private long waiting(Placement placement, Link link) throws LinkBroken {
        List<Presence> present = roster.present();
        return link.look(placement).stream()
                .filter(job -> present.stream()
                        .noneMatch(consumer -> consumer.running().contains(job)))
                .count();
    }

    /** Of two that have begun at the same moment, the one whose id comes first goes on. */
    private long drainingOthers(Placement placement, String before) {
        return roster.present().stream()
                .filter(consumer -> consumer.state() == Presence.State.DRAINING && consumer.offers(placement))
                .filter(consumer -> !consumer.id().equals(id) && consumer.id().compareTo(before) < 0)
                .count();
    }
}
