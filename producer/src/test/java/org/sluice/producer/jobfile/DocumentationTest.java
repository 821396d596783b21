package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Case;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Durations;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Program;

/** What docs/job-file.md says is so. */
class DocumentationTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

    @TempDir
    private Path directory;

    /** A job file, what stands before it (files) and after it (jobs, output, mistakes). */
    private record Example(int line, String jobFile, String files, Map<String, String> results) {}

    @TestFactory
    Stream<DynamicTest> everyExampleDoesWhatIsWrittenBelowIt() throws IOException {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(8);
        return examples.stream().map(e -> DynamicTest.dynamicTest("the example of line " + e.line(), () -> check(e)));
    }

    @Test
    void everyWordAndPlaceholderIsInItsTableAsTheErrorsHaveIt() throws IOException {
        String text = documentation();
        for (Keyword keyword : Keyword.values()) {
            assertThat(text)
                    .contains("| `" + keyword.usage().replace("|", "\\|") + "` | " + keyword.meaning() + " |\n");
        }
        for (Placeholder placeholder : Placeholder.values()) {
            assertThat(text).contains("| `" + placeholder.sign() + "` | " + placeholder.meaning() + " | ");
        }
    }

    @Test
    void everyExampleOfAWordIsRight() throws Exception {
        Files.createDirectories(directory.resolve("cases/flume"));
        Files.createDirectories(directory.resolve("reference"));
        Files.createFile(directory.resolve("reference/flume.his"));
        for (Keyword keyword : Keyword.values()) {
            assertThat(Running.parse(file(keyword), directory)).hasSize(1);
        }
    }

    /** A job file with the example of a word where it may stand. */
    private static String file(Keyword keyword) {
        return switch (keyword) {
            case JOB, EACH -> keyword.example();
            case CASE -> "job Flume {\n" + keyword.example() + "\n}";
            case REQUIRES_CASE -> "job Flume {\ncase \"Set up\"\ncase b {\n" + keyword.example() + "\n}\n}";
            default -> keyword.example() + "\njob Flume";
        };
    }

    private void check(Example example) throws Exception {
        Path here = Files.createDirectories(directory.resolve("line" + example.line()));
        for (String file : example.files().lines().toList()) {
            String[] nameAndContent = file.split(": ", 2);
            Path path = here.resolve(nameAndContent[0]);
            Files.createDirectories(path.getParent());
            Files.writeString(path, nameAndContent.length == 1 ? "" : nameAndContent[1] + "\n");
        }
        if (example.results().containsKey("mistakes")) {
            var exception = catchThrowableOfType(JobFileException.class, () -> Running.parse(example.jobFile(), here));
            assertThat(exception.getMessage() + "\n")
                    .isEqualTo(example.results().get("mistakes"));
            return;
        }
        List<Job> jobs = Running.parse(example.jobFile(), here);
        assertThat(jobs.stream().map(DocumentationTest::listed).collect(Collectors.joining()))
                .isEqualTo(example.results().get("jobs"));
        StringBuilder output = new StringBuilder();
        for (Job job : jobs) {
            output.append(new String(Running.output(job, here), StandardCharsets.UTF_8));
        }
        assertThat(output.toString().strip() + "\n").isEqualTo(example.results().get("output"));
    }

    private static String listed(Job job) {
        StringBuilder text = new StringBuilder(job.number() + " " + job.name() + "\n");
        for (Case each : job.cases()) {
            text.append("    case ").append(each.name()).append('\n');
            Job alone = new Job(1, each.name(), each.programs(), each.directory(), each.environment(), each.timeout())
                    .withJudging(each.judging())
                    .withPreparation(each.preparation());
            listed(alone).lines().skip(1).forEach(line -> text.append("    " + line + "\n"));
            text.append(words("        requires-case", each.requires()).replaceFirst("^ {4}", ""));
        }
        for (Program program : job.programs()) {
            text.append(
                    program instanceof Program.Shell shell
                            ? "    shell " + shell.line()
                            : "    run " + program.display());
            text.append('\n');
        }
        for (Check check : job.checks()) {
            text.append(check instanceof Comparison ? "    " : "    check ")
                    .append(check.display())
                    .append('\n');
        }
        text.append(codes("exit", job.judging().passCodes(), Judging.DEFAULT.passCodes()));
        text.append(codes("skip-code", job.judging().skipCodes(), Judging.DEFAULT.skipCodes()));
        text.append(job.judging().willFail() ? "    will-fail yes\n" : "");
        job.judging().matching().pass().forEach(regex -> text.append("    pass-match " + regex + "\n"));
        job.judging().matching().fail().forEach(regex -> text.append("    fail-match " + regex + "\n"));
        job.judging().matching().skip().forEach(regex -> text.append("    skip-match " + regex + "\n"));
        if (!job.directory().isEmpty()) {
            text.append("    dir ").append(job.directory()).append('\n');
        }
        job.environment().forEach((name, value) -> text.append("    env " + name + "=" + value + "\n"));
        job.timeout().ifPresent(t -> text.append("    timeout " + Durations.format(t) + "\n"));
        job.grace().ifPresent(g -> text.append("    grace " + Durations.format(g) + "\n"));
        job.preparation()
                .changes()
                .forEach(change -> text.append("    env-"
                        + change.kind().name().toLowerCase(Locale.ROOT)
                        + (" " + change.name() + " " + change.value()).stripTrailing()
                        + (change.separator().isEmpty() ? "" : " -sep " + change.separator()) + "\n"));
        text.append(job.limits().retries() > 0 ? "    retries " + job.limits().retries() + "\n" : "");
        text.append(job.workspace().scratch() ? "    scratch yes\n" : "");
        job.workspace()
                .keep()
                .forEach(keep -> text.append("    keep " + (keep.onFail() ? "-on-fail " : "") + keep.glob() + "\n"));
        text.append(words("needs", job.placement().needs()));
        text.append(job.placement().slots() > 1 ? "    slots " + job.placement().slots() + "\n" : "");
        text.append(job.placement().alone() ? "    alone yes\n" : "");
        text.append(words("lock", job.placement().locks()));
        text.append(words("requires-file", job.preparation().requiredFiles()));
        job.preparation().disabled().ifPresent(reason -> text.append("    disabled " + reason + "\n"));
        text.append(words("label", job.labels()));
        return text.toString();
    }

    private static String words(String word, Collection<String> values) {
        return values.isEmpty() ? "" : "    " + word + " " + String.join(" ", values) + "\n";
    }

    private static String codes(String word, List<Integer> codes, List<Integer> usual) {
        String listed =
                codes.isEmpty() ? "none" : codes.stream().map(String::valueOf).collect(Collectors.joining(" "));
        return codes.equals(usual) ? "" : "    " + word + " " + listed + "\n";
    }

    private static List<Example> examples() throws IOException {
        String text = documentation();
        List<Example> examples = new ArrayList<>();
        String files = "";
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String content = block.group(2);
            switch (block.group(1)) {
                case "files" -> files = content;
                case "sluice" -> {
                    int line = (int) text.substring(0, block.start()).lines().count() + 1;
                    examples.add(new Example(line, content, files, new TreeMap<>()));
                    files = "";
                }
                default -> examples.get(examples.size() - 1).results().put(block.group(1), content);
            }
        }
        return examples;
    }

    private static String documentation() throws IOException {
        // Maven runs tests in the directory of the module.
        return Files.readString(Path.of("..", "docs", "job-file.md"));
    }
}
