package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Attempt;

/** A batch on one machine, with what its user may give. */
@DisabledOnOs(OS.WINDOWS)
class RunTest {
    private static final Pattern INVITATION =
            Pattern.compile("Others join with: sluice (consumer --broker tcp://127\\.0\\.0\\.1:\\d+ --access \\S+)");

    @TempDir
    private Path dir;

    private Site site;

    @BeforeEach
    void makeTheSite() throws Exception {
        site = new Site(dir);
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void aJobFileComesFromStandardInput() throws Exception {
        Files.writeString(dir.resolve("piped"), "job touch made-by-{#}\n");
        String command = String.join(" ", Sluice.words(List.of("run", "-")));

        Ran run = Ran.run(dir, Map.of(), List.of("sh", "-c", "cat piped | " + command));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).as("what people read goes to standard error").isEmpty();
        assertThat(dir.resolve("made-by-1")).exists();
    }

    @Test
    void anotherConsumerJoinsAndLeavesByItself() throws Exception {
        site.hold("a");
        site.hold("b");
        Sluice run = site.start("run", "-j", "1", "--listen", "127.0.0.1:0", site.jobFile("ab.inp", List.of("a", "b")));
        run.awaitErr("Others join with: ");
        site.awaitStart("a", 1);
        Matcher invitation = INVITATION.matcher(run.err());
        assertThat(invitation.find()).as(run.err()).isTrue();

        Sluice guest = site.start((invitation.group(1) + " -j 1 --name guest").split(" "));
        site.awaitStart("b", 1);
        site.release("a");
        site.release("b");

        run.awaitExit(0);
        guest.awaitExit(0);
        assertThat(site.starts("b")).extracting(Site.Run::consumer).containsExactly(guest.pid());
        assertThat(site.outcome().results().get(2).attempt().consumer()).isEqualTo("guest");
    }

    @Test
    void aSimulatedRunStartsNoProgram() throws Exception {
        String jobs = site.jobFile("many.inp", Site.names("m", 500));

        site.start("run", "--simulate", jobs).awaitExit(0);

        assertThat(site.outcome().counts()).hasToString("{PASSED=500}");
        assertThat(dir.resolve("runs")).isEmptyDirectory();
    }

    @Test
    void oneSlotTakesTheJobsInOrder() throws Exception {
        site.start("run", "-j1", site.jobFile("many.inp", Site.names("m", 5))).awaitExit(0);

        assertThat(site.outcome().attempts())
                .extracting(Attempt::job, Attempt::slot)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, 1),
                        org.assertj.core.groups.Tuple.tuple(2, 1),
                        org.assertj.core.groups.Tuple.tuple(3, 1),
                        org.assertj.core.groups.Tuple.tuple(4, 1),
                        org.assertj.core.groups.Tuple.tuple(5, 1));
    }

    @Test
    void optionsComeFromTheEnvironmentAndThePropertiesFileToo() throws Exception {
        String jobs = site.jobFile("a.inp", List.of("a"));
        Files.writeString(dir.resolve("sluice.properties"), "name=of-the-file\nrun.out=out-of-the-file\n");

        Sluice file = site.start("run", jobs);
        Sluice environment = site.start(Map.of("SLUICE_OUT", "out-of-env", "SLUICE_SLOTS", "1"), "run", jobs);
        Sluice wrong = site.start(Map.of("SLUICE_SLOTS", "many"), "run", jobs);
        file.awaitExit(0);
        environment.awaitExit(0);
        wrong.awaitExit(2);

        assertThat(site.outcome("out-of-the-file").results().get(1).attempt().consumer())
                .isEqualTo("of-the-file");
        assertThat(site.outcome("out-of-env").counts()).hasToString("{PASSED=1}");
        assertThat(wrong.err()).contains("'many' is not an int", "SLUICE_SLOTS");

        Files.writeString(dir.resolve("sluice.properties"), "slotz=1\n");
        Sluice unknown = site.start("run", jobs);
        unknown.awaitExit(2);
        assertThat(unknown.err()).contains("'slotz'", "the nearest is 'slots'");
    }
}
