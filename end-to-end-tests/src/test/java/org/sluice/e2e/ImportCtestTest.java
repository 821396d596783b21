package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.BatchOutcome;
import org.sluice.job.CaseResult;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A suite of CTest gets from Sluice the verdicts that CTest gives it, test by test. */
@RequiresCtest
class ImportCtestTest {
    private static final Path PROJECT = Path.of("src", "test", "ctest").toAbsolutePath();
    private static final Duration GUARD = Duration.ofMinutes(5);

    /** As the suite wants it to be found. */
    private static final Map<String, String> ENVIRONMENT = Map.of("T_OUTER", "outer", "T_GONE", "here");

    @TempDir
    private Path temp;

    @Test
    void eachTestHasTheVerdictThatCtestGivesIt() throws Exception {
        Path build = configured();
        long begun = System.nanoTime();
        Ran ctest = Ran.run(build, ENVIRONMENT, List.of("ctest", "-j2", "--output-junit", "junit.xml"), GUARD);
        Duration ofCtest = Duration.ofNanos(System.nanoTime() - begun);
        Map<String, String> expected = verdictsOfCtest(build.resolve("junit.xml"));
        Files.deleteIfExists(build.resolve("order"));

        try (Site site = new Site(temp)) {
            Sluice imported = site.start("import", "ctest", build.toString());
            imported.awaitExit(0);
            Files.writeString(temp.resolve("suite.inp"), imported.out());
            begun = System.nanoTime();
            Sluice run = site.start(ENVIRONMENT, "run", "-j2", "suite.inp");
            run.awaitExit(1);
            Duration ofSluice = Duration.ofNanos(System.nanoTime() - begun);
            System.out.printf(
                    Locale.ROOT,
                    "%d tests with two slots: ctest -j2 %.1f s, sluice run -j2 %.1f s%n",
                    expected.size(),
                    ofCtest.toMillis() / 1e3,
                    ofSluice.toMillis() / 1e3);

            BatchOutcome outcome = site.outcome();
            assertThat(ctest.exit()).isEqualTo(8); // as it has it when tests have failed
            assertThat(expected).hasSizeGreaterThan(400).containsValues("passed", "failed", "skipped", "error");
            assertSame(verdictsOfSluice(outcome), expected);
            assertThat(imported.err())
                    .contains("Test 'noted': PROCESSOR_AFFINITY is not taken over")
                    .endsWith(expected.size() + " tests in "
                            + outcome.batch().jobs().size() + " jobs\n");
            assertThat(outcome.batch().job(1).name()).isEqualTo("the first");
        }
    }

    @Test
    void whatAJobFileCannotSayIsRefusedByNameAndLeftOutOnlyOnDemand() throws Exception {
        Path build = configured("-DWITH_REFUSED=ON");
        try (Site site = new Site(temp)) {
            Sluice refused = site.start("import", "ctest", build.toString());
            refused.awaitExit(2);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .contains(
                            "'not built': its program is not there",
                            "'after a match': TIMEOUT_AFTER_MATCH",
                            "'resources': RESOURCE_GROUPS",
                            "'uses the made': it requires a fixture",
                            "'no pattern': its FAIL_REGULAR_EXPRESSION cannot be translated: the regular expression 'a**'",
                            "'skips with 0': its SKIP_RETURN_CODE is 0");

            Sluice partial = site.start("import", "ctest", build.toString(), "--partial");
            partial.awaitExit(0);
            assertThat(partial.out()).contains("# Left out: 'not built': its program is not there");
            assertThat(partial.err()).contains("Test 'not built' is left out");
            Files.writeString(temp.resolve("suite.inp"), partial.out());
            site.start("check", "suite.inp").awaitExit(0);
        }
    }

    @Test
    void aConfigurationIsNamedWhereThereAreSeveral() throws Exception {
        Path source = Files.createDirectory(temp.resolve("source"));
        Files.writeString(source.resolve("CMakeLists.txt"), """
                cmake_minimum_required(VERSION 3.22)
                project(x NONE)
                enable_testing()
                add_test(NAME debug COMMAND sh -c true CONFIGURATIONS Debug)
                add_test(NAME release COMMAND sh -c true CONFIGURATIONS Release)
                """);
        Path build = configured(source);
        try (Site site = new Site(temp)) {
            Sluice none = site.start("import", "ctest", build.toString());
            none.awaitExit(4);
            assertThat(none.err()).contains("there are no tests in " + build);
            Sluice release = site.start("import", "ctest", "-C", "Release", build.toString());
            release.awaitExit(0);
            assertThat(release.out()).contains("job \"release\" {").doesNotContain("debug");
        }
    }

    @Test
    void withoutCtestOrABuildTreeNothingIsImported() throws Exception {
        Path build = configured();
        try (Site site = new Site(temp)) {
            Sluice noTree = site.start("import", "ctest", temp.toString());
            noTree.awaitExit(2);
            assertThat(noTree.err()).contains(temp + " is no build tree with tests");
            Sluice noCtest = site.start(Map.of("PATH", "/no/such/path"), "import", "ctest", build.toString());
            noCtest.awaitExit(3);
            assertThat(noCtest.err()).contains("ctest cannot be started; it is part of CMake");
        }
    }

    /** CMake's own engine is asked for each pattern, of signs that mean something to one of the two. */
    @Test
    void aTranslatedPatternFindsWhatCmakeFinds() throws Exception {
        Random random = new Random(5);
        StringBuilder suite = new StringBuilder("""
                cmake_minimum_required(VERSION 3.22)
                project(x NONE)
                enable_testing()
                """);
        for (int i = 0; i < 300; i++) {
            Files.writeString(temp.resolve("text" + i), word(random, "ab-^]\\.&\n", 6));
            suite.append("add_test(NAME r%d COMMAND cat \"%s/text%d\")\n".formatted(i, temp, i));
            suite.append("set_tests_properties(r%d PROPERTIES PASS_REGULAR_EXPRESSION [==[%s]==])\n"
                    .formatted(i, regex(random, 3)));
        }
        Path source = Files.createDirectory(temp.resolve("source"));
        Files.writeString(source.resolve("CMakeLists.txt"), suite.toString());
        Path build = configured(source);
        Ran.run(build, Map.of(), List.of("ctest", "-j2", "--output-junit", "junit.xml"), GUARD);

        try (Site site = new Site(temp)) {
            Sluice imported = site.start("import", "ctest", build.toString(), "--partial");
            imported.awaitExit(0);
            Files.writeString(temp.resolve("suite.inp"), imported.out());
            site.start("run", "-j2", "suite.inp").awaitExit(1);

            Map<String, String> expected = verdictsOfCtest(build.resolve("junit.xml"));
            Map<String, String> found = verdictsOfSluice(site.outcome());
            expected.keySet().retainAll(found.keySet());
            assertSame(found, expected);
            assertThat(found).as("patterns that are valid").hasSizeGreaterThan(150);
            assertThat(found.values()).filteredOn("passed"::equals).hasSizeBetween(30, found.size() - 30);
        }
    }

    private static void assertSame(Map<String, String> found, Map<String, String> expected) {
        Map<String, String> different = new TreeMap<>();
        expected.forEach((name, verdict) -> {
            if (!verdict.equals(found.get(name))) {
                different.put(name, verdict + " by ctest, " + found.get(name) + " by sluice");
            }
        });
        assertThat(different).isEmpty();
        assertThat(found).hasSameSizeAs(expected);
    }

    private static String word(Random random, String signs, int longest) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            word.append(signs.charAt(random.nextInt(signs.length())));
        }
        return word.toString();
    }

    /** Most are valid; which ones are, CMake has to say, too. */
    private static String regex(Random random, int depth) {
        StringBuilder regex = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            regex.append(
                    switch (random.nextInt(depth > 0 ? 12 : 9)) {
                        case 0 -> ".";
                        case 1 -> random.nextBoolean() ? "^" : "$";
                        case 2 -> "\\" + word(random, "ab-^].&[(|", 1);
                        case 3, 4 -> "[" + word(random, "^", 1) + word(random, "ab-^]\\.&[", 4) + "]";
                        case 5 -> "\n";
                        case 9 -> "(" + regex(random, depth - 1) + "|" + regex(random, depth - 1) + ")";
                        case 10, 11 -> "(" + regex(random, depth - 1) + ")";
                        default -> word(random, "ab-&]{}", 2);
                    });
            regex.append(word(random, "*+?", random.nextInt(3) == 0 ? 1 : 0));
        }
        return regex.toString();
    }

    private Path configured(String... definitions) throws IOException, InterruptedException {
        return configured(PROJECT, definitions);
    }

    private Path configured(Path source, String... definitions) throws IOException, InterruptedException {
        Path build = temp.toRealPath().resolve("build tree");
        List<String> words = new ArrayList<>(List.of("cmake", "-S", source.toString(), "-B", build.toString()));
        words.addAll(List.of(definitions));
        Ran cmake = Ran.run(temp, Map.of(), words, GUARD);
        assertThat(cmake.exit()).as(cmake.out() + cmake.err()).isZero();
        return build;
    }

    /** By name; docs/ctest.md has the table. */
    private static Map<String, String> verdictsOfCtest(Path junit) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(junit.toFile())
                .getElementsByTagName("testcase");
        Map<String, String> verdicts = new TreeMap<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            verdicts.put(test.getAttribute("name"), verdict(test));
        }
        return verdicts;
    }

    private static String verdict(Element test) {
        String status = test.getAttribute("status");
        if (!status.equals("notrun")) {
            return Map.of("run", "passed", "fail", "failed", "disabled", "skipped")
                    .get(status);
        }
        Element skipped = (Element) test.getElementsByTagName("skipped").item(0);
        return skipped.getAttribute("message").startsWith("SKIP_") ? "skipped" : "error";
    }

    /** CTest's report does not tell a time-out from another failure. */
    private static Map<String, String> verdictsOfSluice(BatchOutcome outcome) {
        Map<String, String> verdicts = new TreeMap<>();
        for (JobResult result : outcome.results().values()) {
            if (result.cases().isEmpty()) {
                verdicts.put(result.name(), label(result.verdict()));
            }
            for (CaseResult each : result.cases()) {
                verdicts.put(each.name(), label(each.verdict()));
            }
        }
        return verdicts;
    }

    private static String label(Verdict verdict) {
        return verdict == Verdict.TIMED_OUT ? Verdict.FAILED.label() : verdict.label();
    }
}
