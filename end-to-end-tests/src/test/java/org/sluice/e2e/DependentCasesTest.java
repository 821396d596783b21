package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.CaseResult;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/** Cases that depend on one another, and what is seen to before a job runs, from the job file to the verdict. */
@DisabledOnOs(OS.WINDOWS)
class DependentCasesTest {
    private static final String JOBS = """
            job suite {
                case "set up" { run {echo "mesh of $SLUICE_JOB" > mesh} }
                case flow {
                    requires-case "set up"
                    run           cat mesh
                    pass-match    {^mesh of \\w+$}
                }
                case broken { run sh -c "exit 4" }
                case late   { run sleep 600
                              timeout 200ms }
                case after {
                    requires-case flow broken
                    run           touch must-not-be-there
                }
                case "clean up" { run rm mesh }
            }
            job good {
                case a { run true }
                case b { run sh -c "exit 77" }
            }
            env          FOUND end
            env-prepend  FOUND {name} -sep +
            env-unset    UNWANTED
            run          {echo "$FOUND ${UNWANTED-unset}" > {name}.out}
            job prepared { requires-file suite.inp }
            job disabled { disabled "waits for a licence" }
            job lacking  { requires-file no-such-file }
            """;

    @TempDir
    private Path dir;

    private Site site;

    @BeforeEach
    void makeTheSite() throws Exception {
        site = new Site(dir);
        Files.writeString(dir.resolve("suite.inp"), JOBS);
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void eachCaseHasItsVerdictAndTheCleanUpRunsWhateverWasBefore() throws Exception {
        site.start(Map.of("UNWANTED", "set"), "run", "-j2", "suite.inp").awaitExit(1);

        JobResult suite = result(1);
        assertThat(suite.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(suite.reason()).contains("3 of 6 cases did not pass", "broken failed (sh exited 4)");
        assertThat(suite.cases())
                .extracting(CaseResult::name, CaseResult::verdict)
                .containsExactly(
                        tuple("set up", Verdict.PASSED),
                        tuple("flow", Verdict.PASSED),
                        tuple("broken", Verdict.FAILED),
                        tuple("late", Verdict.TIMED_OUT),
                        tuple("after", Verdict.ERROR),
                        tuple("clean up", Verdict.PASSED));
        assertThat(suite.cases().get(4).reason()).contains("broken");
        assertThat(dir.resolve("mesh")).doesNotExist();
        assertThat(dir.resolve("must-not-be-there")).doesNotExist();
        assertThat(result(2).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result(2).cases()).extracting(CaseResult::verdict).containsExactly(Verdict.PASSED, Verdict.SKIPPED);
    }

    @Test
    void whatIsSeenToBeforeAJobDecidesWhetherItRuns() throws Exception {
        site.start(Map.of("UNWANTED", "set"), "run", "-j2", "-E", "suite", "suite.inp")
                .awaitExit(1);

        assertThat(result(2).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(dir.resolve("prepared.out")).hasContent("prepared+end unset");
        assertThat(result(3).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(result(3).reason()).contains("waits for a licence");
        assertThat(dir.resolve("disabled.out")).doesNotExist();
        assertThat(result(4).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result(4).reason()).contains("no-such-file is not there");
        assertThat(dir.resolve("lacking.out")).doesNotExist();
    }

    private JobResult result(int job) throws Exception {
        return site.outcome().results().get(job);
    }
}
