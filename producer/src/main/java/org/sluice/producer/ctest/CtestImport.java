package org.sluice.producer.ctest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.job.ExitCode;

/** Makes a job file of the tests of a build tree. */
public final class CtestImport {
    private final Path buildTree;
    private final List<Test> tests = new ArrayList<>();

    /** Why each is refused, by its name. */
    private final TreeMap<String, String> refused = new TreeMap<>();

    /** The fixtures that a refused test would have set up. */
    private final Set<String> missing = new HashSet<>();

    private CtestImport(Path buildTree) {
        this.buildTree = buildTree;
    }

    /**
     * What was made of a suite.
     *
     * @param jobFile the text of the job file
     * @param notes what a person should know, each a sentence
     * @param tests how many tests it has
     * @param jobs how many jobs they are
     */
    public record Imported(String jobFile, List<String> notes, int tests, int jobs) {
        public Imported {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Asks the {@code ctest} in the PATH for the tests.
     *
     * @param configuration which one of several; empty for generators that build only one
     * @param partial whether tests that a job file cannot say are left out; else they are the reason for an exception
     * @throws ImportException if there is nothing to import, or not all of it can be; the message is for the user
     */
    public static Imported of(Path directory, Optional<String> configuration, boolean partial)
            throws ImportException, IOException, InterruptedException {
        BuildTree tree = new BuildTree(directory);
        return new CtestImport(tree.directory()).imported(tree.tests(configuration), tree.timeOut(), partial);
    }

    /** As {@link #of}, of what CTest has said. */
    static Imported of(String json, Path buildTree, Optional<BigDecimal> timeOut, boolean partial)
            throws ImportException {
        return new CtestImport(buildTree).imported(json, timeOut, partial);
    }

    private Imported imported(String json, Optional<BigDecimal> timeOut, boolean partial) throws ImportException {
        int begin = json.startsWith("{") ? 0 : json.indexOf("\n{") + 1;
        read(json.substring(begin));
        refuseWhatCtestComplainsOf(json.substring(0, begin));
        refuseWhatRequiresTheRefused();
        if (!refused.isEmpty() && !partial) {
            StringBuilder message = new StringBuilder(
                    "these tests cannot be taken over with the verdicts of CTest (--partial leaves them out):");
            refused.forEach((name, why) ->
                    message.append("\n  '").append(name).append("': ").append(why));
            throw new ImportException(ExitCode.USAGE, message.toString());
        }
        if (tests.isEmpty()) {
            throw new ImportException(ExitCode.NOTHING_TO_RUN, "there are no tests in " + buildTree + ".");
        }
        if (timeOut.isPresent() && !TestReader.isDuration(timeOut.get())) {
            throw new ImportException(
                    ExitCode.USAGE, "the TimeOut in DartConfiguration.tcl is none that a job file can have.");
        }
        List<List<Test>> groups = TestGroups.of(tests);
        Names names = new Names(tests);
        List<String> notes = notes(names);
        JobFileText file = new JobFileText(buildTree, names);
        file.comment("Made by 'sluice import ctest' of the tests in " + buildTree + ".");
        file.comment("docs/ctest.md of Sluice says what stands for what.");
        refused.forEach((name, why) -> file.comment("Left out: '" + name + "': " + why));
        file.comment("");
        file.setting("skip-code none");
        timeOut.ifPresent(seconds -> file.setting("timeout " + TestReader.duration(seconds)));
        file.setting("dir " + JobFileWords.word(buildTree.toString()));
        groups.forEach(file::job);
        notes.addAll(file.notes());
        return new Imported(file.toString(), notes, tests.size(), groups.size());
    }

    private void read(String json) throws ImportException {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ImportException(
                    ExitCode.INCOMPLETE,
                    "what ctest printed is no JSON ("
                            + e.getMessage().lines().findFirst().orElse("") + "); it takes CMake 3.14 or later.");
        }
        int major = root.path("version").path("major").asInt(0);
        if (major != 1 || !root.path("tests").isArray()) {
            throw new ImportException(
                    ExitCode.INCOMPLETE,
                    "ctest printed no list of tests in version 1 of its format, but " + major + ".");
        }
        for (JsonNode test : root.path("tests")) {
            try {
                tests.add(TestReader.read(test, buildTree));
            } catch (RefusedException e) {
                refused.put(test.path("name").asText(), e.getMessage());
                test.path("properties").forEach(property -> {
                    if (property.path("name").asText().equals("FIXTURES_SETUP")) {
                        property.path("value").forEach(fixture -> missing.add(fixture.asText()));
                    }
                });
            }
        }
    }

    /** It says so before its list, and does not say of which test, when it cannot read a pattern: that then matches nothing. */
    private void refuseWhatCtestComplainsOf(String complaints) {
        boolean isKnown = refused.values().stream().anyMatch(why -> why.contains(TestReader.NO_PATTERN));
        if (!complaints.isBlank() && !isKnown) {
            refused.put("(ctest does not name it)", complaints.strip());
        }
    }

    private void refuseWhatRequiresTheRefused() {
        List<Test> orphans;
        do {
            orphans = tests.stream()
                    .filter(test -> test.requires().stream().anyMatch(missing::contains))
                    .toList();
            for (Test orphan : orphans) {
                refused.put(orphan.name(), "it requires a fixture whose set-up cannot be taken over");
                missing.addAll(orphan.setsUp());
            }
            tests.removeAll(orphans);
        } while (!orphans.isEmpty());
    }

    private List<String> notes(Names names) {
        List<String> notes = new ArrayList<>();
        refused.forEach((name, why) -> notes.add("Test '" + name + "' is left out: " + why + "."));
        for (Test test : tests) {
            if (!names.of(test).equals(test.name())) {
                notes.add("Test '" + test.name() + "' is called '" + names.of(test) + "' here.");
            }
            test.notes().forEach(note -> notes.add("Test '" + test.name() + "': " + note + "."));
        }
        return notes;
    }
}
