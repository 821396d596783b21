package org.sluice.producer.ctest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.sluice.job.Durations;
import org.sluice.job.Judging;
import org.sluice.job.Placement;
import org.sluice.producer.jobfile.JobFile;
import org.sluice.producer.jobfile.JobFileException;

/**
 * Reads a test of the format json-v1. The properties are those of
 * <a href="https://cmake.org/cmake/help/latest/manual/cmake-properties.7.html#properties-on-tests">CMake's manual</a>.
 */
final class TestReader {
    /** Part of the reason when a regular expression is refused. */
    static final String NO_PATTERN = " cannot be translated: ";

    private static final Set<String> TAKEN = Set.of(
            "ATTACHED_FILES",
            "ATTACHED_FILES_ON_FAIL",
            "COST",
            "DEPENDS",
            "DISABLED",
            "ENVIRONMENT",
            "ENVIRONMENT_MODIFICATION",
            "FAIL_REGULAR_EXPRESSION",
            "FIXTURES_CLEANUP",
            "FIXTURES_REQUIRED",
            "FIXTURES_SETUP",
            "LABELS",
            "PASS_REGULAR_EXPRESSION",
            "PROCESSORS",
            "REQUIRED_FILES",
            "RESOURCE_LOCK",
            "RUN_SERIAL",
            "SKIP_REGULAR_EXPRESSION",
            "SKIP_RETURN_CODE",
            "TIMEOUT",
            "WILL_FAIL",
            "WORKING_DIRECTORY");

    /** These decide no verdict. */
    private static final Map<String, String> NOTED = Map.of(
            "MEASUREMENT", "a constant for dashboards",
            "PROCESSOR_AFFINITY", "Sluice binds no job to processors",
            "TIMEOUT_SIGNAL_GRACE_PERIOD", "the grace of a job is the consumer's",
            "TIMEOUT_SIGNAL_NAME", "a job whose time is up gets TERM");

    /** These do, or may. */
    private static final Map<String, String> REFUSED = Map.of(
            "GENERATED_RESOURCE_SPEC_FILE", "no resources are handed out here",
            "RESOURCE_GROUPS", "no resources are handed out here",
            "TIMEOUT_AFTER_MATCH", "a job has one time limit");

    private static final Map<String, String> MATCHES = Map.of(
            "PASS_REGULAR_EXPRESSION", "pass-match",
            "FAIL_REGULAR_EXPRESSION", "fail-match",
            "SKIP_REGULAR_EXPRESSION", "skip-match");

    private final Path buildTree;
    private final List<String> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private TestReader(Path buildTree) {
        this.buildTree = buildTree;
    }

    /**
     * Reads a test.
     *
     * @param buildTree where CTest runs
     * @throws RefusedException if its verdict could be another than CTest's
     */
    static Test read(JsonNode test, Path buildTree) throws RefusedException {
        return new TestReader(buildTree).read(test.path("name").asText(), command(test), new Properties(test));
    }

    private static List<String> command(JsonNode test) throws RefusedException {
        List<String> words = new ArrayList<>();
        for (JsonNode word : test.path("command")) {
            if (!word.isTextual()) {
                throw new RefusedException("its command has a word that is no text: " + word);
            }
            words.add(word.textValue());
        }
        return words;
    }

    private Test read(String name, List<String> command, Properties properties) throws RefusedException {
        for (String property : properties.names()) {
            if (NOTED.containsKey(property)) {
                notes.add(property + " is not taken over: " + NOTED.get(property));
            } else if (REFUSED.containsKey(property)) {
                throw new RefusedException(property + " cannot be said: " + REFUSED.get(property));
            } else if (!TAKEN.contains(property)) {
                throw new RefusedException(
                        "the property " + property + " is not known here and may decide its verdict");
            }
        }
        program(command, properties);
        Path directory = buildTree.resolve(properties.text("WORKING_DIRECTORY").orElse(""));
        lines.addAll(
                new Variables(properties.texts("ENVIRONMENT"), properties.texts("ENVIRONMENT_MODIFICATION")).lines());
        for (String file : properties.texts("REQUIRED_FILES")) {
            lines.add("requires-file " + JobFileWords.word(file));
        }
        limits(properties);
        judging(properties);
        return new Test(
                name,
                directory,
                lines,
                properties.texts("DEPENDS"),
                properties.texts("FIXTURES_SETUP"),
                properties.texts("FIXTURES_REQUIRED"),
                properties.texts("FIXTURES_CLEANUP"),
                properties.number("COST").orElse(BigDecimal.ZERO),
                slots(properties.number("PROCESSORS").orElse(BigDecimal.ONE)),
                properties.truth("RUN_SERIAL"),
                properties.texts("RESOURCE_LOCK").stream().map(TestReader::lock).toList(),
                labels(properties),
                attached(directory, properties),
                notes);
    }

    private void program(List<String> command, Properties properties) throws RefusedException {
        boolean isNamed = !command.isEmpty() && !command.get(0).isEmpty();
        if (properties.truth("DISABLED")) {
            lines.add("disabled " + JobFileWords.quoted("the test has the property DISABLED"));
        } else if (command.isEmpty()) {
            throw new RefusedException(
                    "its program is not there: build the project first, or name the configuration (-C)");
        } else if (!isNamed) {
            throw new RefusedException("its program has no name");
        }
        lines.add("run " + JobFileWords.command(isNamed ? command : List.of("not-built")));
    }

    /** Those that a job file can have: a label decides no verdict. */
    private List<String> labels(Properties properties) throws RefusedException {
        List<String> labels = new ArrayList<>();
        for (String label : properties.texts("LABELS")) {
            // beside another one, since alone "none" says that there are no labels
            String file = "label x " + JobFileWords.word(label) + "\njob x\n";
            try {
                JobFile.parse("", file.getBytes(StandardCharsets.UTF_8), buildTree);
                labels.add(label);
            } catch (JobFileException e) {
                notes.add("the label " + JobFileWords.comment(JobFileWords.quoted(label))
                        + " is not taken over: a job file cannot have it");
            }
        }
        return labels;
    }

    private static int slots(BigDecimal processors) throws RefusedException {
        if (processors.compareTo(BigDecimal.valueOf(Placement.MOST_SLOTS)) > 0) {
            throw new RefusedException("its PROCESSORS are more than the " + Placement.MOST_SLOTS + " slots of a job");
        }
        return Math.max(1, processors.intValue());
    }

    private void limits(Properties properties) throws RefusedException {
        Optional<BigDecimal> timeout = properties.number("TIMEOUT");
        if (timeout.isPresent() && timeout.get().signum() > 0 && !isDuration(timeout.get())) {
            throw new RefusedException("its TIMEOUT is none that a job file can have");
        }
        timeout.ifPresent(seconds -> lines.add("timeout " + (seconds.signum() > 0 ? duration(seconds) : "none")));
    }

    /** Whether a job file can have it: CTest's are numbers of any size. */
    static boolean isDuration(BigDecimal seconds) {
        try {
            Durations.parse(duration(seconds));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** As a job file has a duration. */
    static String duration(BigDecimal seconds) {
        return seconds.stripTrailingZeros().toPlainString() + "s";
    }

    private void judging(Properties properties) throws RefusedException {
        for (String property :
                List.of("PASS_REGULAR_EXPRESSION", "FAIL_REGULAR_EXPRESSION", "SKIP_REGULAR_EXPRESSION")) {
            for (String regex : properties.texts(property)) {
                try {
                    lines.add(MATCHES.get(property) + " " + JobFileWords.quoted(CmakeRegex.toJava(regex)));
                } catch (RefusedException e) {
                    throw new RefusedException("its " + property + NO_PATTERN + e.getMessage());
                }
            }
        }
        Optional<BigDecimal> skip = properties.number("SKIP_RETURN_CODE");
        if (skip.isPresent()) {
            // what lies far outside of an int must not come back into the codes by losing digits
            int code = skip.get().abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                    ? -1
                    : skip.get().intValue();
            if (code == 0) {
                throw new RefusedException("its SKIP_RETURN_CODE is 0, which a job file has for a pass");
            }
            if (Judging.isCode(code)) {
                lines.add("skip-code " + code);
            }
        }
        if (properties.truth("WILL_FAIL")) {
            lines.add("will-fail yes");
        }
    }

    private static List<Test.Attached> attached(Path directory, Properties properties) throws RefusedException {
        List<Test.Attached> attached = new ArrayList<>();
        for (String file : properties.texts("ATTACHED_FILES")) {
            attached.add(new Test.Attached(directory.resolve(file), false));
        }
        for (String file : properties.texts("ATTACHED_FILES_ON_FAIL")) {
            attached.add(new Test.Attached(directory.resolve(file), true));
        }
        return attached;
    }

    /** CTest takes any text; one that can be no name of a lock here becomes one, and different ones stay different. */
    private static String lock(String name) {
        if (Placement.isWord(name)) {
            return name;
        }
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        String near = name.replaceAll("[^A-Za-z0-9_.+-]", "_");
        return "lock-" + near.substring(0, Math.min(near.length(), 60)) + "-" + Long.toHexString(sum.getValue());
    }
}
