package org.sluice.producer.ctest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.job.ExitCode;

/** Puts together the tests that DEPENDS and FIXTURES_* tie to one another, in an order that these allow. */
final class TestGroups {
    private final List<Test> tests;
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final Map<String, List<Integer>> settingUp = new HashMap<>();
    private final Map<String, List<Integer>> requiring = new HashMap<>();
    private final List<Set<Integer>> before = new ArrayList<>();
    private final int[] group;

    private TestGroups(List<Test> tests) {
        this.tests = tests;
        this.group = new int[tests.size()];
        for (int i = 0; i < tests.size(); i++) {
            Test test = tests.get(i);
            byName.computeIfAbsent(test.name(), name -> new ArrayList<>()).add(i);
            add(settingUp, test.setsUp(), i);
            add(requiring, test.requires(), i);
            before.add(new TreeSet<>());
            group[i] = i;
        }
    }

    /**
     * The groups, most of them of one test, in the order in which they are best run: by the highest cost within, then as
     * CTest has them.
     *
     * @throws ImportException if tests depend on one another in a circle
     */
    static List<List<Test>> of(List<Test> tests) throws ImportException {
        return new TestGroups(tests).groups();
    }

    /** The tests that set up what this one requires. */
    static List<Test> setUpsOf(Test test, List<Test> group) {
        return group.stream()
                .filter(other -> other != test)
                .filter(other -> other.setsUp().stream().anyMatch(test.requires()::contains))
                .toList();
    }

    private List<List<Test>> groups() throws ImportException {
        tie();
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < tests.size(); i++) {
            members.computeIfAbsent(root(i), r -> new ArrayList<>()).add(i);
        }
        List<List<Test>> groups = new ArrayList<>();
        for (List<Integer> each : members.values()) {
            groups.add(ordered(each));
        }
        Comparator<List<Test>> byCost = Comparator.comparing(each ->
                each.stream().map(Test::cost).max(Comparator.naturalOrder()).orElseThrow());
        groups.sort(byCost.reversed());
        return groups;
    }

    private void tie() {
        for (int i = 0; i < tests.size(); i++) {
            Test test = tests.get(i);
            for (String name : test.depends()) {
                after(i, byName.getOrDefault(name, List.of()));
            }
            for (String fixture : test.requires()) {
                after(i, settingUp.getOrDefault(fixture, List.of()));
            }
            for (String fixture : test.cleansUp()) {
                after(i, settingUp.getOrDefault(fixture, List.of()));
                after(i, requiring.getOrDefault(fixture, List.of()));
            }
        }
    }

    private void after(int test, List<Integer> others) {
        for (int other : others) {
            if (other != test) {
                before.get(test).add(other);
                group[Math.max(root(test), root(other))] = Math.min(root(test), root(other));
            }
        }
    }

    private int root(int test) {
        int root = test;
        while (group[root] != root) {
            root = group[root];
        }
        group[test] = root;
        return root;
    }

    private List<Test> ordered(List<Integer> members) throws ImportException {
        int[] left = new int[tests.size()];
        Map<Integer, List<Integer>> behind = new HashMap<>();
        PriorityQueue<Integer> ready = new PriorityQueue<>(
                Comparator.comparing((Integer i) -> tests.get(i).cost())
                        .reversed()
                        .thenComparing(i -> i));
        for (int each : members) {
            left[each] = before.get(each).size();
            before.get(each)
                    .forEach(other -> behind.computeIfAbsent(other, o -> new ArrayList<>())
                            .add(each));
            if (left[each] == 0) {
                ready.add(each);
            }
        }
        List<Test> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            ordered.add(tests.get(next));
            for (int other : behind.getOrDefault(next, List.of())) {
                if (--left[other] == 0) {
                    ready.add(other);
                }
            }
        }
        if (ordered.size() < members.size()) {
            throw new ImportException(
                    ExitCode.USAGE,
                    "these tests depend on one another in a circle: "
                            + members.stream()
                                    .filter(each -> left[each] > 0)
                                    .map(each -> "'" + tests.get(each).name() + "'")
                                    .collect(Collectors.joining(", ")));
        }
        return ordered;
    }

    private static void add(Map<String, List<Integer>> map, List<String> names, int test) {
        names.forEach(name -> map.computeIfAbsent(name, n -> new ArrayList<>()).add(test));
    }
}
