package org.sluice.reporting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.job.ConsumerState;
import org.sluice.job.Placement;
import org.sluice.reporting.ConsumerLanes.Stretch;

/** Makes the lanes of one consumer, or of several that have the same name, of what is known of them. */
final class LaneMaking {
    /** Two attempts of one slot may seem to overlap by so much: a clock was set between them. */
    private static final long TOLERANCE = 10_000;

    /** What a consumer did from some moment on. */
    private record Change(ConsumerState state, long at) {}

    /** An attempt before it has its lane. */
    private record Begun(int slot, Bar bar, Placement placement) {}

    /** A lane that is being filled: its bars by their begin. */
    private record Place(int slot, int copy, NavigableMap<Long, Bar> bars) {
        boolean isFree(Bar other, long tolerance) {
            Map.Entry<Long, Bar> before = bars.lowerEntry(other.to());
            return before == null || before.getValue().to() - tolerance <= other.from();
        }

        void add(Bar bar) {
            long key = bar.from();
            while (bars.containsKey(key)) {
                key++;
            }
            bars.put(key, bar);
        }
    }

    private final String consumer;
    private final long length;
    /** By the id of the consumer. */
    private final Map<String, List<Change>> changes = new LinkedHashMap<>();

    private final List<Begun> begun = new ArrayList<>();
    private final Map<Integer, List<Place>> places = new TreeMap<>();
    private long lastSign;
    private long lastTakenOver = -1;

    /** @param length that of the timeline, in microseconds */
    LaneMaking(String consumer, long length) {
        this.consumer = consumer;
        this.length = length;
    }

    /** One of this name does this from then on. */
    void state(ConsumerState state, long at) {
        changes.computeIfAbsent(state.id(), id -> new ArrayList<>()).add(new Change(state, at));
        lastSign = Math.max(lastSign, at);
    }

    /**
     * An attempt; to be called in the order of their begin.
     *
     * @param isTakenOver whether it has no result, and others went on with the job
     */
    void bar(int slot, Bar bar, Placement placement, boolean isTakenOver) {
        begun.add(new Begun(slot, bar, placement));
        lastSign = Math.max(lastSign, bar.result().isPresent() ? bar.to() : bar.from());
        if (isTakenOver) {
            lastTakenOver = Math.max(lastTakenOver, bar.to());
        }
    }

    ConsumerLanes lanes() {
        List<Stretch> states = new ArrayList<>();
        Map<Integer, List<Span>> serving = new TreeMap<>();
        changes.values().forEach(ofOne -> {
            List<Stretch> stretches = stretches(ofOne);
            states.addAll(stretches);
            int slots = ofOne.stream()
                    .mapToInt(change -> change.state().slots())
                    .max()
                    .orElse(1);
            stretches.stream()
                    .filter(stretch -> stretch.kind() == ConsumerState.Kind.IN_SERVICE)
                    .forEach(stretch -> serving.computeIfAbsent(slots, count -> new ArrayList<>())
                            .add(stretch.span()));
        });
        states.sort(Comparator.comparingLong(stretch -> stretch.span().from()));
        boolean isToldOf = !changes.isEmpty();
        if (!isToldOf) {
            serving.put(mostUsed(), List.of(new Span(0, isSilentInTheEnd() ? lastTakenOver : length)));
        }
        makePlaces(serving);
        begun.forEach(this::place);
        begun.forEach(this::holdOthers);
        List<Lane> lanes = new ArrayList<>();
        places.forEach((slot, copies) -> copies.forEach(place -> lanes.add(new Lane(
                slot, place.copy(), List.copyOf(place.bars().values()), available(serving, slot, place.copy())))));
        return new ConsumerLanes(consumer, isToldOf, lanes, states);
    }

    private int mostUsed() {
        return begun.stream().mapToInt(Begun::slot).max().orElse(1);
    }

    /** Whether an attempt was taken over by others, and nothing came of anybody of this name since. */
    private boolean isSilentInTheEnd() {
        return lastTakenOver >= lastSign && lastTakenOver < length;
    }

    private List<Stretch> stretches(List<Change> ofOne) {
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < ofOne.size(); i++) {
            ConsumerState state = ofOne.get(i).state();
            boolean isLast = i + 1 == ofOne.size();
            long from = i == 0 ? ofOne.get(0).at() : stretches.get(i - 1).span().to();
            long to = Math.max(from, isLast ? length : ofOne.get(i + 1).at());
            stretches.add(new Stretch(state.kind(), state.why(), new Span(from, to), false));
        }
        Stretch last = stretches.get(stretches.size() - 1);
        if (last.kind().isThere()
                && changes.size() == 1
                && isSilentInTheEnd()
                && lastTakenOver >= last.span().from()) {
            stretches.set(
                    stretches.size() - 1,
                    new Stretch(last.kind(), last.why(), new Span(last.span().from(), lastTakenOver), false));
            stretches.add(new Stretch(ConsumerState.Kind.SILENT, "", new Span(lastTakenOver, length), true));
        }
        return stretches;
    }

    /** Makes the lanes that were there, whether they were used or not. */
    private void makePlaces(Map<Integer, List<Span>> serving) {
        int most = serving.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (int slot = 1; slot <= most; slot++) {
            int copies = Math.max(1, Span.most(withSlot(serving, slot)));
            for (int copy = 0; copy < copies; copy++) {
                newPlace(slot);
            }
        }
    }

    private static List<Span> withSlot(Map<Integer, List<Span>> serving, int slot) {
        return serving.entrySet().stream()
                .filter(entry -> entry.getKey() >= slot)
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    private static List<Span> available(Map<Integer, List<Span>> serving, int slot, int copy) {
        return Span.overlap(withSlot(serving, slot), copy + 1);
    }

    private Place newPlace(int slot) {
        List<Place> copies = places.computeIfAbsent(slot, number -> new ArrayList<>());
        Place place = new Place(slot, copies.size(), new TreeMap<>());
        copies.add(place);
        return place;
    }

    private void place(Begun one) {
        List<Place> copies = places.getOrDefault(one.slot(), List.of());
        copies.stream()
                .filter(place -> place.isFree(one.bar(), TOLERANCE))
                .findFirst()
                // where it is known that there was but one such slot, it is the clock that is wrong
                .or(() -> changes.isEmpty() ? Optional.empty() : copies.stream().findFirst())
                .orElseGet(() -> newPlace(one.slot()))
                .add(one.bar());
    }

    /** A job that takes several slots keeps others free; which those were, nobody has told. */
    private void holdOthers(Begun one) {
        List<Place> all = places.values().stream().flatMap(List::stream).toList();
        int width = one.placement().alone() ? all.size() : one.placement().slots();
        if (width > 1) {
            all.stream()
                    .filter(place -> place.isFree(one.bar(), 0))
                    .limit(width - 1L)
                    .forEach(place ->
                            place.bars().put(one.bar().from(), one.bar().held()));
        }
    }
}
