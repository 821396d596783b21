package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files of a real batch that differ become its references. */
@DisabledOnOs(OS.WINDOWS)
class BlessTest {
    @TempDir
    private Path dir;

    private Site site;

    @BeforeEach
    void makeTheSite() throws IOException {
        site = new Site(dir);
        Files.createDirectories(dir.resolve("flume/reference"));
        Files.writeString(dir.resolve("flume/reference/his"), "1 2 3\n4 5 6\n");
        Files.writeString(dir.resolve("flume/reference/map"), "0\n");
        Files.writeString(dir.resolve("near"), "1.000\n");
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    private void run(String... lines) throws Exception {
        Files.write(dir.resolve("server.inp"), List.of(lines));
        site.start("run", "-j", "1", "--keep-limit", "1 KB", "server.inp").awaitExit(1);
    }

    private void runFlume() throws Exception {
        run(
                "job Flume {",
                "    dir flume",
                "    keep map",
                "    run {echo '1 2 3' > his; echo '4 5 7' >> his; echo 0 > map}",
                "    compare his reference/his",
                "    compare map reference/map",
                "}",
                "job Near { run {echo 1.001 > n}",
                "    compare n near -rel 1e-2",
                "}",
                "job Basin { run {echo 9 > b}",
                "    compare b near",
                "}");
    }

    @Test
    void allThatDiffersReplacesItsReferenceAndTheBatchPassesThen() throws Exception {
        runFlume();
        Files.setPosixFilePermissions(dir.resolve("flume/reference/his"), PosixFilePermissions.fromString("rw-r-----"));

        Sluice bless = site.start("bless", "latest", "--yes");

        bless.awaitExit(0);
        assertThat(dir.resolve("flume/reference/his")).hasContent("1 2 3\n4 5 7\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("flume/reference/his"))))
                .isEqualTo("rw-r-----");
        assertThat(dir.resolve("near")).hasContent("9\n");
        assertThat(bless.err())
                .contains(
                        "flume/reference/his  (job 'Flume')\n    1 of 6 numbers, largest at line 2: 7 for 6; 12 bytes in place of"
                                + " 12 bytes\n")
                .contains("2 references are replaced.")
                .doesNotContain("map");
        try (Stream<Path> files = Files.list(dir.resolve("flume/reference"))) {
            assertThat(files).hasSize(2);
        }
        Files.writeString(dir.resolve("near"), "1.000\n");
        site.start("run", "-R", "Flume", "server.inp").awaitExit(0);
    }

    @Test
    void namedJobsAloneAreBlessedAlsoByTheDirectoryOfTheBatch() throws Exception {
        runFlume();

        site.start("bless", "--yes", "sluice-out/latest", "Flume").awaitExit(0);

        assertThat(dir.resolve("flume/reference/his")).hasContent("1 2 3\n4 5 7\n");
        assertThat(dir.resolve("near")).hasContent("1.000\n");
        Sluice unknown = site.start("bless", "--yes", "latest", "Flum");
        unknown.awaitExit(2);
        assertThat(unknown.err()).contains("has no job 'Flum'; the nearest is 'Flume'.");
        Sluice passed = site.start("bless", "--yes", "latest", "Near");
        passed.awaitExit(2);
        assertThat(passed.err()).contains("Job 'Near' has no file that differs: it is passed.");
    }

    @Test
    void withoutATerminalItAsksForYesAndChangesNothing() throws Exception {
        runFlume();

        Sluice bless = site.start("bless", "latest");

        bless.awaitExit(2);
        assertThat(bless.err()).contains("flume/reference/his  (job 'Flume')", "--yes replaces without asking");
        assertThat(dir.resolve("flume/reference/his")).hasContent("1 2 3\n4 5 6\n");
    }

    @Test
    void whatIsMissingOrLeadsOutIsRefusedByNameAndTheRestIsDone() throws Exception {
        Path outside = Files.createTempFile("outside", null);
        try {
            Files.writeString(outside, "1\n");
            Files.createSymbolicLink(dir.resolve("link"), outside);
            run(
                    "job Large { run {seq 1000 > l}",
                    "    compare l near",
                    "}",
                    "job Gone { run true",
                    "    compare gone near",
                    "}",
                    "job Out { run {echo 5 > o}",
                    "    compare o link",
                    "}",
                    "job Absolute { run {echo 6 > a}",
                    "    compare a " + outside,
                    "}",
                    "job One { run {echo 7 > x}",
                    "    compare x near",
                    "}",
                    "job Two { run {echo 8 > x}",
                    "    compare x near",
                    "}");

            Sluice bless = site.start("bless", "--yes", "latest");

            bless.awaitExit(1);
            assertThat(bless.err())
                    .contains("Job 'Large': not every file is here: kept 0 files; l (3.8 KB) is"
                            + " beyond the 1 KB of --keep-limit.")
                    .contains("Job 'Gone': no file that differs was brought back (gone is not there).")
                    .contains("Job 'Out': reference link leads out of ")
                    .contains("Job 'Two': reference near is that of job 'One' too, whose file is another one")
                    .contains("2 references are replaced.");
            assertThat(outside).hasContent("6\n");
            assertThat(dir.resolve("near")).hasContent("7\n");
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void whenNothingDiffersThereIsNothingToDo() throws Exception {
        Files.write(dir.resolve("server.inp"), List.of("job Fails { run false }"));
        site.start("run", "server.inp").awaitExit(1);

        Sluice bless = site.start("bless", "latest", "--yes");

        bless.awaitExit(4);
        assertThat(bless.err()).contains("There is nothing to change.");
    }
}
