package org.sluice.producer.jobfile;

import java.util.List;
import java.util.TreeSet;
import org.sluice.job.Placement;

/** Where jobs may run, and beside what. */
final class PlacementSettings {
    /** A value, and the word that said it; null where nothing was said. */
    record Said<T>(T value, Word by) {}

    private final Row<String> needs;
    private final Row<String> locks;
    private Said<Integer> slots = new Said<>(1, null);
    private Said<Boolean> alone = new Said<>(false, null);

    private PlacementSettings(Row<String> needs, Row<String> locks) {
        this.needs = needs;
        this.locks = locks;
    }

    /** Anywhere. */
    PlacementSettings() {
        this(new Row<>(List.of()), new Row<>(List.of()));
    }

    PlacementSettings inner() {
        PlacementSettings inner = new PlacementSettings(needs.inner(), locks.inner());
        inner.slots = slots;
        inner.alone = alone;
        return inner;
    }

    void used() {
        needs.used();
        locks.used();
    }

    Row<String> needs() {
        return needs;
    }

    Row<String> locks() {
        return locks;
    }

    void setSlots(int number, Word by) {
        slots = new Said<>(number, by);
    }

    void setAlone(boolean value, Word by) {
        alone = new Said<>(value, by);
    }

    Said<Integer> slots() {
        return slots;
    }

    Said<Boolean> alone() {
        return alone;
    }

    /** Whether a job is to have all slots of a consumer, and also a number of them. */
    boolean isContradictory() {
        return alone.value() && slots.value() > 1;
    }

    /** @throws IllegalArgumentException if it is contradictory */
    Placement placement() {
        Placement said =
                new Placement(new TreeSet<>(needs.all()), slots.value(), alone.value(), new TreeSet<>(locks.all()));
        return said.equals(Placement.ANYWHERE) ? Placement.ANYWHERE : said;
    }
}
