package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What docs/cases.md shows is what comes of the files that it shows. */
@EnabledOnOs(OS.LINUX)
class CasesPageTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\S*)(?: (\\S+))?\n(.*?)^```$");

    @TempDir
    private Path dir;

    @Test
    void theResultOfTheCasesIsTheOneThatIsShown() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "cases.md"));
        for (MatchResult file : blocks(page, "file")) {
            Path path = dir.resolve(file.group(2));
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.group(3));
            path.toFile().setExecutable(file.group(3).startsWith("#!"));
        }
        try (Site site = new Site(dir)) {
            Sluice run = site.start("run", "-j2", "--name", "lab3", "suite.inp");
            run.awaitExit(1);

            String shown = blocks(page, "output").get(0).group(3);
            assertThat(progress(run.err())).containsExactlyInAnyOrderElementsOf(progress(shown));
            assertThat(summary(run.err())).isEqualTo(summary(shown));
            assertThat(files(dir.resolve("sluice-out/latest/jobs")))
                    .isEqualTo(blocks(page, "files").get(0).group(3));
            assertThat(comparable(Files.readString(dir.resolve("sluice-out/latest/junit.xml"))))
                    .contains(comparable(blocks(page, "xml").get(0).group(3)));
        }
    }

    private static List<MatchResult> blocks(String page, String kind) {
        List<MatchResult> blocks = BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).equals(kind))
                .toList();
        assertThat(blocks).as("blocks of kind " + kind).isNotEmpty();
        return blocks;
    }

    /** The lines before the first empty one; two slots may give them in another order. */
    private static List<String> progress(String text) {
        return comparable(text)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.replaceFirst("^\\d/2", "n/2"))
                .toList();
    }

    private static String summary(String text) {
        return comparable(text).substring(comparable(text).indexOf("\n\n"));
    }

    /** Without what is never twice the same: times, the id, what else the system tells of a process. */
    private static String comparable(String text) {
        return text.replaceAll(" *\\d+\\.\\d+s", " ?s")
                .replaceAll("\\d{8}-\\d{6}-[0-9a-f]{4}", "ID")
                .replaceAll("time=\"[^\"]*\"", "time=?")
                .replaceAll("(user|system)=[0-9.]+", "$1=?")
                .replaceAll("\\[\\[PROPERTY\\|peak-bytes=\\d+]]\n", "")
                .replaceAll("slot=\\d", "slot=?");
    }

    private static String files(Path jobs) throws IOException {
        try (Stream<Path> files = Files.walk(jobs)) {
            StringBuilder list = new StringBuilder();
            files.filter(Files::isRegularFile)
                    .map(jobs::relativize)
                    .sorted()
                    .forEach(file -> list.append(file).append('\n'));
            return list.toString();
        }
    }
}
