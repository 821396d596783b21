package org.sluice.consumer.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Takes all steps from all states, shortest ways first, so that what it finds is found by the shortest way. In the end it sees
 * whether everything can still end well from every state: one from which it cannot is one in which somebody waits for ever.
 */
final class Explorer {
    /**
     * What was found.
     *
     * @param states how many different ones
     * @param steps how many of them were taken
     * @param ends in how many states everything is done
     * @param broken the promise that was broken; empty if none was
     * @param way how it came to that
     */
    record Found(int states, long steps, int ends, Optional<String> broken, List<String> way) {
        @Override
        public String toString() {
            return states + " states, " + steps + " steps, " + ends + " ends"
                    + broken.map(promise -> "; " + promise + ":\n  " + String.join("\n  ", way))
                            .orElse("");
        }
    }

    private static final int NONE = -1;

    private final int most;
    private final Seen seen = new Seen();
    private final Deque<State> toDo = new ArrayDeque<>();
    /** From which state each was reached first, and by which of the steps there. */
    private final Numbers cameFrom = new Numbers();

    private final Numbers cameBy = new Numbers();
    /** Pairs: from, to. */
    private final Numbers edges = new Numbers();

    private final List<Integer> ends = new ArrayList<>();

    private Explorer(int most) {
        this.most = most;
    }

    /** @param most states; with more the exploration is not complete, and fails */
    static Found explore(Scope scope, int most) {
        return new Explorer(most).explore(State.first(scope));
    }

    static List<Step> steps(State state) {
        List<Step> steps = new ArrayList<>();
        ProducerSteps.add(state, steps);
        ConsumerSteps.add(state, steps);
        StewardSteps.add(state, steps);
        return steps;
    }

    private Found explore(State first) {
        number(first, NONE, NONE);
        int done = 0;
        long taken = 0;
        while (!toDo.isEmpty()) {
            State state = toDo.remove();
            int number = done++;
            String broken = Promises.broken(state);
            if (broken != null) {
                return new Found(seen.size(), taken, ends.size(), Optional.of(broken), way(first, number));
            }
            if (Promises.isEnd(state)) {
                ends.add(number);
            }
            List<Step> steps = steps(state);
            for (int by = 0; by < steps.size(); by++) {
                taken++;
                int to = number(steps.get(by).from(state), number, by);
                edges.add(number);
                edges.add(to);
            }
            if (seen.size() > most) {
                throw new IllegalStateException("there are more than " + most + " states");
            }
        }
        int stuck = firstThatCannotEnd();
        Optional<String> broken = stuck == NONE ? Optional.empty() : Optional.of("1, 3: it cannot end any more");
        return new Found(seen.size(), taken, ends.size(), broken, stuck == NONE ? List.of() : way(first, stuck));
    }

    private int number(State state, int from, int by) {
        int number = seen.number(state.key());
        if (number == cameFrom.size()) {
            toDo.add(state);
            cameFrom.add(from);
            cameBy.add(by);
        }
        return number;
    }

    private List<String> way(State first, int number) {
        Deque<Integer> choices = new ArrayDeque<>();
        for (int at = number; cameFrom.get(at) != NONE; at = cameFrom.get(at)) {
            choices.addFirst(cameBy.get(at));
        }
        List<String> way = new ArrayList<>();
        State state = first;
        for (int choice : choices) {
            Step step = steps(state).get(choice);
            way.add(step.what());
            state = step.from(state);
        }
        return way;
    }

    /** Goes back from the ends against all steps; the first state that is not reached by that. */
    private int firstThatCannotEnd() {
        int states = seen.size();
        int[] firstEdge = new int[states + 1];
        for (int edge = 1; edge < edges.size(); edge += 2) {
            firstEdge[edges.get(edge) + 1]++;
        }
        for (int state = 0; state < states; state++) {
            firstEdge[state + 1] += firstEdge[state];
        }
        int[] sources = new int[edges.size() / 2];
        int[] filled = firstEdge.clone();
        for (int edge = 0; edge < edges.size(); edge += 2) {
            sources[filled[edges.get(edge + 1)]++] = edges.get(edge);
        }
        boolean[] canEnd = new boolean[states];
        Deque<Integer> todo = new ArrayDeque<>(ends);
        ends.forEach(end -> canEnd[end] = true);
        while (!todo.isEmpty()) {
            int state = todo.remove();
            for (int edge = firstEdge[state]; edge < firstEdge[state + 1]; edge++) {
                if (!canEnd[sources[edge]]) {
                    canEnd[sources[edge]] = true;
                    todo.add(sources[edge]);
                }
            }
        }
        for (int state = 0; state < states; state++) {
            if (!canEnd[state]) {
                return state;
            }
        }
        return NONE;
    }
}
