package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @TempDir
    private Path base;

    @BeforeEach
    void createFiles() throws IOException {
        for (String file : List.of(
                "case1/in.x",
                "case2/in.x",
                "case10/in.x",
                "case10/deep/in.x",
                ".git/in.x",
                "case2/.x",
                "b.x",
                "a.y",
                "x[1]",
                "𝄞.z")) {
            Path path = base.resolve(file);
            Files.createDirectories(path.getParent());
            Files.createFile(path);
        }
        Files.createSymbolicLink(base.resolve("case1/loop"), base);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "*/, case1 case2 case10",
                "case*, case1 case2 case10",
                "case?, case1 case2",
                "case[13], case1",
                "case[!1], case2",
                "*.[xy], a.y b.x",
                "case1/*, case1/in.x case1/loop",
                "case1/*/, case1/loop",
                "*/in.x, case1/in.x case2/in.x case10/in.x",
                "**/in.x, case1/in.x case2/in.x case10/deep/in.x case10/in.x",
                "case10/**, case10/deep case10/deep/in.x case10/in.x",
                "**/**/deep/, case10/deep",
                ".g*/in.x, .git/in.x",
                "case2/.*, case2/.x",
                "./case2/../b.x, ./case2/../b.x",
                "case2//in.x, case2/in.x",
                "x[[]1], x[1]",
                "?.z, 𝄞.z",
                "b.x/, \"\"",
                "no*, \"\""
            })
    void aPatternFindsWhatTheShellFinds(String pattern, String expected) throws IOException {
        assertThat(Glob.matches(base, pattern))
                .extracting(Glob.Match::path)
                .containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    @Test
    void anAbsolutePatternIsLookedForFromTheRoot() throws IOException {
        assertThat(Glob.matches(Path.of("elsewhere"), base + "/*.y"))
                .containsExactly(new Glob.Match(base + "/a.y", false));
    }
}
