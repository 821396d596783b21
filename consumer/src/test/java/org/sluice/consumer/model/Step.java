package org.sluice.consumer.model;

import java.util.function.Consumer;

/**
 * Something that somebody can do now.
 *
 * @param what for people
 * @param isFault whether it is one of those that need not happen
 */
record Step(String what, boolean isFault, Consumer<State> effect) {
    static Step of(String what, Consumer<State> effect) {
        return new Step(what, false, effect);
    }

    static Step fault(Fault fault, String what, Consumer<State> effect) {
        return new Step(what, true, state -> {
            state.strikes(fault);
            effect.accept(state);
        });
    }

    State from(State before) {
        State after = before.copy();
        effect.accept(after);
        return after;
    }

    @Override
    public String toString() {
        return what;
    }
}
