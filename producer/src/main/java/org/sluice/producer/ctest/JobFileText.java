package org.sluice.producer.ctest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes the tests as a job file that a person can read and go on with. */
final class JobFileText {
    private static final String INDENT = "    ";

    private final Path buildTree;
    private final Names names;
    private final List<String> notes = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    JobFileText(Path buildTree, Names names) {
        this.buildTree = buildTree;
        this.names = names;
    }

    void comment(String line) {
        text.append(line.isEmpty() ? "\n" : "# " + JobFileWords.comment(line) + "\n");
    }

    /** What a person should know of what was written, each a sentence. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** A setting for all jobs after it. */
    void setting(String line) {
        text.append(line).append('\n');
    }

    /** Adds a job: the test, or several that are tied together as its cases. */
    void job(List<Test> group) {
        text.append('\n');
        for (Test test : group) {
            test.notes().forEach(note -> comment(names.of(test) + ": " + note));
        }
        if (group.size() == 1) {
            Test only = group.get(0);
            open("job", names.of(only), "");
            block(only.lines(), INDENT);
            directory(only.directory(), buildTree, INDENT);
            ofJob(group, only.directory());
        } else {
            cases(group);
        }
        text.append("}\n");
    }

    private void cases(List<Test> group) {
        Set<Path> directories = new LinkedHashSet<>();
        group.forEach(test -> directories.add(test.directory()));
        Path directory = directories.size() == 1 ? directories.iterator().next() : buildTree;
        open("job", names.free(nameOf(group)), "");
        directory(directory, buildTree, INDENT);
        ofJob(group, directory);
        for (Test test : group) {
            open("case", names.of(test), INDENT);
            block(test.lines(), INDENT + INDENT);
            directory(test.directory(), directory, INDENT + INDENT);
            List<String> setUps =
                    TestGroups.setUpsOf(test, group).stream().map(names::of).toList();
            if (!setUps.isEmpty()) {
                block(List.of("requires-case " + JobFileWords.words(setUps)), INDENT + INDENT);
            }
            text.append(INDENT).append("}\n");
        }
    }

    private static String nameOf(List<Test> group) {
        Set<String> fixtures = new TreeSet<>();
        group.forEach(test -> fixtures.addAll(test.setsUp()));
        group.forEach(test -> fixtures.addAll(test.cleansUp()));
        return fixtures.isEmpty()
                ? group.get(0).name() + " and " + (group.size() - 1) + " behind it"
                : "with " + String.join(", ", fixtures);
    }

    private void ofJob(List<Test> group, Path directory) {
        List<String> lines = new ArrayList<>();
        int slots = group.stream().mapToInt(Test::slots).max().orElseThrow();
        if (group.stream().anyMatch(Test::alone)) {
            lines.add("alone yes");
        } else if (slots > 1) {
            lines.add("slots " + slots);
        }
        add(lines, "lock", group.stream().flatMap(test -> test.locks().stream()).toList());
        add(
                lines,
                "label",
                group.stream().flatMap(test -> test.labels().stream()).toList());
        for (Test test : group) {
            for (Test.Attached file : test.attached()) {
                keep(file, directory.normalize(), names.of(test), lines);
            }
        }
        block(lines, INDENT);
    }

    private void keep(Test.Attached file, Path directory, String name, List<String> lines) {
        Path path = file.path().normalize();
        if (path.startsWith(directory) && !path.equals(directory)) {
            String glob = directory.relativize(path).toString().replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
            lines.add("keep " + (file.onFail() ? "-on-fail " : "") + JobFileWords.word(glob));
        } else {
            String note = path + " is attached, and lies outside of its directory";
            lines.add("# " + JobFileWords.comment(name + ": " + note));
            notes.add("Test '" + name + "': " + note + ".");
        }
    }

    private static void add(List<String> lines, String word, List<String> values) {
        List<String> distinct = values.stream().distinct().toList();
        if (!distinct.isEmpty()) {
            lines.add(word + " " + JobFileWords.words(distinct));
        }
    }

    private void open(String word, String name, String indent) {
        text.append(indent)
                .append(word)
                .append(' ')
                .append(JobFileWords.quoted(name))
                .append(" {\n");
    }

    private void directory(Path directory, Path inForce, String indent) {
        if (!directory.equals(inForce)) {
            block(List.of("dir " + JobFileWords.word(directory.toString())), indent);
        }
    }

    private void block(List<String> lines, String indent) {
        lines.forEach(line -> text.append(indent).append(line).append('\n'));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
