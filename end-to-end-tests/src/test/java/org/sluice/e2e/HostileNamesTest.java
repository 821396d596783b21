package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.JobResult;
import org.sluice.job.Verdict;

/** A job's text is no shell source: it arrives as it is, as one argument, whatever is in it. */
@DisabledOnOs(OS.WINDOWS)
class HostileNamesTest {
    private static final List<String> NAMES = List.of(
            "a  b   c",
            "it's \"quoted\"",
            "äöü 日本 🎉",
            "$(touch PWNED)",
            "`touch PWNED`",
            "; touch PWNED",
            "'; touch PWNED; '",
            "\"; touch PWNED; \"",
            "| touch PWNED",
            "&& touch PWNED &",
            "> PWNED",
            "${IFS}touch${IFS}PWNED $HOME $1 $$",
            "* ? [a-z] ~ {a,b}",
            "-n",
            "--help",
            "%s %n \\n \\\\ \\",
            "#!/bin/sh",
            "../../PWNED",
            "<b>&amp;</b> ]]>");

    /** Writes down its second argument, and how many there were. */
    private static final String SHOW = """
            #!/bin/sh
            printf %s "$2" > "seen/$1"
            printf %s "$#" > "seen/$1.count"
            """;

    @TempDir
    private Path dir;

    private Site site;

    @BeforeEach
    void writeTheProgram() throws Exception {
        site = new Site(dir);
        Files.createDirectory(dir.resolve("seen"));
        Path show = Files.writeString(dir.resolve("show.sh"), SHOW);
        Files.setPosixFilePermissions(show, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void endAll() {
        site.close();
    }

    @Test
    void everyNameArrivesAsOneArgumentDirectlyAndThroughTheShell() throws Exception {
        Files.writeString(dir.resolve("hostile.inp"), jobFile());

        Sluice run = site.start(Map.of("LC_ALL", "C.UTF-8"), "run", "hostile.inp");

        run.awaitExit(0);
        for (int number = 1; number <= NAMES.size(); number++) {
            for (String way : List.of("direct", "shell", "quoted", "whole")) {
                Path seen = dir.resolve("seen").resolve(way + number);
                assertThat(seen).hasBinaryContent(NAMES.get(number - 1).getBytes(StandardCharsets.UTF_8));
                assertThat(seen.resolveSibling(way + number + ".count")).hasContent("2");
            }
        }
        try (Stream<Path> files = Files.walk(dir)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("PWNED");
        }
        assertThat(dir.resolve("../PWNED")).doesNotExist();
        assertThat(site.outcome().batch().jobs()).extracting(job -> job.name()).isEqualTo(NAMES);
    }

    @Test
    void aNameWithALineFeedIsAMistake() throws Exception {
        Files.writeString(dir.resolve("feed.inp"), "run ./show.sh 1 {name}\njob {two\nlines}\n");

        Sluice run = site.start("run", "feed.inp");

        run.awaitExit(2);
        assertThat(run.err()).contains("feed.inp:2:");
        assertThat(dir.resolve("sluice-out")).doesNotExist();
    }

    @Test
    void whatTheLocaleCannotWriteArrivesAsItIsOrIsAnErrorAndEndsNoConsumer() throws Exception {
        Files.writeString(dir.resolve("umlaut.inp"), """
                run ./show.sh {#} {name}
                job Prüfung
                job there { dir Prüfungen }
                job Test
                """);

        Sluice run = site.start(Map.of("LC_ALL", "C"), "run", "umlaut.inp");

        run.awaitExit(1);
        Map<Integer, JobResult> results = site.outcome().results();
        assertThat(results.get(2).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(results.get(2).reason()).contains("Prüfung", "LC_ALL=C.UTF-8");
        assertThat(results.get(3).verdict()).isEqualTo(Verdict.PASSED);
        Path seen = dir.resolve("seen/1");
        if (results.get(1).verdict() == Verdict.PASSED) { // where the C library starts programs
            assertThat(seen).hasBinaryContent("Prüfung".getBytes(StandardCharsets.UTF_8));
        } else {
            assertThat(results.get(1).verdict()).isEqualTo(Verdict.ERROR);
            assertThat(results.get(1).reason()).contains("Prüfung", "LC_ALL=C.UTF-8");
            assertThat(seen).doesNotExist();
        }
    }

    private static String jobFile() {
        return NAMES.stream().map(HostileNamesTest::quoted).collect(Collectors.joining("", """
                run ./show.sh direct{#} {name}
                run ./show.sh shell{#} {name} | cat
                run ./show.sh "quoted{#}" "{name}" > /dev/null
                run {
                    for way in whole; do ./show.sh "$way"{#} {name}; done
                }
                """, ""));
    }

    private static String quoted(String name) {
        return "job \"" + name.replaceAll("[\\\\\"{}$`]", "\\\\$0") + "\"\n";
    }
}
