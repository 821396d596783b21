package org.sluice.producer.ctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.Job;
import org.sluice.producer.ctest.CtestImport.Imported;
import org.sluice.producer.jobfile.JobFile;

/** Whatever ctest says of its tests: it becomes a job file that can be read, or it is refused. */
class CtestImportFuzzTest {
    private static final Path TREE = Path.of("/build");

    static Stream<byte[]> samples() {
        return Stream.of(
                        test("a", ""),
                        test("b", property("ENVIRONMENT", "[\"A=1\",\"B=x y\"]") + ',' + property("TIMEOUT", "2.5"))
                                + ','
                                + test("c", property("FIXTURES_SETUP", "[\"db\"]")),
                        test("d", property("FIXTURES_REQUIRED", "[\"db\"]") + ',' + property("PROCESSORS", "4"))
                                + ','
                                + test(
                                        "e",
                                        property("FIXTURES_SETUP", "[\"db\"]") + ',' + property("RUN_SERIAL", "true")),
                        test(
                                "f",
                                property("PASS_REGULAR_EXPRESSION", "[\"do[n]e$\",\"^ok|\"]")
                                        + ','
                                        + property("SKIP_RETURN_CODE", "7")
                                        + ','
                                        + property("WILL_FAIL", "true")),
                        test(
                                "g",
                                property("ENVIRONMENT_MODIFICATION", "[\"PATH=path_list_prepend:/x\",\"Q=unset:\"]")
                                        + ','
                                        + property("REQUIRED_FILES", "[\"in.txt\"]")
                                        + ','
                                        + property("WORKING_DIRECTORY", "\"/build/sub\"")),
                        test(
                                "h",
                                property("DEPENDS", "[\"g\"]")
                                        + ','
                                        + property("RESOURCE_LOCK", "[\"a/b\"]")
                                        + ','
                                        + property("ATTACHED_FILES", "[\"out[1].txt\"]")
                                        + ','
                                        + property("LABELS", "[\"slow\"]")
                                        + ','
                                        + property("DISABLED", "true")))
                .map(tests ->
                        "{\"kind\":\"ctestInfo\",\"version\":{\"major\":1,\"minor\":0},\"tests\":[" + tests + "]}")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    private static String test(String name, String properties) {
        return "{\"name\":\"" + name + "\",\"command\":[\"/bin/true\",\"x\"],\"properties\":[" + properties + "]}";
    }

    private static String property(String name, String value) {
        return "{\"name\":\"" + name + "\",\"value\":" + value + "}";
    }

    @MethodSource("samples")
    @FuzzTest
    void theSuiteBecomesAJobFileThatIsReadOrIsRefused(byte[] input) throws Exception {
        String said = new String(input, StandardCharsets.UTF_8);
        boolean partial = said.length() % 2 == 0;
        Imported imported;
        try {
            imported = CtestImport.of(said, TREE, Optional.of(new BigDecimal("1500")), partial);
        } catch (ImportException e) {
            assertThat(e.getMessage()).isNotBlank();
            assertThat(e.exitCode()).isNotNull();
            return;
        }
        List<Job> jobs = JobFile.parse("suite.inp", imported.jobFile().getBytes(StandardCharsets.UTF_8), TREE);
        assertThat(jobs).hasSize(imported.jobs());
        assertThat(jobs.stream()
                        .mapToInt(job -> Math.max(1, job.cases().size()))
                        .sum())
                .isEqualTo(imported.tests());
        assertThat(imported.notes()).allSatisfy(note -> assertThat(note).endsWith("."));
    }
}
