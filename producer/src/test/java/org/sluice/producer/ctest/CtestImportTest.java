package org.sluice.producer.ctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Case;
import org.sluice.job.ExitCode;
import org.sluice.job.Job;
import org.sluice.job.Program;
import org.sluice.producer.ctest.CtestImport.Imported;
import org.sluice.producer.jobfile.JobFile;
import org.sluice.producer.jobfile.JobFileException;

/** What CTest says of its tests, and the job file that comes of it. */
class CtestImportTest {
    private static final Path TREE = Path.of("/build");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ArrayNode tests = MAPPER.createArrayNode();

    @TempDir
    private Path temp;

    @Test
    void aTestBecomesAJob() throws Exception {
        test("first");
        test("second")
                .property("ENVIRONMENT", "A=1")
                .property("REQUIRED_FILES", "in.txt")
                .property("TIMEOUT", 2.5)
                .property("PASS_REGULAR_EXPRESSION", "done$", "ok")
                .property("FAIL_REGULAR_EXPRESSION", "[Ee]rror")
                .property("SKIP_REGULAR_EXPRESSION", "no gpu")
                .property("SKIP_RETURN_CODE", 7)
                .property("WILL_FAIL", true)
                .property("PROCESSORS", 4)
                .property("RESOURCE_LOCK", "b", "a/b")
                .property("LABELS", "slow")
                .property("ATTACHED_FILES", "out[1].txt")
                .property("ATTACHED_FILES_ON_FAIL", "/build/log", "/elsewhere")
                .property("WORKING_DIRECTORY", "/build/sub dir");

        Imported imported = CtestImport.of(json(), TREE, Optional.of(new BigDecimal("1500")), false);

        assertThat(imported.jobFile()).isEqualTo("""
                # Made by 'sluice import ctest' of the tests in /build.
                # docs/ctest.md of Sluice says what stands for what.

                skip-code none
                timeout 1500s
                dir /build

                job "first" {
                    run /bin/true
                }

                job "second" {
                    run /bin/true
                    env A 1
                    requires-file in.txt
                    timeout 2.5s
                    pass-match "(?s)done\\\\z"
                    pass-match "(?s)ok"
                    fail-match "(?s)[Ee]rror"
                    skip-match "(?s)no gpu"
                    skip-code 7
                    will-fail yes
                    dir "/build/sub dir"
                    slots 4
                    lock b lock-a_b-7f4401c
                    label slow
                    # second: /build/out[1].txt is attached, and lies outside of its directory
                    # second: /build/log is attached, and lies outside of its directory
                    # second: /elsewhere is attached, and lies outside of its directory
                }
                """.replace(
                        "# second: /build/out[1].txt is attached, and lies outside of its directory",
                        "keep \"out\\\\[1\\\\].txt\""));
        assertThat(imported.tests()).isEqualTo(2);
        assertThat(imported.jobs()).isEqualTo(2);
        assertThat(imported.notes())
                .containsExactly(
                        "Test 'second': /build/log is attached, and lies outside of its directory.",
                        "Test 'second': /elsewhere is attached, and lies outside of its directory.");
    }

    @Test
    void aTimeLimitForAllThatNoJobFileCanHaveIsRefused() {
        test("first");

        assertThat(catchThrowableOfType(
                        ImportException.class,
                        () -> CtestImport.of(json(), TREE, Optional.of(new BigDecimal("99999999999")), true)))
                .hasMessageContaining("DartConfiguration.tcl");
    }

    @Test
    void testsThatAreTiedTogetherAreCasesOfOneJob() throws Exception {
        test("stop").property("FIXTURES_CLEANUP", "db").property("WORKING_DIRECTORY", "/build/db");
        test("query")
                .property("FIXTURES_REQUIRED", "db")
                .property("PROCESSORS", 2)
                .property("LABELS", "x");
        test("other");
        test("start").property("FIXTURES_SETUP", "db").property("TIMEOUT", 0).property("LABELS", "x", "y");
        test("second").property("DEPENDS", "first", "nobody").property("RUN_SERIAL", true);
        test("first");

        assertThat(imported().jobFile()).endsWith("""
                skip-code none
                dir /build

                job "with db" {
                    slots 2
                    label x y
                    case "start" {
                        run /bin/true
                        timeout none
                    }
                    case "query" {
                        run /bin/true
                        requires-case start
                    }
                    case "stop" {
                        run /bin/true
                        dir /build/db
                    }
                }

                job "other" {
                    run /bin/true
                }

                job "first and 1 behind it" {
                    alone yes
                    case "first" {
                        run /bin/true
                    }
                    case "second" {
                        run /bin/true
                    }
                }
                """);
    }

    @Test
    void theCostlyRunFirst() throws Exception {
        test("a");
        test("b").property("COST", 1.5);
        test("c").property("COST", 20);
        test("d").property("DEPENDS", "c").property("COST", -1);

        assertThat(imported().jobFile().lines().filter(line -> line.matches("(job| *case) .*")))
                .containsExactly(
                        "job \"c and 1 behind it\" {",
                        "    case \"c\" {",
                        "    case \"d\" {",
                        "job \"b\" {",
                        "job \"a\" {");
    }

    @Test
    void aTestThatIsDisabledNeedsNoProgram() throws Exception {
        tests.addObject()
                .put("name", "off")
                .putArray("properties")
                .addObject()
                .put("name", "DISABLED")
                .put("value", true);

        assertThat(imported().jobFile())
                .endsWith(
                        "job \"off\" {\n    disabled \"the test has the property DISABLED\"\n    run \"not-built\"\n}\n");
    }

    @Test
    void whatCannotBeTakenOverIsNamedAndNothingIsImported() {
        tests.addObject().put("name", "not built").putArray("properties");
        test("groups").property("RESOURCE_GROUPS", "gpus:1");
        test("later").property("OF_LATER", "x");
        test("zero").property("SKIP_RETURN_CODE", 0);
        test("regex").property("PASS_REGULAR_EXPRESSION", "a**");
        test("set-up").property("TIMEOUT_AFTER_MATCH", "x").property("FIXTURES_SETUP", "f");
        test("user").property("FIXTURES_REQUIRED", "f");
        test("good");

        assertThat(refused()).hasMessage("""
                these tests cannot be taken over with the verdicts of CTest (--partial leaves them out):
                  'groups': RESOURCE_GROUPS cannot be said: no resources are handed out here
                  'later': the property OF_LATER is not known here and may decide its verdict
                  'not built': its program is not there: build the project first, or name the configuration (-C)
                  'regex': its PASS_REGULAR_EXPRESSION cannot be translated: the regular expression 'a**': a count follows another
                  'set-up': TIMEOUT_AFTER_MATCH cannot be said: a job has one time limit
                  'user': it requires a fixture whose set-up cannot be taken over
                  'zero': its SKIP_RETURN_CODE is 0, which a job file has for a pass""");
        assertThat(refused().exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void inPartWhatCannotBeTakenOverIsLeftOutAloud() throws Exception {
        test("groups {1}").property("RESOURCE_GROUPS", "gpus:1");
        test("good").property("PROCESSOR_AFFINITY", true);

        Imported imported = CtestImport.of(json(), TREE, Optional.empty(), true);

        assertThat(imported.jobFile())
                .contains("# Left out: 'groups (1)': RESOURCE_GROUPS")
                .contains(
                        "\n\n# good: PROCESSOR_AFFINITY is not taken over: Sluice binds no job to processors\njob \"good\" {\n")
                .doesNotContain("job \"groups");
        assertThat(imported.notes())
                .containsExactly(
                        "Test 'groups {1}' is left out: RESOURCE_GROUPS cannot be said: no resources are handed"
                                + " out here.",
                        "Test 'good': PROCESSOR_AFFINITY is not taken over: Sluice binds no job to processors.");
    }

    @Test
    void aCircleIsNamed() {
        test("a").property("DEPENDS", "b");
        test("b").property("DEPENDS", "a");

        assertThat(refused()).hasMessage("these tests depend on one another in a circle: 'a', 'b'");
    }

    @Test
    void withoutTestsThereIsNothingToRun() {
        assertThat(refused()).hasMessage("there are no tests in /build.");
        assertThat(refused().exitCode()).isEqualTo(ExitCode.NOTHING_TO_RUN);
    }

    @Test
    void anAnswerThatIsNoListOfTestsIsToldSo() {
        assertThat(catchThrowableOfType(
                        ImportException.class, () -> CtestImport.of("Test project", TREE, Optional.empty(), false)))
                .hasMessageContaining("is no JSON")
                .hasMessageEndingWith("it takes CMake 3.14 or later.");
        assertThat(catchThrowableOfType(
                        ImportException.class,
                        () -> CtestImport.of("{\"version\":{\"major\":2}}", TREE, Optional.empty(), false)))
                .hasMessageContaining("but 2");
    }

    @Test
    void whatCtestComplainsOfBeforeItsListIsToldUnlessTheTestIsKnown() {
        test("good");
        String complaint = "RegularExpression::compile(): Too many parentheses.\n";
        assertThat(catchThrowableOfType(
                        ImportException.class, () -> CtestImport.of(complaint + json(), TREE, Optional.empty(), false)))
                .hasMessageEndingWith(
                        "\n  '(ctest does not name it)': RegularExpression::compile(): Too many parentheses.");
        test("bad").property("PASS_REGULAR_EXPRESSION", "a**");
        assertThat(catchThrowableOfType(
                        ImportException.class, () -> CtestImport.of(complaint + json(), TREE, Optional.empty(), false)))
                .hasMessageContaining("'bad': its")
                .hasMessageNotContaining("does not name");
    }

    @Test
    void aDirectoryWithoutTestsIsNoBuildTree() {
        assertThat(catchThrowableOfType(ImportException.class, () -> CtestImport.of(temp, Optional.empty(), false)))
                .hasMessageStartingWith(temp + " is no build tree with tests: it has no CTestTestfile.cmake.");
    }

    @Test
    void theTimeLimitOfTheSuiteStandsInItsConfiguration() throws Exception {
        Files.createFile(temp.resolve("CTestTestfile.cmake"));
        BuildTree tree = new BuildTree(temp);
        assertThat(tree.timeOut()).isEmpty();
        Files.writeString(temp.resolve("DartConfiguration.tcl"), "Site: x\nTimeOut: 1500\n");
        assertThat(tree.timeOut()).contains(new BigDecimal("1500"));
        Files.writeString(temp.resolve("DartConfiguration.tcl"), "TimeOut: 0\n");
        assertThat(tree.timeOut()).isEmpty();
    }

    /** Each sign that means something to a job file or to a shell, in any company. */
    @Test
    void hostileNamesAndArgumentsArriveAsTheyAre() throws Exception {
        Random random = new Random(17);
        String signs = " \"\\{}$`;#'\n\t\r|&<>()*?[]~=%/.a1né€😀\u0001\u007f\u0085";
        int[] points = signs.codePoints().toArray();
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            List<String> command = new ArrayList<>();
            for (int word = random.nextInt(6); word >= 0; word--) {
                StringBuilder text = new StringBuilder(command.isEmpty() ? "p" : "");
                for (int length = random.nextInt(8); length > 0; length--) {
                    text.appendCodePoint(points[random.nextInt(points.length)]);
                }
                command.add(text.toString());
            }
            commands.add(command);
            test("test " + i + " " + command.get(0), command);
        }
        for (String word :
                List.of("{}", "{name}", "{#}", "${A}", "run", "exit", "#", "A=1", "", "\\\n", "-x", "none")) {
            commands.add(List.of("exit", word, word));
            test("word " + word, commands.get(commands.size() - 1));
        }

        List<Job> jobs = parsed(imported());

        assertThat(jobs).hasSameSizeAs(commands);
        for (int i = 0; i < jobs.size(); i++) {
            assertThat(jobs.get(i).programs()).containsExactly(new Program.Direct(commands.get(i)));
            assertThat(jobs.get(i).directory()).isEqualTo("/build");
        }
        assertThat(jobs.get(0).name())
                .isEqualTo("test 0 "
                        + commands.get(0).get(0).replaceAll("\\p{Cc}+", " ").strip());
    }

    @Test
    void namesThatAreTakenOrCannotBeBecomeOthersAloud() throws Exception {
        test("same");
        test("same");
        test("a\nb");
        test("x".repeat(300));

        Imported imported = imported();

        assertThat(parsed(imported))
                .extracting(Job::name)
                .containsExactly("same", "same (2)", "a b", "x".repeat(189) + "…");
        assertThat(imported.notes()).hasSize(3).startsWith("Test 'same' is called 'same (2)' here.");
    }

    @Test
    void everythingThatIsWrittenIsUnderstood() throws Exception {
        test("one {} $x")
                .property("ENVIRONMENT", "A=$x {name}", "B=")
                .property(
                        "ENVIRONMENT_MODIFICATION", "PATH=path_list_append:/a b", "L=cmake_list_append:\"", "U=unset:")
                .property("REQUIRED_FILES", "a {b}", "$c")
                .property("PASS_REGULAR_EXPRESSION", "\"[{}]\\\\\n$")
                .property("LABELS", "two words", "a/b")
                .property("ATTACHED_FILES", "f{1}*.txt", "-on-fail")
                .property("RESOURCE_LOCK", "ü x")
                .property("WORKING_DIRECTORY", "/build/a $b {c}")
                .property("FIXTURES_SETUP", "f \"{x}\"");
        test("two")
                .property("FIXTURES_REQUIRED", "f \"{x}\"")
                .property("TIMEOUT", 0)
                .property("DISABLED", true);

        List<Job> jobs = parsed(CtestImport.of(json(), TREE, Optional.of(new BigDecimal("60")), false));

        assertThat(jobs).hasSize(1);
        Job job = jobs.get(0);
        assertThat(job.name()).isEqualTo("with f \"{x}\"");
        assertThat(job.labels()).containsExactly("two words", "a/b");
        Case one = job.cases().get(0);
        assertThat(one.name()).isEqualTo("one {} $x");
        assertThat(one.directory()).isEqualTo("/build/a $b {c}");
        assertThat(one.environment()).containsEntry("A", "$x {name}").containsEntry("B", "");
        assertThat(one.preparation().changes()).hasSize(3);
        assertThat(one.preparation().requiredFiles()).containsExactly("a {b}", "$c");
        assertThat(one.judging().matching().pass()).containsExactly(CmakeRegex.toJava("\"[{}]\\\\\n$"));
        assertThat(one.timeout()).contains(java.time.Duration.ofSeconds(60));
        Case two = job.cases().get(1);
        assertThat(two.requires()).containsExactly("one {} $x");
        assertThat(two.timeout()).isEmpty();
        assertThat(two.preparation().disabled()).contains("the test has the property DISABLED");
    }

    private static List<Job> parsed(Imported imported) throws JobFileException {
        return JobFile.parse("suite.inp", imported.jobFile().getBytes(StandardCharsets.UTF_8), TREE);
    }

    private Imported imported() throws ImportException {
        return CtestImport.of(json(), TREE, Optional.empty(), false);
    }

    private ImportException refused() {
        return catchThrowableOfType(ImportException.class, this::imported);
    }

    private String json() {
        ObjectNode root = MAPPER.createObjectNode();
        root.putObject("version").put("major", 1).put("minor", 0);
        root.set("tests", tests);
        return root.toString();
    }

    private Described test(String name) {
        return test(name, List.of("/bin/true"));
    }

    private Described test(String name, List<String> command) {
        ObjectNode test = tests.addObject().put("name", name);
        command.forEach(test.putArray("command")::add);
        return new Described(test.putArray("properties"));
    }

    private record Described(ArrayNode properties) {
        /** As ctest writes it: texts in a list, all else alone. */
        Described property(String name, Object... values) {
            boolean isAlone = name.equals("WORKING_DIRECTORY") || !(values[0] instanceof String);
            properties.addObject().put("name", name).set("value", MAPPER.valueToTree(isAlone ? values[0] : values));
            return this;
        }
    }
}
