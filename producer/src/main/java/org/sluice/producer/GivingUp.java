package org.sluice.producer;

import java.util.Optional;

/**
 * When a producer stops its batch by itself.
 *
 * @param halt after how many jobs that did not pass; empty: it never does for that
 * @param whenAllAreOut whether it does when every consumer there is has gone out of service: for one who has consumers of
 *     his own and need not wait for others
 */
public record GivingUp(Optional<Halt> halt, boolean whenAllAreOut) {
    /** It never does. */
    public static final GivingUp NEVER = new GivingUp(Optional.empty(), false);
}
