package org.sluice.consumer;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.sluice.messaging.Presence;

/** How this consumer stands, in the words that others hear. */
final class OwnPresence implements Supplier<Presence> {
    private final String id = UUID.randomUUID().toString();
    private final ConsumerOptions options;
    private final Crew crew;

    OwnPresence(ConsumerOptions options, Crew crew) {
        this.options = options;
        this.crew = crew;
    }

    /** What tells this consumer from all others. */
    String id() {
        return id;
    }

    @Override
    public Presence get() {
        List<Presence.Running> running = crew.running.keySet().stream()
                .map(key -> new Presence.Running(key.batch(), key.number()))
                .toList();
        return new Presence(
                id,
                options.name(),
                options.labels(),
                options.slots(),
                crew.turns.free(),
                state(),
                crew.service.why(),
                crew.tries.own().stream().map(Tries.Own::told).toList(),
                running);
    }

    private Presence.State state() {
        if (crew.isLeaving()) {
            return Presence.State.LEAVING;
        }
        Presence.State state = crew.service.state();
        return state == Presence.State.IN_SERVICE && crew.turns.drainsFor().isPresent()
                ? Presence.State.DRAINING
                : state;
    }
}
