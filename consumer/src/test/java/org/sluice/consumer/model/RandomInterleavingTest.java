package org.sluice.consumer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Where there is more of everything than can be explored: random orders with many faults, and what follows without any.
 * {@code -Dsluice.model=long} lets each of them go on in a hundred ways.
 */
class RandomInterleavingTest {
    private static final int MOST_STEPS = 100_000;
    private static final int WAYS = System.getProperty("sluice.model", "").equals("long") ? 100 : 1;

    private static Scope scope() {
        Scope scope = Scope.of(3, 2)
                .batchOn(0, 0, 1)
                .batchOfRetried(2, 1)
                .batchOfLocking(2)
                .maxDeliveries(2);
        for (Fault fault : Fault.values()) {
            // a second blind look may follow the first, and nobody looks three times
            scope.with(fault, fault == Fault.BLIND_LOOK ? 1 : 3);
        }
        return scope;
    }

    @Property(tries = 500)
    void noOrderBreaksAPromiseAndEachCanEnd(
            @ForAll @Size(max = 250) List<@IntRange(min = 0, max = 1_000_000) Integer> choices) {
        List<String> way = new ArrayList<>();
        State state = State.first(scope());
        for (int choice : choices) {
            List<Step> steps = Explorer.steps(state);
            if (steps.isEmpty()) {
                break;
            }
            state = take(state, steps.get(choice % steps.size()), way);
        }
        for (int number = 0; number < WAYS; number++) {
            finish(state, new ArrayList<>(way), new Random(choices.hashCode() + number));
        }
    }

    /** One that is random takes each step that can be taken for long enough. */
    private static void finish(State from, List<String> way, Random random) {
        State state = from;
        for (int step = 0; step < MOST_STEPS && !Promises.isEnd(state); step++) {
            List<Step> steps = Explorer.steps(state).stream()
                    .filter(each -> !each.isFault())
                    .toList();
            if (steps.isEmpty()) {
                break;
            }
            state = take(state, steps.get(random.nextInt(steps.size())), way);
        }
        assertThat(Promises.isEnd(state))
                .as("it ends after %s, but is in %s", way, state)
                .isTrue();
    }

    private static State take(State state, Step step, List<String> way) {
        way.add(step.what());
        State after = step.from(state);
        String broken = Promises.broken(after);
        if (broken != null) {
            throw new AssertionError(broken + " after:\n  " + String.join("\n  ", way));
        }
        return after;
    }
}
